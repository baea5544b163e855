"""A deadline may be moved to a later day, with a reason, and its first date stays readable."""

import pytest

from app.plans.deadlines import extend
from app.refusals import NotAllowed
from tests.plans.moments import NW, at, end, missed, of


def test_an_extended_deadline_keeps_its_first_date_readable():
    limit = missed()
    now = at("2027-06-02T10:00")

    once = extend(limit, to=at("2027-06-04T00:00"), reason=" Krankheit ", now=now, calendar=NW)
    twice = extend(once, to=at("2027-06-08T12:00"), reason="Urlaub", now=now, calendar=NW)

    assert (once.due, once.original, once.reason) == (end("2027-06-04"), end("2027-05-31"), "Krankheit")
    assert (twice.due, twice.original, twice.reason) == (end("2027-06-08"), end("2027-05-31"), "Urlaub")


def test_hours_are_extended_to_the_minute():
    limit = of("F42", PROTECTION_NEEDED="2027-05-26T10:00")[0]

    longer = extend(
        limit, to=at("2027-05-30T14:30"), reason="Im Krankenhaus", now=at("2027-05-26T12:00"), calendar=NW
    )

    assert longer.due == at("2027-05-30T14:30")


@pytest.mark.parametrize(
    ("to", "reason", "now", "sentence"),
    [
        ("2027-06-04T00:00", "  ", "2027-05-28T10:00", "Bitte begründen Sie"),
        ("2027-06-01T00:00", "Urlaub", "2027-06-02T10:00", "in der Zukunft"),
        ("2027-05-31T23:59:59", "Urlaub", "2027-05-28T10:00", "nach der bisherigen"),
        ("2027-06-05T00:00", "Urlaub", "2027-05-28T10:00", r"kein Arbeitstag \(Samstag\)"),
    ],
)
def test_an_extension_needs_a_reason_and_a_working_day_to_come(to, reason, now, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        extend(missed(), to=at(to), reason=reason, now=at(now), calendar=NW)


def test_a_deadline_can_be_extended_to_today_but_not_to_this_very_moment():
    limit = of("F42", PROTECTION_NEEDED="2027-05-26T10:00")[0]
    now = at("2027-05-28T12:00")

    today = extend(missed(), to=at("2027-06-01T00:00"), reason="x", now=at("2027-06-01T16:00"), calendar=NW)

    assert today.due == end("2027-06-01")
    with pytest.raises(NotAllowed, match="in der Zukunft"):
        extend(limit, to=now, reason="x", now=now, calendar=NW)
