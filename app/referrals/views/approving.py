"""The lead records what a party says of the persons (§ 2(1) MediationsG)."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import LEAD, only
from app.cases.actions.moves import Actor
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.labels import N_
from app.referrals.actions import approving
from app.referrals.forms.offers import ApproveForm
from app.referrals.queries import state
from app.referrals.queries.state import Profile
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, Outrun

YES = "yes"


@bp.route("/faelle/<uuid:case_id>/vermittlung/zustimmung/<uuid:party_id>", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def approve(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    label = state.party_label(case_id, party_id)
    only(LEAD, found.head.relations)
    note_reading("ProfilesRead", case_id)
    search = state.search(found.case, clock.now(), names=True)
    if search is None or not search.all_accepted:
        raise NotAllowed(N_("Die Parteien entscheiden, sobald alle Plätze zugesagt sind."))
    people = state.profiles(search.id, clock.today())
    form = _asking_about(people)
    if form.validate_on_submit():
        _record(case_id, party_id, form, by=actor(found))
        return redirect(url_for("referrals.search", case_id=case_id), 303)
    return render_template(
        "referrals/approve.html", file=found.head, party=label, people=people, form=form
    ), 422 if form.errors else 200


def _asking_about(people: list[Profile]) -> ApproveForm:
    """The form; ``Outrun`` if it was sent from a page that had named others."""
    form, named = ApproveForm(), frozenset(one.offer_id for one in people)
    reporting = frozenset(one.offer_id for one in people if one.in_reporting_office)
    if form.is_submitted() and form.offers != named:
        raise Outrun(approving.OTHERS)
    if form.is_submitted() and form.of_reporting_office != reporting:
        raise Outrun(approving.OFFICE)
    form.name(named, of_reporting_office=reporting)
    form.word.choices = _choices(people)
    return form


def _choices(people: list[Profile]) -> list[SelectChoice]:
    yes = _("Stimmt der Person zu") if len(people) == 1 else _("Stimmt beiden Personen zu")
    reporting = [one.name for one in people if one.in_reporting_office]
    if reporting:
        yes = ngettext(
            "%(yes)s und weiß, dass %(names)s in der Stelle arbeitet, die den Fall gemeldet hat",
            "%(yes)s und weiß, dass %(names)s in der Stelle arbeiten, die den Fall gemeldet hat",
            len(reporting),
            yes=yes,
            names=_(" und ").join(reporting),
        )
    refusals = [
        SelectChoice(str(one.offer_id), _("Wünscht jemand anderen statt %(name)s", name=one.name))
        for one in people
    ]
    return [SelectChoice(YES, yes), *refusals]


def _record(case_id: UUID, party_id: UUID, form: ApproveForm, *, by: Actor) -> None:
    word = form.word.data
    if word == YES:
        approving.approve(
            case_id, party_id, by=by, at=clock.now(), shown=form.offers, told=form.of_reporting_office
        )
        flash(_("Die Zustimmung ist festgehalten."))
    else:
        approving.refuse(case_id, party_id, UUID(word), by=by, at=clock.now())
        flash(_("Festgehalten. Die Person ist aus dieser Suche; die Koordinierungsstelle sucht weiter."))
    db.session.commit()
