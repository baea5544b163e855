"""A party takes its consent back: who relied on it sees nothing from then on; what waits is called off."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.cases.actions import moving
from app.cases.actions.consents import record
from app.cases.actions.moves import Actor
from app.cases.models import Case, Handover, Party
from app.cases.rules.answers import Answers
from app.cases.rules.basis import Basis
from app.cases.rules.consent import FIRST_PART, Purpose, Said
from app.cases.rules.disclosure import Ground
from app.cases.rules.outcomes import Outcome
from app.cases.rules.statements import Statement
from app.cases.rules.status import Status, Verb, Who
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Recipient
from app.feedback.actions.checks import record as record_check
from app.feedback.models import FollowUpCheck
from app.feedback.queries.links import recipients
from app.feedback.rules.checks import Check, CheckResult
from app.municipalities.rules import OfficeKind
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.referrals.actions import approving, guests
from app.referrals.appointments import Consensus, GuestKind
from app.referrals.models import MeetingGuest
from app.referrals.queries import appointments
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed
from app.transfers.rules import TransferStatus
from tests import make
from tests.browser import Browser
from tests.conferences import calling
from tests.feedback import after
from tests.referrals import at_work, meeting
from tests.referrals.meeting import first
from tests.transfers.handed import led, offered

SEES = {"parties.name", "parties.phone", "parties.email", "parties.address", "cases.handover_summary"}
SOON = make.later(hours=1)


def party(case: Case, position: int = 0) -> Party:
    return at_work.parties(case)[position]


def takes_back(town: make.Town, case: Case, *purposes: Purpose, at: datetime = SOON) -> None:
    make.take_back(party(case), *purposes, by=town.lead, at=at)
    db.session.expire_all()


def mails(*kinds: Kind) -> set[Delivery]:
    db.session.expire_all()
    query = sa.select(Notification.status).where(Notification.kind.in_(kinds))
    return set(db.session.scalars(query))


@pytest.mark.parametrize("purpose", [Purpose.TAKE_PART, Purpose.MEDIATORS])
def test_nobody_is_asked_any_more_and_no_mail_of_it_goes_out(town: make.Town, purpose: Purpose) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    takes_back(town, found.case, purpose)

    assert {found.offer(person).status for person in found.people} == {OfferStatus.WITHDRAWN}
    assert {found.offer(person).reason for person in found.people} == {Reason.CONSENT}
    assert mails(Kind.OFFER, Kind.OFFER_CHECK) == {Delivery.SKIPPED}


def test_names_in_a_check_are_gone_on_the_next_request(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])
    window = browser.as_(found.people[0].user_id, sees={"parties.name"})
    path = f"/anfragen/{found.offer(found.people[0]).id}"
    names = [one.name for one in at_work.parties(found.case)]
    before = window.get(path)

    takes_back(town, found.case, Purpose.MEDIATORS)

    assert [name in before.main for name in names] == [True, True]
    assert not [name for name in names if name in window.get(path).text]
    assert window.post(f"{path}/erklaerung", {"known": "NO"}).status_code in {404, 409, 422}


@pytest.mark.parametrize("purpose", [Purpose.TAKE_PART, Purpose.MEDIATORS])
def test_mediators_at_work_see_nothing_on_the_next_request(
    town: make.Town, browser: Browser, purpose: Purpose
) -> None:
    found = meeting.mediating(town)
    window = browser.as_(found.people[0].user_id, sees=SEES)
    phone = party(found.case, 1).phone
    path = f"/meine-faelle/{found.referral.id}"
    before = window.get(path)

    takes_back(town, found.case, purpose)

    assert phone in before.main
    closed = browser.as_(found.people[0].user_id).get(path)
    assert "liegt nicht mehr vor" in closed.main
    assert browser.as_(found.people[0].user_id).get(f"{path}/termine/neu").status_code in {403, 404, 409}


def test_given_anew_it_opens_the_case_to_those_who_kept_their_seat(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    takes_back(town, found.case)
    make.consent(party(found.case), *FIRST_PART, at=make.later(hours=2))

    page = browser.as_(found.people[0].user_id, sees=SEES).get(f"/meine-faelle/{found.referral.id}")

    assert party(found.case, 1).phone in page.main


@pytest.mark.parametrize("purpose", [Purpose.FOLLOW_UP, Purpose.OFFICE, Purpose.PHONE, Purpose.MUNICIPALITY])
def test_another_purpose_leaves_the_mediation_alone(
    town: make.Town, browser: Browser, purpose: Purpose
) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    takes_back(town, found.case, purpose)

    page = browser.as_(found.people[0].user_id, sees=SEES).get(f"/meine-faelle/{found.referral.id}")
    assert party(found.case, 1).name in page.main
    assert {found.offer(person).status for person in found.people[:2]} == {OfferStatus.ACCEPTED}
    assert mails(Kind.MEETING_PLANNED) == {Delivery.WAITING}


def test_a_way_that_is_not_wanted_is_not_shown_to_mediators(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    one = party(found.case)
    phone, email = one.phone, one.email

    takes_back(town, found.case, Purpose.PHONE)

    page = browser.as_(found.people[0].user_id, sees=SEES).get(f"/meine-faelle/{found.referral.id}")
    assert (phone in page.text, email in page.text) == (False, True)


def test_the_word_on_an_interpreter_goes_with_it(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    where = (found.referral.id, meeting_id)
    for kind in (GuestKind.INTERPRETER, GuestKind.OBSERVER):
        guests.add(*where, kind, name="Dilan D.", by=first(found), at=make.NOON)
    ids = {one.kind: one.id for one in db.session.query(MeetingGuest)}
    for guest_id in ids.values():
        guests.say(*where, guest_id, party(found.case).id, agreed=True, by=first(found), at=make.NOON)
    db.session.commit()

    takes_back(town, found.case, Purpose.INTERPRETER)

    shown = {one.id: one for one in appointments.one(*where, SOON, disclose=False).guests}
    assert shown[ids[GuestKind.INTERPRETER]].consensus is Consensus.REFUSED
    assert shown[ids[GuestKind.OBSERVER]].consensus is not Consensus.REFUSED
    with pytest.raises(NotAllowed, match="Dolmetschende"):
        guests.say(
            *where, ids[GuestKind.INTERPRETER], party(found.case).id, agreed=True, by=first(found), at=SOON
        )


def test_offices_that_were_invited_on_consent_see_nothing(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    make.all_consent(case, Purpose.OFFICE)
    conference = calling.called(town, case)
    by_consent = calling.invited(town, conference, ground=Ground.CONSENT)
    by_law = calling.invited(town, conference, OfficeKind.YOUTH)
    window = browser.as_(calling.member(town, OfficeKind.PUBLIC_ORDER), sees={"share", "place"})
    path = calling.path(conference.id)
    assert window.get(path).status_code == 200

    takes_back(town, case, Purpose.OFFICE)

    assert window.get(path).status_code == 404
    assert (by_consent.withdrawn_at, by_law.withdrawn_at) == (SOON, None)
    entries = db.session.query(DisclosureEntry).filter_by(recipient_kind=Recipient.OFFICE).all()
    assert {(row.basis, row.ended_at) for row in entries} == {
        (Basis.CONSENT, SOON),
        (Basis.TASK_LAW, None),
    }


def test_taking_part_is_no_consent_to_other_offices(town: make.Town) -> None:
    case = calling.case(town)
    make.all_consent(case, *FIRST_PART)
    conference = calling.called(town, case)

    with pytest.raises(NotAllowed, match="Weitergabe an eine andere Stelle"):
        calling.invited(town, conference, ground=Ground.CONSENT)


def test_a_hand_over_on_consent_falls_and_one_on_law_stays(town: make.Town, browser: Browser) -> None:
    by_consent, by_law = led(town), led(town)
    found = offered(town, by_consent)
    stays = offered(town, by_law, basis=Basis.TASK_LAW)

    for case in (by_consent, by_law):
        takes_back(town, case, Purpose.OFFICE)

    assert (found.status, stays.status) == (TransferStatus.WITHDRAWN, TransferStatus.OFFERED)
    page = browser.as_(town.reporter).post(f"/uebergaben/{found.id}/annehmen")
    assert page.status_code in {404, 409}


def test_whoever_takes_it_back_is_handed_no_questionnaire(town: make.Town) -> None:
    case = after.closed(town)
    before = [one.label for one in recipients(case)]

    takes_back(town, case, Purpose.FOLLOW_UP)

    assert before[:2] == ["Partei A", "Partei B"]
    assert [one.label for one in recipients(case)][0] == "Partei B"
    with pytest.raises(NotAllowed, match="die gefragt werden möchten"):
        after.link(town, case, 0)


def test_with_the_last_who_may_be_asked_the_checks_fall_away(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)
    takes_back(town, case, Purpose.FOLLOW_UP)
    asked = browser.as_(town.lead).get(f"/faelle/{case.id}/nachsorge").main

    make.take_back(party(case, 1), by=town.lead, at=SOON)

    checks = db.session.query(FollowUpCheck).filter_by(case_id=case.id).all()
    assert "Gefragt werden möchten: Partei B." in asked
    assert {(one.check, one.result) for one in checks} == {(Check.FIRST, None), (Check.SECOND, None)}


def test_nobody_is_asked_afterwards_who_has_not_said_so(town: make.Town, browser: Browser) -> None:
    case = make.case(town, status=Status.FOLLOWUP)
    make.lead(case, town.lead)
    make.all_consent(case, Purpose.TAKE_PART, Purpose.MEDIATORS)

    with pytest.raises(NotAllowed, match="Keine Partei möchte"):
        record_check(
            case,
            Check.FIRST,
            CheckResult.HOLDS,
            check_id=make.uuid4(),
            by=after.as_lead(town),
            at=make.NOON,
        )
    assert "Keine Partei hat zugestimmt" in browser.as_(town.lead).get(f"/faelle/{case.id}/nachsorge").main


def test_a_child_that_says_no_binds_while_people_are_asked(town: make.Town) -> None:
    found = at_work.asked(town)
    child = make.party(found.case, position=2, minor=True)
    db.session.commit()

    no = Statement(id=make.uuid4(), answers={Purpose.TAKE_PART: Said.NO}, day=SOON.date())
    record(found.case, child.id, no, by=at_work.lead(town), at=SOON)
    db.session.commit()

    assert {found.offer(person).reason for person in found.people} == {Reason.CONSENT}


def test_persons_are_approved_only_while_everybody_consents(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    make.consent(party(found.case, 1), Purpose.MEDIATORS, said=Said.WITHDRAWN, at=SOON)

    with pytest.raises(NotAllowed, match="Es fehlt noch die Einwilligung"):
        approving.approve(found.case.id, party(found.case).id, by=at_work.lead(town), at=SOON)


def test_a_case_goes_to_another_body_on_recorded_consent_only(town: make.Town) -> None:
    case = led(town, status=Status.CLARIFY)
    make.consent(party(case, 1), Purpose.OFFICE, said=Said.WITHDRAWN, at=SOON)
    by = Actor(town.coordinator.id, frozenset({Who.COORDINATION}))
    answers = Answers(outcome=Outcome.REF_ADVICE, body="Schuldnerberatung", basis=Ground.CONSENT)

    with pytest.raises(NotAllowed, match="Partei B"):
        moving.make(case, Verb.REFER_ON, answers, version=None, by=by, at=SOON)
    db.session.rollback()
    make.consent(party(case, 1), Purpose.OFFICE, at=make.later(hours=2))
    moving.make(case, Verb.REFER_ON, answers, version=None, by=by, at=make.later(hours=3))

    assert db.session.query(Handover).one().by_consent is True
