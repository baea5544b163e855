"""Who is told what about a case."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.cases import events
from app.cases.models import LeadKind
from app.cases.rules.status import Flag, Status, Verb
from app.database import db
from app.notifications.handlers import cases as told
from app.notifications.models import Notification
from tests import make


def happened(kind, case, **values):
    return kind(case_id=case.id, actor_id=values.pop("by", None), at=make.NOON, **values)


def heard():
    """Who heard what, as pairs."""
    rows = db.session.execute(sa.select(Notification.user_id, Notification.kind))
    return {(user_id, kind.value) for user_id, kind in rows}


def test_a_report_is_confirmed_and_coordination_hears_of_it(town):
    case = make.case(town)

    told.case_reported(happened(events.CaseReported, case, by=town.reporter.id, number=case.number))

    assert heard() == {
        (town.reporter.id, "REPORT_RECEIVED"),
        (town.coordinator.id, "CASE_NEW"),
        (town.colleague.id, "CASE_NEW"),
    }


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        (Status.TRIAGE, Status.ACCEPTED, True),
        (Status.ACCEPTED, Status.CONTACT, True),
        (Status.CONTACT, Status.MATCHING, False),
        (Status.MEDIATION, Status.FOLLOWUP, False),
        (Status.CONTACT, Status.PAUSED, False),
        (Status.PAUSED, Status.CONTACT, False),
        (Status.PAUSED, Status.CLOSED, True),
        (Status.FOLLOWUP, Status.CLOSED, True),
    ],
)
def test_the_reporter_hears_only_of_the_coarse_status(town, before, after, is_told):
    paused = {"paused_from": before} if after is Status.PAUSED else {}
    case = make.case(town, status=after, **paused)
    event = happened(events.CaseMoved, case, verb=Verb.ACCEPT, before=before, status=after)

    told.case_moved(event)

    assert heard() == ({(town.reporter.id, "STATUS_CHANGED")} if is_told else set())


def test_a_withdrawn_consent_reaches_lead_and_coordination(town):
    case = make.case(town, status=Status.MATCHING)
    make.lead(case, town.lead)
    party_id = make.party(case, position=5).id

    told.consent_withdrawn(happened(events.ConsentWithdrawn, case, party_id=party_id, party="Partei A"))

    assert {who for who, _ in heard()} == {town.lead.id, town.coordinator.id, town.colleague.id}


def test_whoever_examines_a_report_hears_that_it_is_withdrawn(town):
    case = make.case(town, status=Status.CLOSED)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)
    values = {"verb": Verb.WITHDRAW_REPORT, "before": Status.TRIAGE, "status": Status.CLOSED}

    told.case_moved(happened(events.CaseMoved, case, by=town.reporter.id, **values))

    assert heard() == {(who.id, "REPORT_WITHDRAWN") for who in (town.coordinator, town.colleague)}


def test_danger_reaches_everybody_who_must_act_but_who_said_so(town):
    case = make.case(town, status=Status.PAUSED)
    make.lead(case, town.lead)
    in_team = make.user(name="Kira Krise", role=Role.MANAGEMENT)
    db.session.query(Membership).filter_by(user_id=in_team.id).update({"crisis_team": True})

    told.protection_needed(happened(events.ProtectionNeeded, case, by=town.coordinator.id, flag=Flag.CRISIS))

    assert heard() == {(who.id, "PROTECTION") for who in (town.lead, town.colleague, in_team)}


def test_danger_is_told_again_when_it_comes_again(town):
    case = make.case(town, status=Status.PAUSED)
    make.lead(case, town.lead)

    for at in (make.NOON, make.later(hours=1)):
        told.protection_needed(
            events.ProtectionNeeded(case_id=case.id, actor_id=None, at=at, flag=Flag.CRISIS)
        )

    assert db.session.query(Notification).filter_by(user_id=town.lead.id).count() == 2


def test_whoever_names_herself_lead_is_not_told(town):
    case = make.case(town, status=Status.ACCEPTED)
    values = {"user_id": town.coordinator.id, "contact_possible": True}

    told.lead_named(happened(events.LeadNamed, case, by=town.coordinator.id, **values))

    assert heard() == set()


def test_telling_twice_writes_one_line(town):
    case = make.case(town)
    event = happened(events.CaseReported, case, by=town.reporter.id, number=case.number)

    told.case_reported(event)
    told.case_reported(event)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notification)) == 3
