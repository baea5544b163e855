"""Service hours as an office writes them."""

import pytest

from app.refusals import NotAllowed
from app.servicehours import ServiceHours


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mo-Do 08:30-16:00, Fr 08:30-12:00", "Mo-Do 08:30-16:00, Fr 08:30-12:00"),
        ("Mo-Di 08:30-16:00, Do 08:30-16:00", "Mo-Di 08:30-16:00, Do 08:30-16:00"),
        (
            "Mo-Do 08:30-12:00, Mo-Do 13:00-16:00, Fr 08:30-12:00",
            "Mo-Do 08:30-12:00, Mo-Do 13:00-16:00, Fr 08:30-12:00",
        ),
        ("Mo-Do 13:00-16:00, 08:30-12:00", "Mo-Do 08:30-12:00, Mo-Do 13:00-16:00"),
        ("Mo, Mi, Fr 9-12 Uhr", "Mo 09:00-12:00, Mi 09:00-12:00, Fr 09:00-12:00"),
        ("mo – do 8:30 – 16:00; fr 8-12 uhr", "Mo-Do 08:30-16:00, Fr 08:00-12:00"),
        ("Fr 08:00-12:00, Mo-Do 08:00-12:00", "Mo-Fr 08:00-12:00"),
        ("Mo-So 00:00-24:00", "Mo-So 00:00-24:00"),
        ("Mo 08:00-12:00, 12:00-16:00", "Mo 08:00-12:00, Mo 12:00-16:00"),
    ],
)
def test_service_hours_are_read_as_offices_write_them(written, kept):
    hours = ServiceHours.parse(written)

    assert str(hours) == kept
    assert ServiceHours.parse(kept) == hours


def test_each_weekday_has_its_own_slots():
    hours = ServiceHours.parse("Mo 08:30-12:00, 13:00-16:00, Fr 08:30-12:00")

    assert [str(slot) for slot in hours.on(0)] == ["08:30-12:00", "13:00-16:00"]
    assert hours.on(1) == ()
    assert [str(slot) for slot in hours.on(4)] == ["08:30-12:00"]


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("", "Bitte nennen Sie mindestens eine Dienstzeit"),
        ("Mo", "Für Mo fehlt die Uhrzeit"),
        ("Mo 8-12, Di", "Für Di fehlt die Uhrzeit"),
        ("08:30-12:00", "„08:30-12:00“ ist keine Dienstzeit"),
        ("Mo 8-12,, Di 8-12", "„“ ist keine Dienstzeit"),
        ("immer", "„immer“ ist keine Dienstzeit"),
        ("Mo 8-12 Di 8-12", "„Mo 8-12 Di 8-12“ ist keine Dienstzeit"),
        ("Xy 8-12", "„Xy“ ist kein Wochentag"),
        ("Fr-Mo 8-12", "Fr-Mo läuft rückwärts"),
        ("Mo 12:00-08:30", "12:00-08:30 endet nicht nach ihrem Beginn"),
        ("Mo 08:30-08:30", "08:30-08:30 endet nicht nach ihrem Beginn"),
        ("Mo 08:75-12:00", "08:75 ist keine Uhrzeit"),
        ("Mo 08:00-24:01", "24:01 ist keine Uhrzeit"),
        ("Mo-Mi 8-12, Di 11-13", "Am Di überschneiden sich die Dienstzeiten 08:00-12:00 und 11:00-13:00"),
    ],
)
def test_what_cannot_be_service_hours_is_refused_in_words(written, refusal):
    with pytest.raises(NotAllowed, match=refusal):
        ServiceHours.parse(written)
