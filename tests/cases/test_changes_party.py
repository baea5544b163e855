"""What is known of a party changes: what stays of it, for whom, and what never does."""

import sqlalchemy as sa

from app.cases.models import FactChange
from app.cases.rules.changes import Fact
from app.database import db
from tests import make
from tests.browser import Browser
from tests.cases.changing import SEES, WHY, accepted, change, kept, timeline
from tests.cases.test_contact import facts, led, party


def test_the_former_phone_stays_with_the_lead_and_the_timeline_says_only_that_it_changed(
    town: make.Town, browser: Browser
):
    case = accepted(town)
    before = party(case).phone

    change(browser, town, case, phone="0201 999", **WHY)

    assert kept(case)[Fact.PHONE].former == before
    assert "Partei A: Telefon geändert." in timeline(browser, town.lead, case)
    assert f"Davor: {before}" in timeline(browser, town.lead, case)
    seen = browser.as_(town.coordinator).get(f"/faelle/{case.id}/verlauf").main
    assert "Partei A: Telefon geändert." in seen
    assert "Davor" not in seen
    assert all("0201" not in str(one) for one in facts(case, "PartyFactReplaced"))


def test_what_was_wrong_is_not_kept_it_may_be_about_somebody_else(town: make.Town, browser: Browser):
    case = accepted(town)

    change(browser, town, case, phone="0201 999", cause="MISTAKE", change_reason="Zahlendreher.")

    assert kept(case)[Fact.PHONE].former is None
    assert kept(case)[Fact.PHONE].reason == "Zahlendreher."


def test_former_names_and_needs_are_never_kept(town: make.Town, browser: Browser):
    case = accepted(town)
    party(case).needs = "LARGE_PRINT"
    db.session.commit()

    change(browser, town, case, name="Eva Neu", needs="WHEELCHAIR", **WHY)

    assert {one: row.former for one, row in kept(case).items()} == {Fact.NAME: None, Fact.NEEDS: None}


def test_a_process_fact_of_a_party_is_told_with_both_values(town: make.Town, browser: Browser):
    case = accepted(town)

    change(browser, town, case, kind="GROUP", **WHY)

    said = "Partei A: Wer oder was die Partei ist geändert, bisher „Person“, jetzt „Gruppe“."
    assert said in timeline(browser, town.coordinator, case)


def test_before_the_case_is_accepted_nobody_is_asked_why(town: make.Town, browser: Browser):
    case = led(town)
    party(case).email = "familie@example.org"
    db.session.commit()

    page = change(browser, town, case, phone="0201 999")

    assert "Die Angaben sind gespeichert." in page.text
    assert kept(case) == {}
    assert "Angaben zu Partei A ergänzt." in timeline(browser, town.lead, case)


def test_what_is_added_needs_no_reason(town: make.Town, browser: Browser):
    case = accepted(town)

    page = change(browser, town, case, channel="PHONE")

    assert "Die Angaben sind gespeichert." in page.text
    assert kept(case) == {}


def test_a_former_address_goes_when_the_address_is_protected(town: make.Town, browser: Browser):
    case = accepted(town)
    change(browser, town, case, address="Neue Straße 1", **WHY)
    assert kept(case)[Fact.ADDRESS].former

    change(browser, town, case, protected="y", **WHY)

    assert kept(case)[Fact.ADDRESS].former is None
    assert party(case).protected_address == "Neue Straße 1"
    assert "Neue Straße" not in timeline(browser, town.lead, case)


def test_a_protected_address_is_never_kept(town: make.Town, browser: Browser):
    case = accepted(town)
    change(browser, town, case, address="Neue Straße 1", protected="y", **WHY)

    change(browser, town, case, address="Andere Straße 2", **WHY)

    former = sa.select(FactChange).where(FactChange.fact == Fact.ADDRESS)
    assert [one.former for one in db.session.scalars(former)] == [None, None]


def test_after_a_withdrawal_nothing_former_is_left(town: make.Town, browser: Browser):
    case = accepted(town)
    make.consent(party(case))
    change(browser, town, case, phone="0201 999", **WHY)
    window = browser.as_(town.lead, sees=SEES)

    window.submit(
        window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}/ruecknahme"), {"channel": "PHONE"}
    )

    assert [one.former for one in kept(case).values()] == [None]


def test_a_save_sent_twice_is_one_change(town: make.Town, browser: Browser):
    case = accepted(town)
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}")

    for _ in range(2):
        window.submit(page, {"phone": "0201 999", **WHY})

    assert len(facts(case, "PartyFactReplaced")) == 1
