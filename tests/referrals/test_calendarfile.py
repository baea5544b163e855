"""What leaves the house of an appointment: a time by the wall clock, a neutral title, a link."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from app.referrals.appointments import LENGTH
from app.referrals.calendarfile import Entry, Method, feed, invitation
from tests.referrals.meeting import wall

UID = UUID("11111111-2222-4333-8444-555555555555")
TUESDAY = wall("2026-11-24T17:00")
LINK = "https://fallbruecke.example/meine-faelle/1/termine/2"


def entry(starts_at: datetime = TUESDAY, **values: object) -> Entry:
    facts = {"uid": UID, "starts_at": starts_at, "sequence": 3, "changed_at": wall("2026-11-01T09:00")}
    return Entry(**(facts | {"link": LINK} | values))


def asked(method: Method = Method.REQUEST, **values: object) -> bytes:
    return invitation(
        entry(**values), method=method, organizer="termine@example.org", attendee="mira@example.org"
    )


def event(made: bytes) -> dict:
    (found,) = Calendar.from_ical(made).walk("VEVENT")
    return found


def test_an_invitation_holds_a_time_a_title_a_link_and_nothing_else() -> None:
    found = event(asked())

    assert set(found) == {
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS",
        "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE",
    }  # fmt: skip
    assert found["SUMMARY"] == "Vermittlungstermin"
    assert found["DESCRIPTION"] == LINK
    assert found["UID"] == str(UID)
    assert found["SEQUENCE"] == 3
    assert "CN" not in found["ATTENDEE"].params and "CN" not in found["ORGANIZER"].params


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED")])
def test_the_method_says_what_is_to_be_done(method: Method, status: str) -> None:
    made = asked(method)

    assert Calendar.from_ical(made)["METHOD"] == method.value
    assert event(made)["STATUS"] == status
    assert event(made)["UID"] == str(UID)


@pytest.mark.parametrize(
    ("starts", "offset"),
    [
        ("2027-03-27T17:00", 1),
        ("2027-03-28T17:00", 2),
        ("2027-03-28T03:00", 2),
        ("2027-03-28T01:30", 1),
        ("2027-10-30T17:00", 2),
        ("2027-10-31T17:00", 1),
        ("2027-10-31T00:30", 2),
    ],
)
def test_the_wall_clock_stands_beside_its_zone_through_both_changes(starts: str, offset: int) -> None:
    made = asked(starts_at=wall(starts))
    text = made.decode().replace("\r\n ", "")

    assert f"DTSTART;TZID=Europe/Berlin:{starts.replace('-', '').replace(':', '')}00" in text
    start = event(made)["DTSTART"].dt
    assert start.utcoffset() == timedelta(hours=offset)
    assert event(made)["DTEND"].dt.astimezone(UTC) - start.astimezone(UTC) == LENGTH


@pytest.mark.parametrize("year", [2026, 2027, 2030, 2037])
def test_the_zone_that_goes_along_changes_its_clocks_like_germany(year: int) -> None:
    (zone,) = Calendar.from_ical(asked()).walk("VTIMEZONE")
    berlin = zone.to_tz()

    for month in range(1, 13):
        for day in (1, 15, 25, 28):
            moment = datetime(year, month, day, 12)  # noqa: DTZ001 - a wall clock
            assert moment.replace(tzinfo=berlin).utcoffset() == wall_offset(moment), moment


def wall_offset(moment: datetime) -> timedelta | None:
    from app.localtime import LOCAL

    return moment.replace(tzinfo=LOCAL).utcoffset()


def test_a_feed_tells_no_method_of_invitation_and_names_nobody() -> None:
    made = feed([entry(), entry(uid=UUID(int=7), starts_at=wall("2026-11-25T10:00"))])
    calendar = Calendar.from_ical(made)

    assert calendar["METHOD"] == "PUBLISH"
    assert len(calendar.walk("VEVENT")) == 2
    assert b"ATTENDEE" not in made and b"ORGANIZER" not in made


def test_lines_are_folded_as_mail_servers_like_them() -> None:
    assert max(len(line) for line in asked().split(b"\r\n")) <= 75
