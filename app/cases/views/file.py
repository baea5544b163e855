"""The case file's first tab, and what is done on it with one button."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import examine, leads, ticks
from app.cases.actions.holding import LEAD, only
from app.cases.forms.boxes import clean
from app.cases.forms.examine import TextsForm
from app.cases.queries import shown
from app.cases.queries.file import OpenedFile
from app.cases.queries.overview import overview
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.status import Verb
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import save
from app.refusals import NotFound


@bp.get("/faelle/<uuid:case_id>")
@requires(Permission.CASE_READ)
def file(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    if found.head.by_lead:
        note_reading("FileRead", case_id)
    page = overview(found, viewer().id, clock.now())
    return render_template("cases/file.html", file=found.head, overview=page, move_urls=_move_urls(case_id))


@bp.post("/faelle/<uuid:case_id>/bestaetigen")
@requires(Permission.CASE_READ)
def confirm(case_id: UUID) -> ResponseReturnValue:
    """Set a tick (decision 42)."""
    found, code = opened(case_id), request.form.get("guard", "")
    if code not in Guard.__members__:
        raise NotFound
    if Guard[code] in TICK_GUARDS and TICK_GUARDS[Guard[code]].documented:
        return redirect(url_for("cases.clear_stage", case_id=case_id), 303)
    ticks.confirm(found.case, Guard[code], by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Bestätigt und im Verlauf festgehalten."))
    return redirect(url_for("cases.file", case_id=case_id), 303)


@bp.post("/faelle/<uuid:case_id>/uebernehmen")
@requires(Permission.CASE_EXAMINE)
def take(case_id: UUID) -> ResponseReturnValue:
    """Become acting lead while the case is examined."""
    found = opened(case_id)
    leads.take(found.case, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Sie haben die vorläufige Fallverantwortung übernommen."))
    return redirect(url_for("cases.file", case_id=case_id), 303)


@bp.route("/faelle/<uuid:case_id>/texte", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def texts(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    note_reading("FileRead", case_id)
    form = TextsForm.editing(shown.texts(found.case))
    if form.validate_on_submit() and _written(found, form):
        flash(_("Die Texte sind gespeichert."))
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return render_template("cases/texts.html", file=found.head, form=form), form.status


def _written(found: OpenedFile, form: TextsForm) -> bool:
    written = examine.Texts(
        internal_note=clean(form.internal_note.data), handover_summary=clean(form.handover_summary.data)
    )
    return save(
        form,
        lambda: examine.write_texts(
            found.case, written, by=viewer().id, at=clock.now(), shown=form.version.data
        ),
        saved=lambda: shown.texts(found.case),
        author=lambda: shown.author(found.head.id, "TextsWritten"),
    )


def _move_urls(case_id: UUID) -> dict[str, str]:
    """Moves that have a page of their own elsewhere: offers are sent where the pair is chosen."""
    elsewhere = {Verb.SEND_OFFERS: "referrals.search"}
    return {
        verb.value: url_for(endpoint, case_id=case_id)
        for verb, endpoint in elsewhere.items()
        if endpoint in current_app.view_functions
    }
