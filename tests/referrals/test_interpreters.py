"""Interpreters at a case: planned by coordination, named by the mediators; lay people in pre-talks only."""

import pytest

from app.audit.models import TimelineEntry
from app.cases.rules.status import Status
from app.database import db
from app.mediators.actions import people as pool
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.referrals.actions import guests, interpreters
from app.referrals.appointments import GuestKind
from app.referrals.matching.wishes import PartyWishes, Speech, Wishes
from app.referrals.models import CaseInterpreter, MeetingGuest
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting
from tests.referrals.comparing import neighbour
from tests.referrals.meeting import first
from tests.referrals.needing import ids_of, set_need

SEES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}


def interpreter(name: str = "Haile", spoken: str = "de C1, ar C2", *, lay: bool = False, **own) -> PoolPerson:
    how = Interpreting.LAY if lay else Interpreting.PROFESSIONAL
    return at_work.mediator(name, spoken, kind=Kind.INTERPRETER, interpreting=how, phone="0171 22", **own)


def planned(found: at_work.Asked, town: make.Town, who: PoolPerson) -> None:
    interpreters.plan(found.case.id, who.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()


def path_of(case_id) -> str:
    return f"/faelle/{case_id}/vermittlung/sprachmittlung"


def test_coordination_plans_somebody_and_the_mediators_read_how_to_reach_her(town, browser: Browser):
    found = meeting.mediating(town)
    interpreter("Haile")
    interpreter("Laie", lay=True)
    interpreter("Ohne", "de C1, pl C2")
    window = browser.as_(town.coordinator)
    page = window.get(path_of(found.case.id))
    assert "beruflich: in allen Gesprächen" in page.main and "Laie: nur in Vorgesprächen" in page.main
    assert "Mina Ohne" not in page.main

    page = window.submit(page, button="Vorsehen Mina Haile")

    assert "Vorgesehen. Die Mediator:innen können die Person jetzt zu ihren Terminen nennen." in page.text
    work = browser.as_(first(found), sees=SEES).get(f"/meine-faelle/{found.referral.id}")
    assert (
        "Mina Haile" in work.main and "0171 22" in work.main and "beruflich, in allen Gesprächen" in work.main
    )
    assert "Mina Haile" in browser.as_(town.lead).get(path_of(found.case.id)).main
    page = window.submit(window.get(path_of(found.case.id)), button="Herausnehmen Mina Haile")
    assert db.session.query(CaseInterpreter).one().ended_at is not None


def test_a_lay_interpreter_comes_to_a_pre_talk_and_never_to_a_session(town, browser: Browser):
    found, laie = meeting.mediating(town, Status.PREP), interpreter("Laie", lay=True)
    planned(found, town, laie)
    window = browser.as_(first(found), sees=SEES | {"meeting_guests.name"})
    base = f"/meine-faelle/{found.referral.id}/termine"
    talk = meeting.planned(found, party_id=at_work.parties(found.case)[0].id)
    form = window.get(f"{base}/{talk}/personen/neu")

    page = window.submit(form, {"planned": str(laie.id)}, button="Person vorsehen")

    assert "Laien-Sprachmittler:in: Mina Laie" in page.main
    found.case.status = Status.MEDIATION
    session = meeting.planned(found, meeting.FRIDAY)
    form = window.get(f"{base}/{session}/personen/neu")
    page = window.submit(form, {"planned": str(laie.id)}, button="Person vorsehen")
    assert page.status_code == 422 and "Laien dolmetschen nur in Vorgesprächen" in page.main
    own = {"name": "X", "by": first(found), "at": make.NOON}
    with pytest.raises(NotAllowed, match="beruflich dolmetscht"):
        guests.add(found.referral.id, session, GuestKind.LAY_INTERPRETER, **own)


def test_who_leaves_the_pool_comes_to_no_appointment_any_more(town: make.Town):
    found, who = meeting.mediating(town), interpreter()
    planned(found, town, who)
    session = meeting.planned(found)
    own = {"name": who.name, "by": first(found), "at": make.NOON, "person_id": who.id}
    guests.add(found.referral.id, session, GuestKind.INTERPRETER, **own)
    db.session.commit()

    pool.end(who.id, by=town.coordinator.id, at=make.later(hours=1))
    db.session.commit()

    assert db.session.query(MeetingGuest).count() == 0
    told = [one.kind for one in db.session.query(TimelineEntry).filter_by(case_id=found.case.id)]
    assert told.count("InterpreterPlanned") == told.count("InterpreterDropped") == 1


def test_nobody_interprets_who_may_know_a_party(town, browser: Browser):
    found, who = meeting.mediating(town), interpreter("Nachbar")
    neighbour(who, found.case)

    page = browser.as_(town.coordinator).get(path_of(found.case.id))

    assert "möglicher Konflikt oder noch nicht prüfbar" in page.main and "Vorsehen" not in page.main
    with pytest.raises(NotAllowed, match="Interessenkonflikt möglich"):
        planned(found, town, who)


def test_planned_twice_is_planned_once_and_a_stranger_sees_no_such_page(town, browser: Browser):
    found, who = meeting.mediating(town), interpreter()
    planned(found, town, who)
    planned(found, town, who)

    assert db.session.query(CaseInterpreter).count() == 1
    assert browser.as_(town.reporter).get(path_of(found.case.id)).status_code == 404
    mediator = f"{path_of(found.case.id)}/{found.people[0].id}/vorsehen"
    assert browser.as_(town.coordinator).post(mediator).status_code == 404


@pytest.mark.parametrize(
    ("lay", "step"),
    [
        (False, "Sprachen, Stufe 3 von 6: Mit professioneller Sprachmittlung"),
        (True, "Sprachen, Stufe 4 von 6: Mit Laien-Sprachmittlung, nur in Vorgesprächen"),
        (None, "Sprachen, Stufe 6 von 6: Bei Nachbarn oder im Landespool"),
    ],
)
def test_the_match_page_says_on_which_step_a_pair_stands(town, browser: Browser, lay, step):
    at_work.mediator("Adler", "de C2")
    at_work.mediator("Bruns", "de C2")
    case = at_work.searching(town)
    if lay is not None:
        interpreter(lay=lay)
    set_need(case, town, Wishes(parties={ids_of(case)[1]: PartyWishes(speech=Speech.INTERPRETER)}))

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung").main

    assert step in page
    assert ("für die Sitzung fehlt eine professionelle" in page) is (lay is True)
