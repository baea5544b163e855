"""A party takes back what it said yes to: at any time, wholly or in part; nothing gives it back by itself."""

from uuid import uuid4

import pytest

from app import clock
from app.cases.models import Case
from app.cases.rules.consent import FIRST_PART, Purpose, Said, Way
from app.cases.rules.status import Status
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_consents import YES, answers, form, rows
from tests.cases.test_contact import CONTENT, NAMES, facts, led, party


def taken_back(window: Browser, case: Case, **said: object) -> Page:
    page = window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}/ruecknahme")
    return window.submit(page, {"channel": "PHONE", **said}, button="Rücknahme festhalten")


def test_a_page_from_before_a_withdrawal_gives_nothing_back(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case), *FIRST_PART)
    window = browser.as_(town.lead, sees=NAMES)
    page = window.get(form(case))
    make.take_back(party(case), by=town.lead, at=make.later(minutes=1))

    with clock.stopped(make.later(minutes=2)):
        stale = window.submit(page, YES)
        assert answers(case)[Purpose.TAKE_PART] is Said.WITHDRAWN
        window.submit(stale, {})

    assert stale.status_code == 409
    assert "Teilnahme Gespeichert ist jetztzurückgenommen Ihre Eingabeja" in stale.main
    assert answers(case)[Purpose.TAKE_PART] is Said.YES


def test_who_consented_withdraws_before_saying_no(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case))
    window = browser.as_(town.lead, sees=NAMES)

    page = window.submit(window.get(form(case)), {"participation": "DECLINED"})

    assert page.status_code == 422
    assert "Bitte halten Sie dafür die Rücknahme fest" in page.main
    assert answers(case)[Purpose.TAKE_PART] is Said.YES


def test_a_consent_of_the_day_before_the_withdrawal_is_not_new(town: make.Town, browser: Browser):
    case = led(town)
    make.take_back(party(case), by=town.lead)
    window = browser.as_(town.lead)

    page = window.submit(window.get(form(case)), {**YES, "day": "2026-03-01"})

    assert page.status_code == 422
    assert "Bitte nennen Sie den Tag danach." in page.main


def test_a_withdrawal_counts_at_once_and_the_case_can_be_ended(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case))
    window = browser.as_(town.lead, sees=NAMES | CONTENT)

    with clock.stopped(make.later(minutes=5)):
        page = taken_back(window, case)
        overview = window.get(f"/faelle/{case.id}")
        masked = browser.as_(town.coordinator).post(
            f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken", {"field": "name"}
        )

    assert "Einwilligung zurückgenommen" in page.main
    assert "Einwilligung zurückgenommen: beenden" in overview.links
    assert masked.status_code == 409
    assert set(answers(case).values()) == {Said.WITHDRAWN}
    assert {(row.way, row.by) for row in rows(case) if row.said is Said.WITHDRAWN} == {
        (Way.PHONE, town.lead.id)
    }
    assert len(facts(case, "ConsentWithdrawn")) == 1


def test_a_part_is_taken_back_and_the_rest_stands(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case))
    window = browser.as_(town.coordinator)

    with clock.stopped(make.later(minutes=5)):
        taken_back(window, case, extent="PART", purposes=["FOLLOW_UP", "PHONE"])

    gone = {purpose for purpose, said in answers(case).items() if said is Said.WITHDRAWN}
    assert gone == {Purpose.FOLLOW_UP, Purpose.PHONE}
    assert (len(facts(case, "ConsentNarrowed")), facts(case, "ConsentWithdrawn")) == (1, [])


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"channel": None}, "auf welchem Weg die Partei das gesagt hat"),
        ({"extent": "PART"}, "Bitte kreuzen Sie an, was die Partei zurücknimmt."),
    ],
)
def test_a_withdrawal_says_what_and_how(
    town: make.Town, browser: Browser, said: dict[str, object], sentence: str
):
    case = led(town)
    make.consent(party(case))

    page = taken_back(browser.as_(town.lead), case, **said)

    assert page.status_code == 422
    assert sentence in page.main
    assert set(answers(case).values()) == {Said.YES}


def test_a_withdrawal_sent_twice_is_told_once(town: make.Town, browser: Browser):
    case = led(town, Status.MATCHING)
    make.consent(party(case))
    window = browser.as_(town.coordinator)
    page = window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}/ruecknahme")

    for minutes in (1, 2):
        with clock.stopped(make.later(minutes=minutes)):
            window.submit(page, {"channel": "WRITTEN"}, button="Rücknahme festhalten")
            window.post(page.path, {"statement": str(uuid4()), "extent": "ALL", "channel": "PHONE"})

    assert len(facts(case, "ConsentWithdrawn")) == 1


def test_a_closed_case_takes_a_withdrawal_too(town: make.Town, browser: Browser):
    case = led(town, Status.CLOSED)
    make.consent(party(case))
    window = browser.as_(town.lead, sees=NAMES)

    with clock.stopped(make.later(minutes=5)):
        page = taken_back(window, case)

    assert "Einwilligung zurückgenommen" in page.main


def test_a_new_consent_counts_after_a_withdrawal(town: make.Town, browser: Browser):
    case = led(town)
    make.take_back(party(case), by=town.lead)
    window = browser.as_(town.lead, sees=NAMES)

    with clock.stopped(make.later(minutes=5)):
        page = window.submit(window.get(form(case)), YES)

    assert "hat eingewilligt" in page.main
    assert "zurückgenommen" not in page.main


def test_no_row_is_ever_changed(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)
    window.submit(window.get(form(case)), YES)
    before = {row.id: (row.said, row.said_at, row.recorded_at) for row in rows(case)}

    with clock.stopped(make.later(days=1)):
        taken_back(browser.as_(town.lead, sees=NAMES), case)
    with clock.stopped(make.later(days=2)):
        window = browser.as_(town.lead, sees=NAMES)
        window.submit(window.get(form(case)), {**YES, "day": "2026-03-04"})

    after = {row.id: (row.said, row.said_at, row.recorded_at) for row in rows(case)}
    assert {key: after[key] for key in before} == before
    assert len(after) == 3 * len(FIRST_PART)
