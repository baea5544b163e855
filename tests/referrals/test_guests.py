"""Third persons come only with everybody's word, one by one (§ 2(4) MediationsG)."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.audit.models import TimelineEntry
from app.cases.rules.status import Status
from app.database import db
from app.referrals.actions import alarms, guests, meetings
from app.referrals.appointments import Consensus, GuestKind
from app.referrals.models import MeetingGuest
from app.referrals.queries import appointments
from app.refusals import NotAllowed, NotFound
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, THURSDAY, first, second

AFTER = THURSDAY + timedelta(hours=3)


def _invited(found: at_work.Asked, meeting_id: UUID, name: str = "Dilan Dolmetsch") -> UUID:
    guests.add(found.referral.id, meeting_id, GuestKind.INTERPRETER, name=name, by=first(found), at=make.NOON)
    db.session.commit()
    return db.session.query(MeetingGuest.id).filter_by(meeting_id=meeting_id).scalar()


def _say(found, meeting_id, guest_id, from_id, agreed=True, *, by=None, at=make.NOON) -> None:
    by = by or first(found)
    guests.say(found.referral.id, meeting_id, guest_id, from_id, agreed=agreed, by=by, at=at)
    db.session.commit()


def _all_agree(found, meeting_id, guest_id) -> None:
    for party in at_work.parties(found.case):
        _say(found, meeting_id, guest_id, party.id)
    _say(found, meeting_id, guest_id, found.people[1].id, by=second(found))


def _consensus(found, meeting_id) -> Consensus:
    shown = appointments.one(found.referral.id, meeting_id, make.NOON, disclose=False)
    return shown.guests[0].consensus


def test_a_third_person_waits_until_each_party_and_each_mediator_has_agreed(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id)
    stands = [_consensus(found, meeting_id)]

    for party in at_work.parties(found.case):
        _say(found, meeting_id, guest_id, party.id)
        stands.append(_consensus(found, meeting_id))
    _say(found, meeting_id, guest_id, found.people[1].id, by=second(found))

    assert set(stands) == {Consensus.WAITING}
    assert _consensus(found, meeting_id) is Consensus.AGREED


def test_one_no_is_enough_and_can_be_taken_back(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id)
    _all_agree(found, meeting_id, guest_id)
    party = at_work.parties(found.case)[1]

    _say(found, meeting_id, guest_id, party.id, agreed=False)
    refused = _consensus(found, meeting_id)
    _say(found, meeting_id, guest_id, party.id)

    assert refused is Consensus.REFUSED
    assert _consensus(found, meeting_id) is Consensus.AGREED


def test_nobody_speaks_for_the_other_mediator(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id)

    with pytest.raises(NotAllowed, match="andere Mediator:in selbst"):
        _say(found, meeting_id, guest_id, found.people[1].id)


def test_a_word_of_somebody_who_has_none_here_is_not_taken(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id)
    stranger = make.party(make.case(town), position=4)

    for from_id in (stranger.id, found.people[2].id):
        with pytest.raises(NotFound):
            _say(found, meeting_id, guest_id, from_id)


def test_of_a_pretalk_the_other_party_needs_not_be_asked(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    party, other = at_work.parties(found.case)
    meeting_id = meeting.planned(found, party_id=party.id)
    guest_id = _invited(found, meeting_id)

    _say(found, meeting_id, guest_id, party.id)
    _say(found, meeting_id, guest_id, found.people[1].id, by=second(found))

    assert _consensus(found, meeting_id) is Consensus.AGREED
    with pytest.raises(NotFound):
        _say(found, meeting_id, guest_id, other.id)


def test_without_everybodys_word_the_appointment_is_neither_confirmed_nor_held(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id)

    with pytest.raises(NotAllowed, match="noch nicht alle einverstanden"):
        alarms.confirm(found.referral.id, meeting_id, by=first(found), at=ASKED)
    with pytest.raises(NotAllowed, match="fehlt noch ein Einverständnis"):
        meetings.report(found.referral.id, meeting_id, held=True, minutes=90, by=first(found), at=AFTER)
    db.session.rollback()

    guests.remove(found.referral.id, meeting_id, guest_id, by=first(found), at=AFTER)
    meetings.report(found.referral.id, meeting_id, held=True, minutes=90, by=first(found), at=AFTER)
    assert meeting.row(meeting_id).held is True


def test_with_everybodys_word_it_is(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    _all_agree(found, meeting_id, _invited(found, meeting_id))

    alarms.confirm(found.referral.id, meeting_id, by=first(found), at=ASKED)
    meetings.report(found.referral.id, meeting_id, held=True, minutes=90, by=first(found), at=AFTER)

    assert meeting.row(meeting_id).held is True


def test_the_successor_of_a_mediator_has_to_agree_anew(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    _all_agree(found, meeting_id, _invited(found, meeting_id))
    leaving = found.offer(found.people[1])

    leaving.person_id = found.people[2].id  # somebody else sits there now
    db.session.commit()

    assert _consensus(found, meeting_id) is Consensus.WAITING


def test_the_timeline_names_kinds_and_never_a_third_person(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    guest_id = _invited(found, meeting_id, "Dilan Dolmetsch")
    _all_agree(found, meeting_id, guest_id)
    guests.remove(found.referral.id, meeting_id, guest_id, by=first(found), at=make.NOON)
    db.session.commit()

    entries = db.session.query(TimelineEntry).filter(TimelineEntry.kind.startswith("Guest")).all()

    kinds = [entry.kind for entry in entries]
    assert sorted(set(kinds)) == ["GuestAdded", "GuestAgreed", "GuestRemoved"]
    assert "Dilan" not in str([entry.facts for entry in entries])
    assert "Dolmetscher:in" in str([entry.facts for entry in entries])


def test_the_second_click_brings_nobody_twice(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    _invited(found, meeting_id)
    _invited(found, meeting_id)

    assert db.session.query(MeetingGuest).count() == 1


@pytest.mark.parametrize(("name", "sentence"), [("  ", "Bitte nennen Sie den Namen."), ("Ali", "Mehr als 6")])
def test_who_cannot_come_along_is_refused_on_the_page_itself(
    town: make.Town, browser: Browser, name: str, sentence: str
) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    for number in range(6):
        guests.add(
            found.referral.id, meeting_id, GuestKind.SUPPORT, name=f"{number}", by=first(found), at=make.NOON
        )
    window = browser.as_(first(found))
    address = f"/meine-faelle/{found.referral.id}/termine/{meeting_id}/personen/neu"

    page = window.submit(window.get(address), {"kind": "OBSERVER", "name": name})

    assert page.status_code == 422
    assert sentence in page.main
    assert f'value="{name}"' in page.response.text
    assert db.session.query(MeetingGuest).count() == 6
