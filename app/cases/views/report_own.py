"""Pages of the own reports: what became of them, and what their writer can still do."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.actions import report_follow as actions
from app.cases.forms.report_follow import AnswerForm, NamesForm, WithdrawForm, names_form
from app.cases.queries import own_reports as queries
from app.cases.queries import report as drafts
from app.cases.queries.access import open_report
from app.cases.rules.report import MOST_PARTIES
from app.cases.views.blueprint import bp
from app.database import db, writing
from app.editing import Difference
from app.labels import N_
from app.refusals import NotAllowed, Outrun
from app.translation import in_words
from app.versions import seal


@bp.get("/meldungen", endpoint="own_reports")
@requires(Permission.REPORT_WRITE)
def index() -> ResponseReturnValue:
    after = _uuid(request.args.get("nach"))
    reports, more = queries.own_reports(viewer(), clock.now(), after=after)
    return render_template(
        "cases/own_reports.html",
        reports=reports,
        drafts=[] if after else drafts.open_drafts(viewer().id),
        next_url=url_for("cases.own_reports", nach=reports[-1].id) if more else None,
        first_url=url_for("cases.own_reports") if after else None,
    )


@bp.get("/meldungen/<uuid:case_id>")
@requires(Permission.REPORT_WRITE)
def own_report(case_id: UUID) -> ResponseReturnValue:
    open_report(case_id, viewer())
    with writing():
        trail.log("OwnReportRead", by=viewer().id, at=clock.now(), case_id=case_id)
    return _page(case_id)


@bp.post("/meldungen/<uuid:case_id>/antworten")
@requires(Permission.REPORT_WRITE)
def answer_question(case_id: UUID) -> ResponseReturnValue:
    case, form = open_report(case_id, viewer()), AnswerForm()
    if not form.validate_on_submit():
        return _page(case_id, form), 422
    try:
        actions.answer(case, form.answer.data, by=viewer().id, at=clock.now(), shown=form.version.data)
    except Outrun:
        db.session.rollback()
        return _outrun(case_id, form)
    except NotAllowed as refusal:
        db.session.rollback()
        flash(in_words(refusal), "warning")
        return _back(case_id)
    db.session.commit()
    flash(_("Ihre Antwort ist bei der Koordinierungsstelle. Die Prüfung geht weiter."), "success")
    return _back(case_id)


@bp.route("/meldungen/<uuid:case_id>/namen", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def add_names(case_id: UUID) -> ResponseReturnValue:
    case = open_report(case_id, viewer())
    parties = queries.nameless_parties(case_id)
    agreeing = [party for party in parties if party.agrees]
    form = names_form((party.position for party in agreeing), queries.wanted(parties))
    if agreeing and form.validate_on_submit() and _named(case_id, form, parties):
        flash(_("Danke. Die Angaben sieht nur, wer für den Fall verantwortlich ist."), "success")
        return _back(case_id)
    return render_template(
        "cases/add_names.html",
        number=case.number,
        case_id=case_id,
        form=form,
        agreeing=agreeing,
        waiting=[party.label for party in parties if not party.agrees],
    ), form.status


@bp.route("/meldungen/<uuid:case_id>/zurueckziehen", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def withdraw_report(case_id: UUID) -> ResponseReturnValue:
    case, form = open_report(case_id, viewer()), WithdrawForm()
    if form.validate_on_submit():
        actions.withdraw(case, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Ihre Meldung ist zurückgezogen, der Fall ist abgeschlossen."), "success")
        return _back(case_id)
    refusal = actions.refusal_to_withdraw(case)
    return render_template(
        "cases/withdraw_report.html", number=case.number, case_id=case_id, form=form, refusal=refusal
    )


def _named(case_id: UUID, form: NamesForm, parties: list[queries.Nameless]) -> bool:
    """Whether they were named; else the page says which of them somebody has named meanwhile."""
    case, seen = open_report(case_id, viewer()), form.version.data
    try:
        actions.add_names(case, form.contacts(), by=viewer().id, at=clock.now(), shown=seen)
    except Outrun:
        db.session.rollback()
        waiting = queries.wanted(parties)
        gone = [place for place in range(MOST_PARTIES) if str(place) not in waiting["parties"]]
        form.overtaken(waiting, names_form(gone, waiting))
        return False
    db.session.commit()
    return True


def _outrun(case_id: UUID, form: AnswerForm) -> ResponseReturnValue:
    """The question isn't open any more; what was typed is shown beside what stands there now."""
    report = queries.own_report(case_id, viewer(), clock.now())
    if report.last_answer == form.answer.data:  # sent twice
        flash(_("Ihre Antwort ist bei der Koordinierungsstelle. Die Prüfung geht weiter."), "success")
        return _back(case_id)
    question = report.open_question
    beside = (
        Difference(N_("Rückfrage"), question.text, form.answer.data)
        if question
        else Difference(N_("Ihre Antwort"), report.last_answer or _("nichts"), form.answer.data)
    )
    form.outrun((beside,), seal(queries.asked(question.id if question else None)))
    return _page(case_id, form), form.status


def _page(case_id: UUID, form: AnswerForm | None = None) -> str:
    report = queries.own_report(case_id, viewer(), clock.now())
    question = report.open_question
    shown = queries.asked(question.id if question else None)
    form = form or AnswerForm(formdata=None, data={"version": seal(shown)})
    return render_template("cases/own_report.html", report=report, form=form)


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("cases.own_report", case_id=case_id), 303)


def _uuid(written: str | None) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError:
        return None
