"""One letter to a party: choose, look, take it along as a PDF. No letter is kept."""

from datetime import timedelta
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.actions.holding import LEAD, only
from app.cases.queries.file import FileHead
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.letters.actions.letters import note_letter
from app.letters.forms import LetterForm
from app.letters.queries.letter import Letter, Receiver, letter, receiver
from app.letters.rules.kinds import LetterKind
from app.letters.texts import nearest
from app.letters.views.blueprint import bp
from app.letters.views.paper import pdf
from app.refusals import NotAllowed
from app.translation import in_words

TWO_WEEKS = timedelta(days=14)


@bp.route("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/brief", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def make_letter(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """First which letter, then what it leaves open, then how it looks."""
    file, to = _for_lead(case_id, party_id)
    note_reading("PartiesRead", case_id, party_id)
    form = _form(to)
    made = _looked_at(file, to, form) if form and form.validate_on_submit() else None
    return _page(file, to, form=form, made=made)


@bp.post("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/brief.pdf")
@requires(Permission.CASE_WORK)
def letter_file(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    file, to = _for_lead(case_id, party_id)
    form = _form(to)
    if form is None or not form.validate_on_submit():
        return _page(file, to, form=form, made=None)
    made = letter(file, to, form.wish(), today=clock.today())
    content = pdf(made)
    note_letter(case_id, made, to=to, by=viewer().id, at=clock.now())
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="brief-{file.number}.pdf"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _for_lead(case_id: UUID, party_id: UUID) -> tuple[FileHead, Receiver]:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    return found.head, receiver(found.head, party_id)


def _form(to: Receiver) -> LetterForm | None:
    """None until a kind is chosen; a kind that there isn't is none."""
    kind = request.form.get("kind") or request.args.get("art", "")
    if kind not in LetterKind.__members__:
        return None
    today = clock.today()
    return LetterForm.of(
        LetterKind(kind), language=nearest(to.languages), answer_by=today + TWO_WEEKS, today=today
    )


def _looked_at(file: FileHead, to: Receiver, form: LetterForm) -> Letter | None:
    """The letter, to look at; that somebody looks is logged. What can't be made is said in the form."""
    try:
        made = letter(file, to, form.wish(), today=clock.today())
    except NotAllowed as refusal:
        db.session.rollback()
        form.form_errors = [in_words(refusal)]
        return None
    trail.log("LetterRead", by=viewer().id, at=clock.now(), case_id=file.id, subject_id=to.id)
    db.session.commit()
    return made


def _page(
    file: FileHead, to: Receiver, *, form: LetterForm | None, made: Letter | None
) -> ResponseReturnValue:
    kinds = list(LetterKind)
    page = render_template("letters/make_letter.html", file=file, to=to, form=form, made=made, kinds=kinds)
    return page, 422 if form and form.errors else 200
