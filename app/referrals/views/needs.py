"""Coordination or the lead says what the search goes by, and what a party said of a further language."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import save
from app.referrals.actions import needs
from app.referrals.forms.needs import language_form
from app.referrals.queries import languages, wishes
from app.referrals.rules import NEED_COUNTS
from app.referrals.views.blueprint import bp
from app.referrals.views.needing import Need, is_trial, need_of, page, tried
from app.refusals import NotAllowed


@bp.route("/faelle/<uuid:case_id>/vermittlung/bedarf", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def need(case_id: UUID) -> ResponseReturnValue:
    """Every other button changes only the list; „Bedarf speichern“ keeps it."""
    found = _open(case_id)
    shown = need_of(found)
    if not shown.form.validate_on_submit():
        return page(shown)
    if not is_trial() and _saved(shown):
        flash(_("Der Bedarf ist gespeichert. Danach richten sich alle Vorschläge und die Gesamtvermittlung."))
        return redirect(
            url_for("referrals.search" if shown.lists else "referrals.need", case_id=case_id), 303
        )
    return page(shown if shown.form.collided else tried(shown))


@bp.route("/faelle/<uuid:case_id>/vermittlung/bedarf/sprachen", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def ask_language(case_id: UUID) -> ResponseReturnValue:
    """A language that might do as well is a question to the party; its answer is recorded here."""
    found = _open(case_id)
    asked = languages.asked(case_id)
    form = language_form([one.label for one in asked.parties], [one.askable for one in asked.parties])
    if form.validate_on_submit():
        place, code = form.chosen
        word = needs.Word(asked.parties[place].id, code, possible=form.is_possible)
        needs.record_language(case_id, word, by=actor(found), at=clock.now())
        db.session.commit()
        flash(_("Die Antwort ist festgehalten."))
        return redirect(url_for("referrals.ask_language", case_id=case_id), 303)
    return render_template(
        "referrals/ask_language.html", file=found.head, asked=asked, form=form
    ), 422 if form.errors else 200


def _open(case_id: UUID) -> OpenedFile:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    if found.case.status not in NEED_COUNTS:
        raise NotAllowed(needs.OVER)
    note_reading("NeedRead", case_id)
    return found


def _saved(shown: Need) -> bool:
    ids, form, case_id = shown.pool.sources.wanted.party_ids, shown.form, shown.found.case.id
    setting = needs.Setting(
        wishes.wishes_from(form.fields, ids), (form.reason.data or "").strip() or None, form.version.data
    )
    return save(
        form,
        lambda: needs.set_need(case_id, setting, by=actor(shown.found), at=clock.now()),
        saved=lambda: wishes.fields_of(wishes.saved(case_id)[1], ids),
        author=lambda: wishes.author(case_id),
    )
