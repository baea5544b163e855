"""Pages on which a report is written: sections, task list, drafts."""

from typing import Any
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import report as actions
from app.cases.forms import report as forms
from app.cases.forms.report_fields import Desk, SectionForm, typed
from app.cases.forms.report_lines import Task, tasks
from app.cases.forms.wording import mentioned
from app.cases.queries import report as queries
from app.cases.queries.known import own_known
from app.cases.rules.likeness import likeness
from app.cases.rules.report import MOST_PARTIES, Section
from app.cases.views.blueprint import bp
from app.database import db
from app.labels import N_
from app.municipalities.queries import districts
from app.refusals import NotAllowed, NotFound, Outrun

#: Where to go on after a section: the words of the buttons' values. PEEK is sent while somebody types.
LATER, ADD, REMOVE, CONFIRM, PEEK = "later", "add", "remove", "confirm", "peek"


@bp.route("/melden", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def report() -> ResponseReturnValue:
    """The first section of a new report; the draft comes into being when something is saved."""
    office_of_writer()
    if request.method == "POST":
        draft_id = _uuid(request.form.get("draft"))
        actions.begin(draft_id, viewer().id, at=clock.now())
        return _keep(queries.own_draft(draft_id, viewer().id), Section.TOPIC)
    form = forms.stored_form(Section.TOPIC, {}, desk())
    drafts = queries.open_drafts(viewer().id)
    draft = queries.blank(uuid4(), clock.now())
    return _page(form, Section.TOPIC, draft=draft, action=url_for("cases.report"), drafts=drafts)


@bp.get("/melden/<uuid:draft_id>")
@requires(Permission.REPORT_WRITE)
def report_tasks(draft_id: UUID) -> ResponseReturnValue:
    draft = queries.own_draft(draft_id, viewer().id)
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    checked = forms.checked(draft.answers, desk(draft))
    shown: list[Task] = tasks(checked)
    return render_template(
        "cases/report_tasks.html", draft=draft, tasks=shown, complete=forms.complete(checked)
    )


@bp.get("/melden/<uuid:draft_id>/weiter")
@requires(Permission.REPORT_WRITE)
def report_resume(draft_id: UUID) -> ResponseReturnValue:
    """Back into a draft where it was left: the first section that needs something, or the check page."""
    draft = queries.own_draft(draft_id, viewer().id)
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    section = forms.unfinished(forms.checked(draft.answers, desk(draft)))
    if section is None:
        return redirect(url_for("cases.report_check", draft_id=draft_id), 303)
    return redirect(url_for("cases.report_section", draft_id=draft_id, section=section.value), 303)


@bp.route("/melden/<uuid:draft_id>/<string:section>", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def report_section(draft_id: UUID, section: str) -> ResponseReturnValue:
    draft = queries.own_draft(draft_id, viewer().id)
    if section not in set(Section):
        raise NotFound
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    here = Section(section)
    if request.method == "POST":
        return _keep(draft, here)
    return _page(forms.stored_form(here, draft.answers, desk(draft)), here, draft=draft)


@bp.post("/melden/<uuid:draft_id>/loeschen")
@requires(Permission.REPORT_WRITE)
def report_discard(draft_id: UUID) -> ResponseReturnValue:
    draft = queries.own_draft(draft_id, viewer().id)
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    actions.discard(draft_id, viewer().id)
    db.session.commit()
    return redirect(url_for("cases.own_reports"), 303)


def desk(draft: queries.OwnDraft | None = None) -> Desk:
    """What the forms must know of the person who writes here, and of what she has written."""
    kept = [draft.district_id] if draft and draft.district_id else []
    known = tuple((str(district.id), district.name) for district in districts(kept=kept))
    return Desk(
        youth_office=queries.is_youth_office(viewer().office_id), districts=known, today=clock.today()
    )


def office_of_writer() -> UUID:
    office_id = viewer().office_id
    if office_id is None:
        raise NotAllowed(
            N_("Ihrem Zugang ist keine Dienststelle zugeordnet. Bitte wenden Sie sich an die Administration.")
        )
    return office_id


def already_sent(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("cases.report_sent", case_id=case_id), 303)


def _keep(draft: queries.OwnDraft, section: Section) -> ResponseReturnValue:
    """Keep what was sent, complete or not; then go where the button says."""
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    form = forms.sent_form(section, desk(draft))
    step, _, index = request.form.get("step", "").partition("-")
    answers = typed(form)
    if step in {ADD, REMOVE}:
        answers = forms.with_party(answers) if step == ADD else forms.without_party(answers, index)
    if not _saved(draft, section, form=form, answers=answers):
        return _page(form, section, draft=draft), 409
    if step == PEEK:
        return _page(form, section, draft=draft)
    if step in {LATER, ADD, REMOVE}:
        return redirect(_after(draft.id, section, step), 303)
    if not form.validate():
        return _page(form, section, draft=draft), 422
    return _go_on(draft, section, form, confirmed=step == CONFIRM)


def _saved(
    draft: queries.OwnDraft, section: Section, *, form: SectionForm, answers: dict[str, list[str]]
) -> bool:
    """False if another window has saved something else: then the form shows both sides."""
    window = actions.Window(request.form.get("page", ""), request.form.get("version", ""))
    try:
        actions.keep(draft, section, answers, by=viewer().id, at=clock.now(), window=window)
    except Outrun:
        db.session.rollback()
        return not form.compare(forms.stored_form(section, draft.answers, desk(draft)))
    db.session.commit()
    return True


def _go_on(
    draft: queries.OwnDraft, section: Section, form: SectionForm, *, confirmed: bool
) -> ResponseReturnValue:
    """To the next section; first the words are shown, once, that may name people or their origin."""
    found = mentioned(form, confirmed=draft.confirmed_words)
    if found and not confirmed:
        return _page(form, section, draft=draft, mentioned=found)
    if found:
        words = [one.key for several in found.values() for one in several]
        actions.confirm_words(draft, words, user_id=viewer().id, at=clock.now())
        db.session.commit()
    return redirect(_next(draft.id, section), 303)


def _after(draft_id: UUID, section: Section, step: str) -> str:
    if step == LATER:
        return url_for("cases.report_tasks", draft_id=draft_id)
    return url_for("cases.report_section", draft_id=draft_id, section=section.value, zurueck=_back())


def _next(draft_id: UUID, section: Section) -> str:
    if section.next is None or _back():
        return url_for("cases.report_check", draft_id=draft_id)
    return url_for("cases.report_section", draft_id=draft_id, section=section.next.value)


def _back() -> str | None:
    """Whoever came from the check page to change one answer goes back there."""
    return "pruefen" if request.args.get("zurueck") == "pruefen" else None


def _page(form: SectionForm, section: Section, *, draft: queries.OwnDraft, **shown: Any) -> str:
    action = url_for("cases.report_section", draft_id=draft.id, section=section.value, zurueck=_back())
    values = {
        "form": form,
        "section": section,
        "draft_id": draft.id,
        "action": action,
        "drafts": [],
        "known": own_known(viewer(), likeness(draft.answers), clock.now()),
        "peeking": True,
        "mentioned": {},
        "version": draft.seal(section),
        "page_id": request.form.get("page") or str(uuid4()),
    } | shown
    return render_template(
        f"cases/report_{section.name.lower()}.html",
        number=list(Section).index(section) + 1,
        sections=len(Section),
        most_parties=MOST_PARTIES,
        changing=bool(_back()),
        **values,
    )


def _uuid(written: str | None) -> UUID:
    try:
        return UUID(written)
    except (TypeError, ValueError):
        return uuid4()
