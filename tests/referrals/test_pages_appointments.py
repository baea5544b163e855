"""The mediators' pages of an appointment: warned, confirmed, moved, cancelled, reported."""

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.audit.models import AccessEntry
from app.cases.rules.status import Status
from app.database import db
from app.referrals import jobs
from app.referrals.models import Meeting, MeetingConfirmation
from tests import make
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, FRIDAY, SILENT, THURSDAY, first, second
from tests.referrals.releasing import PREVIEW, told

NAMES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
SEES = NAMES | {"meetings.room", "meetings.link", "meeting_guests.name"}


def _base(found: at_work.Asked) -> str:
    return f"/meine-faelle/{found.referral.id}"


def _one() -> Meeting:
    db.session.expire_all()
    return db.session.query(Meeting).one()


def test_an_appointment_is_entered_with_a_room_that_only_its_people_see(town, browser):
    found = meeting.mediating(town)
    window = browser.as_(first(found), sees=SEES)
    room = make.canary("meetings.room")

    typed = {"day": "2026-03-05", "starts": "17:00", "place": "room", "room": room}
    page = window.submit(window.get(f"{_base(found)}/termine/neu"), typed, button="Termin eintragen")

    assert "Do 05.03., 17:00–19:00" in page.main
    other = browser.as_(second(found), sees=SEES).get(f"{_base(found)}/termine/{_one().id}")
    assert room in other.main
    assert "Am Di 03.03., 08:30 fragen wir Sie beide" in other.main
    assert db.session.query(AccessEntry).filter_by(kind="MeetingsRead").count() == 1


def test_a_warning_is_shown_once_and_goes_on_after_a_tick(town, browser):
    found = meeting.mediating(town)
    meeting.planned(meeting.mediating(town), room="Raum 1")
    window = browser.as_(first(found), sees=SEES)
    typed = {"day": "2026-03-05", "starts": "17:30", "place": "room", "room": "Raum 1"}

    warned = window.submit(window.get(f"{_base(found)}/termine/neu"), typed, button="Termin eintragen")

    assert warned.status_code == 422
    assert "An diesem Ort ist zu dieser Zeit schon ein Termin eingetragen." in warned.main
    assert 'value="Raum 1"' in warned.response.text  # nothing that was typed is lost
    assert db.session.query(Meeting).filter_by(case_id=found.case.id).count() == 0

    done = window.submit(warned, {"anyway": "y"}, button="Termin eintragen")
    assert "Do 05.03., 17:30" in done.main


def test_a_tick_for_one_warning_is_none_for_another(town, browser):
    found = meeting.mediating(town)
    other = meeting.mediating(town)
    meeting.planned(other, room="Raum 1")
    meeting.planned(other, FRIDAY, room="Raum 1")
    window = browser.as_(first(found), sees=SEES)
    typed = {"day": "2026-03-05", "starts": "17:30", "place": "room", "room": "Raum 1"}
    warned = window.submit(window.get(f"{_base(found)}/termine/neu"), typed, button="Termin eintragen")

    again = window.submit(warned, {"anyway": "y", "day": "2026-03-06"}, button="Termin eintragen")

    assert again.status_code == 422
    assert db.session.query(Meeting).filter_by(case_id=found.case.id).count() == 0


def test_a_warning_names_no_other_case(town, browser):
    found = meeting.mediating(town)
    other = meeting.mediating(town)
    other.offer(other.people[0]).person_id = found.people[1].id
    db.session.commit()
    row = Meeting(
        case_id=other.case.id,
        referral_id=other.referral.id,
        kind="SESSION",
        starts_at=THURSDAY,
        room="Raum 1",
    )
    db.session.add(row)
    db.session.commit()
    window = browser.as_(first(found), sees=SEES)

    typed = {"day": "2026-03-05", "starts": "17:00"}
    warned = window.submit(window.get(f"{_base(found)}/termine/neu"), typed, button="Termin eintragen")

    assert "Die andere Mediator:in ist zu dieser Zeit nicht frei." in warned.main
    assert other.case.number not in warned.response.text
    assert "Raum 1" not in warned.response.text


@pytest.mark.parametrize("link", ["http://offen.example", "javascript:alert(1)", "irgendwo"])
def test_a_link_is_https_or_is_asked_for_again(town, browser, link):
    found = meeting.mediating(town)
    window = browser.as_(first(found), sees=SEES)
    typed = {"day": "2026-03-05", "starts": "17:00", "place": "online", "link": link}

    page = window.submit(window.get(f"{_base(found)}/termine/neu"), typed, button="Termin eintragen")

    assert page.status_code == 422
    assert link in page.response.text


def test_only_in_the_preparation_a_pretalk_is_offered(town, browser):
    found = meeting.mediating(town, Status.PREP)
    window = browser.as_(first(found), sees=SEES)
    page = window.get(f"{_base(found)}/termine/neu")
    party = at_work.parties(found.case)[0]
    assert "Vorgespräch mit Partei A" in page.main

    page = window.submit(
        page, {"what": str(party.id), "day": "2026-03-05", "starts": "17:00"}, button="Termin eintragen"
    )

    assert _one().party_id == party.id
    found.case.status = Status.MEDIATION
    db.session.commit()
    assert "Vorgespräch" not in window.get(f"{_base(found)}/termine/neu").main


def test_one_tap_on_the_own_case_confirms_and_reading_never_does(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    with clock.stopped(ASKED):
        window = browser.as_(first(found), sees=SEES)
        page = window.get(_base(found))
        window.get(f"{_base(found)}/termine/{meeting_id}")
        assert "Antwort morgen, Mi 04.03., bis 14:00" in page.main
        assert db.session.query(MeetingConfirmation).count() == 0
        got = window.get(f"{_base(found)}/termine/{meeting_id}/bestaetigen")
        assert got.status_code == 405

        page = window.submit(page, button="Ich komme Do 05.03., 17:00")
        window.post(f"{_base(found)}/termine/{meeting_id}/bestaetigen")

        assert "Sie kommen" in page.main
        assert db.session.query(MeetingConfirmation).count() == 1


def test_before_the_question_a_tap_is_refused_in_words(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    window = browser.as_(first(found), sees=SEES)

    page = window.post(f"{_base(found)}/termine/{meeting_id}/bestaetigen")

    assert page.status_code == 409
    assert "erst kurz vorher bestätigen" in page.main


def test_after_the_alarm_the_page_says_so(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    at_work.run(jobs.ring_meetings, SILENT)
    with clock.stopped(SILENT):
        page = browser.as_(first(found), sees=SEES).get(f"{_base(found)}/termine/{meeting_id}")
        tab = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/termine")

    assert "Die Koordinierungsstelle weiß" in page.main
    assert "nicht bestätigt" in tab.main


def test_moving_keeps_what_stands_there_and_says_it_to_all(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room="Raum 1")
    window = browser.as_(first(found), sees=SEES)

    page = window.submit(
        window.get(f"{_base(found)}/termine/{meeting_id}/verlegen"),
        {"day": "2026-03-06", "cause": "TIME"},
        button="Änderung speichern",
    )

    assert "Fr 06.03., 17:00" in page.main
    assert (_one().starts_at, _one().room) == (FRIDAY, "Raum 1")


def test_a_stale_page_moves_nothing(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    window = browser.as_(first(found), sees=SEES)
    stale = window.get(f"{_base(found)}/termine/{meeting_id}/verlegen")
    meeting.moved(found, meeting_id)

    page = window.submit(stale, {"starts": "09:00", "cause": "PLACE"}, button="Änderung speichern")

    assert page.status_code == 409
    assert "Tag Gespeichert ist jetzt06.03.2026 Ihre Eingabevon Ihnen nicht geändert" in page.main
    assert "Beginn Gespeichert ist jetzt17:00 Ihre Eingabe09:00" in page.main
    assert _one().starts_at == FRIDAY
    window.submit(page, button="Änderung speichern")
    assert _one().starts_at == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)


def test_moving_needs_a_reason_and_the_timeline_says_it(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    window = browser.as_(first(found), sees=SEES)
    page = window.get(f"{_base(found)}/termine/{meeting_id}/verlegen")

    refused = window.submit(page, {"day": "2026-03-06"}, button="Änderung speichern")
    window.submit(refused, {"cause": "TIME"}, button="Änderung speichern")

    assert refused.status_code == 422
    assert "Bitte sagen Sie, warum der Termin sich ändert." in refused.main
    timeline = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/verlauf").main
    assert (
        "Termin verlegt, von 05.03.2026, 17:00 auf 06.03.2026, 17:00. "
        "Grund: Jemand kann zu dieser Zeit nicht." in timeline
    )


def test_a_time_that_has_passed_is_refused_on_the_page(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room="Raum 1")
    window = browser.as_(first(found), sees=SEES)

    page = window.submit(
        window.get(f"{_base(found)}/termine/{meeting_id}/verlegen"),
        {"day": "2026-03-01", "cause": "TIME"},
        button="Änderung speichern",
    )

    assert page.status_code == 422
    assert "die noch kommt" in page.main
    assert 'value="2026-03-01"' in page.response.text


@pytest.mark.parametrize("page", ["verlegen", "absagen", "melden"])
def test_a_cancelled_appointment_can_only_be_read(town, browser, page):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    window = browser.as_(first(found), sees=SEES)
    address = f"{_base(found)}/termine/{meeting_id}"
    window.submit(window.get(f"{address}/absagen"), button="Termin absagen")

    shown = window.get(f"{address}/{page}")

    assert "abgesagt" in shown.main
    assert shown.forms(within="main") == []
    assert "abgesagt" in window.get(address).main


def test_the_next_session_of_a_report_is_warned_of_too(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    meeting.planned(found, FRIDAY)
    with clock.stopped(THURSDAY + timedelta(hours=3)):
        window = browser.as_(first(found), sees=SEES)
        page = window.submit(
            window.get(f"{_base(found)}/termine/{meeting_id}/melden"),
            {"held": "yes", "minutes": "95", "next_day": "2026-03-06", "next_starts": "18:00"},
            button=PREVIEW,
        )
        assert "Sie haben zu dieser Zeit schon einen anderen Termin." in page.main
        assert meeting.row(meeting_id).held is None

        told(window, page, {"anyway": "y"})

    assert meeting.row(meeting_id).held is True
    assert db.session.query(Meeting).count() == 3


def test_of_somebody_elses_case_nothing_is_there(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    other = meeting.mediating(town)
    window = browser.as_(first(other))

    for address in (_base(found), _base(other)):
        for end in ("", "/verlegen", "/absagen", "/melden", "/personen/neu"):
            assert window.get(f"{address}/termine/{meeting_id}{end}").status_code == 404
        assert window.post(f"{address}/termine/{meeting_id}/bestaetigen").status_code == 404


def test_while_the_case_rests_the_place_is_hidden_and_it_can_be_cancelled(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room=make.canary("meetings.room"))
    found.case.status, found.case.paused_from = Status.PAUSED, Status.MEDIATION
    db.session.commit()
    window = browser.as_(first(found))  # sees nothing

    page = window.get(f"{_base(found)}/termine/{meeting_id}")

    assert "Dieser Termin ist dadurch nicht abgesagt" in page.main
    assert window.get(f"{_base(found)}/termine/{meeting_id}/verlegen").status_code == 409
    page = window.submit(window.get(f"{_base(found)}/termine/{meeting_id}/absagen"), button="Termin absagen")
    assert _one().cancelled_at == make.NOON
