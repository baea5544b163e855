"""Every date says in words what it was counted from."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.plans.deadlines import Limit, Reason, explanation, extend
from app.workdays import Clock, Period
from tests.plans.moments import NW, at, missed, of


def said(reason: Reason) -> str:
    values = {
        name: f"{value:%d.%m.%Y}" + (f" {value:%H:%M}" if isinstance(value, datetime) else "")
        if isinstance(value, date)
        else value
        for name, value in reason.values.items()
    }
    return reason.sentence % values


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (
            of("F08", FIRST_CONTACT_DONE="2026-11-20T10:00"),
            "10 Arbeitstage ab 20.11.2026 (Erstkontakt erledigt)",
        ),
        (of("F01", REPORT_SUBMITTED="2026-11-20T10:00"), "1 Arbeitstag ab 20.11.2026 (Meldung abgesendet)"),
        (
            of("F02", REPORT_SUBMITTED="2026-11-20T10:00"),
            "4 Dienststunden ab 20.11.2026 10:00 (Meldung abgesendet)",
        ),
        (of("F42", PROTECTION_NEEDED="2026-11-20T10:00"), "24 Stunden ab 20.11.2026 10:00 (Schutz nötig)"),
        (of("F40", PROTECTION_NEEDED="2026-11-20T10:00"), "Sofort, ab 20.11.2026 10:00 (Schutz nötig)"),
        (of("F40", PROTECTION_NEEDED="2026-11-20T10:00")[1:], "1 Stunde ab 20.11.2026 10:00 (Schutz nötig)"),
        (of("F52", AGREEMENT_REACHED="2026-11-20T10:00"), "3 Monate ab 20.11.2026 (Einigung erzielt)"),
        (
            of("F07", PARTY_CONTACTED="2026-11-20T10:00"),
            "Am selben Tag, 20.11.2026 (Partei erstmals kontaktiert)",
        ),
        (
            of("F24", POOL_SEARCHED="2027-05-24T10:00", APPOINTMENT_DATE="2027-06-02T18:00"),
            "5 Arbeitstage vor 02.06.2027 (Tag des nächsten Termins)",
        ),
        (of("F03", started="2026-11-20T10:00"), "2 Arbeitstage ab 20.11.2026 (Beginn des Schritts)"),
    ],
)
def test_a_date_says_what_it_was_counted_from(limit: tuple[Limit, ...], words: str):
    reasons = explanation(limit[0])

    assert [said(reason) for reason in reasons] == [words]


def test_a_date_that_the_law_sets_says_so():
    by_law, more = explanation(of("F07", PARTY_DATA_RECEIVED="2026-11-20T10:00")[0])

    assert said(by_law) == "1 Monat nach EU-Recht ab 20.11.2026 (Daten einer Partei eingegangen)"
    assert said(more).startswith("Diese Frist setzt das Gesetz: Schließtage verlängern sie nicht")


def test_one_working_day_before_is_said_in_the_singular():
    limit = of("F24", POOL_SEARCHED="2027-05-24T10:00", APPOINTMENT_DATE="2027-06-02T18:00")[0]

    reasons = explanation(replace(limit, period=Period(-1, Clock.WD)))

    assert said(reasons[0]) == "1 Arbeitstag vor 02.06.2027 (Tag des nächsten Termins)"


def test_a_date_that_was_over_at_the_start_says_so():
    found = of("F25", PARTIES_APPROVED="2027-05-03T10:00", started="2027-06-04T09:00")

    assert [said(reason) for reason in explanation(found[0])] == [
        "20 Arbeitstage ab 03.05.2027 (Parteien haben zugestimmt)",
        "Diese Frist war beim Beginn des Schritts schon vorbei. Er ist sofort fällig.",
    ]


def test_an_extended_date_says_what_it_was_and_why_it_moved():
    now = at("2027-05-28T10:00")
    longer = extend(missed(), to=at("2027-06-04T00:00"), reason="Krankheit", now=now, calendar=NW)

    assert said(explanation(longer)[-1]) == "Verlängert, ursprünglich bis 31.05.2027. Grund: Krankheit"
