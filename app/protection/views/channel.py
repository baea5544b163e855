"""The channel itself: entries, the steps of the protection with their days, its end."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.accounts.queries import names
from app.audit import queries as audit
from app.audit.kinds import without_values
from app.editing import tried
from app.localtime import Note
from app.protection.actions import writing
from app.protection.forms import FORMS, EndForm, NoteForm, StepForm, YouthOfficeForm
from app.protection.queries import channels
from app.protection.queries.access import Entered
from app.protection.queries.people import leads_of
from app.protection.rules import Step
from app.protection.views.blueprint import bp
from app.protection.views.entering import entered
from app.refusals import NotFound
from app.translation import in_words


@bp.get("/schutzkanaele")
@requires(Permission.PROTECTION_READ)
def own() -> ResponseReturnValue:
    return render_template("protection/own.html", rows=channels.own(viewer(), clock.now()))


@bp.route("/schutzkanal/<uuid:channel_id>", methods=["GET", "POST"])
@requires(Permission.PROTECTION_READ)
def channel(channel_id: UUID) -> ResponseReturnValue:
    found, form = entered(channel_id), NoteForm.fresh()
    if form.validate_on_submit() and _done(found, form):
        flash(_("Der Eintrag ist festgehalten. Nur wer hier eingelassen ist, liest ihn."))
        return _back(channel_id)
    page = channels.page(found, viewer())
    waiting = _successor(found, page) if page.in_charge and page.is_open else None
    accesses = _accesses(found) if found.full else []
    return render_template(
        "protection/channel.html", page=page, form=form, waiting=waiting, accesses=accesses
    ), 422 if form.errors else 200


@bp.route("/schutzkanal/<uuid:channel_id>/schritt/<string:step>", methods=["GET", "POST"])
@requires(Permission.PROTECTION_READ)
def step(channel_id: UUID, step: str) -> ResponseReturnValue:
    found, here = entered(channel_id), _step(step)
    (writing.only_in_charge if here is Step.END else writing.only_full)(found)
    form = FORMS[here].dated(clock.today())
    if isinstance(form, YouthOfficeForm):
        form.offer(channels.party_labels(found.case.id))
    if form.validate_on_submit() and _done(found, form):
        flash(_("Festgehalten, mit Tag und Ihrem Namen."))
        return _back(channel_id)
    return render_template(
        "protection/step.html", channel_id=channel_id, step=here, form=form, is_open=found.is_open
    ), 422 if form.errors else 200


def _done(found: Entered, form: NoteForm | StepForm) -> bool:
    """Whether it was written down; else the form says why not."""

    def deed() -> None:
        if isinstance(form, EndForm):
            writing.end(found, form.entry, form.chosen, by=viewer().id, at=clock.now())
        else:
            writing.write(found, form.entry, by=viewer().id, at=clock.now())

    return tried(form, deed)


def _step(written: str) -> Step:
    if written not in set(Step):
        raise NotFound
    return Step(written)


def _successor(found: Entered, page: channels.ChannelPage) -> str | None:
    """Who leads the case now and reads nothing here."""
    reading = {line.user_id for line in page.readers if line.ended_at is None}
    leads = leads_of(found.case.id, clock.now())
    return next((name for user_id, name in leads if user_id not in reading), None)


def _accesses(found: Entered) -> list[tuple[audit.Access, str | None, str]]:
    lines = audit.guarded(found.case.id, found.channel.id)
    people = names({line.actor_id for line in lines if line.actor_id})
    return [
        (
            line,
            people.get(line.actor_id) if line.actor_id else None,
            in_words(Note(*without_values(line.kind))),
        )
        for line in lines
    ]


def _back(channel_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("protection.channel", channel_id=channel_id), 303)
