"""A case goes to another municipality when that one says so, and only what may go goes along."""

import pytest
import sqlalchemy as sa

from app.cases.models import CaseAddition, Consent, LeadKind
from app.cases.rules.basis import Basis
from app.cases.rules.intake import Disclosure
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed, Recipient
from app.municipalities.scope import acting_in
from app.notifications.models import Notification
from app.plans.actions.adopting import adopt_default
from app.plans.models import PlanStep
from app.refusals import NotAllowed
from app.relocations.actions import giving, taking
from app.relocations.models import CaseOrigin, Relocation
from app.relocations.rules import Item, Taker
from tests import make
from tests.browser import Browser
from tests.relocations.moved import (
    CONTENT,
    REASON,
    abroad,
    cases_in,
    coordination_of,
    lead_of,
    led,
    proposed,
    wish,
)

PARTY = {"parties.name", "parties.address", "parties.phone", "parties.email"}


def taker(town: make.Town) -> Taker:
    return Taker(town.coordinator.id, town.office.id)


def accept(there: make.Town, relocation_id, at=make.NOON) -> None:
    with acting_in(there.id):
        taking.accept(relocation_id, by=taker(there), at=at)
        db.session.commit()


def test_proposed_looked_at_and_sent_it_shows_the_other_side_a_card_without_names(
    town: make.Town, browser: Browser
):
    there, case = abroad(), led(town)
    giver = browser.as_(town.lead, sees=CONTENT | REASON)
    form = {"to": str(there.id), "basis": "CONSENT", "reason": make.canary("relocations.reason")}

    page = giver.submit(giver.get(f"/faelle/{case.id}/abgabe"), form, button="Weiter: prüfen, was mitgeht")
    assert "Namen und Kontakt: Partei A, Partei B" in page.main
    stays = page.main.partition("Bleibt zurück")[2]
    assert all(words in stays for words in ("Übergabetext", "interne Notiz", "Einwilligungen"))
    assert (case.description in page.main, case.handover_summary in page.main) == (True, False)
    page = giver.submit(page, button="Abgabe vorschlagen")

    assert "wartet auf Antwort" in page.main
    relocation = db.session.query(Relocation).one()
    card = browser.as_(there.coordinator, sees=REASON).get(f"/abgaben/{relocation.id}")
    for words in (
        "Musterkreis möchte Ihnen diesen Fall abgeben",
        "Lärm",
        "Deutsch, Arabisch",
        form["reason"],
    ):
        assert words in card.main
    assert case.number not in card.text
    assert "Musterkreis möchte Ihnen einen Fall abgeben" in browser.as_(there.coordinator).get("/").main


def test_what_was_typed_is_kept_when_something_is_to_be_changed(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    giver = browser.as_(town.lead, sees=CONTENT)
    form = {"to": str(there.id), "basis": "CONSENT", "reason": "Beide sind umgezogen.", "with_summary": "y"}
    preview = giver.submit(giver.get(f"/faelle/{case.id}/abgabe"), form, button="Weiter: prüfen, was mitgeht")

    page = giver.submit(preview, button="Ändern")

    assert "Beide sind umgezogen." in page.main
    assert giver.submit(page, button="Weiter: prüfen, was mitgeht").heading == f"Fall {case.number}"
    assert db.session.query(Relocation).count() == 0


def test_with_acceptance_it_ends_here_and_begins_there_anew(town: make.Town, browser: Browser):
    there, case = abroad(), led(town, agreed=2)
    db.session.add(CaseAddition(case_id=case.id, at=make.NOON, by=town.reporter.id, text="Seit Mai öfter."))
    relocation = proposed(town, there, case)
    names = [(party.name, party.phone, party.address) for party in case.parties]
    text, number, note = case.description, case.number, case.internal_note
    window = browser.as_(there.coordinator, sees=REASON)

    page = window.submit(window.get(f"/abgaben/{relocation.id}"), button="Fall annehmen")

    assert "Der Fall ist hier." in page.text
    (old,), (new,) = cases_in(town), cases_in(there)
    with acting_in(town.id):
        assert (old.status, old.outcome) == (Status.CLOSED, Outcome.NC_MOVED)
    with acting_in(there.id):
        assert (new.status, new.description, new.internal_note) == (Status.NEW, text, None)
        assert [(p.name, p.phone, p.address) for p in new.parties] == names
        assert (new.old_reference, new.number != number) == (f"Musterkreis, {number}", True)
        assert [one.text for one in db.session.query(CaseAddition)] == ["Seit Mai öfter."]
        assert db.session.query(Consent).count() == 0
    assert note is not None


def test_both_sides_say_what_went_and_what_stayed(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case, with_summary=True)
    case_id = case.id
    accept(there, relocation.id)

    here_page = browser.as_(town.lead, sees=CONTENT | REASON).get(f"/faelle/{case_id}/abgabe").main
    there_page = browser.as_(there.coordinator).get(f"/abgaben/{relocation.id}")
    lines = (
        "Übergabetext",
        "Namen und Kontakt",
        "interne Notiz",
        "Einwilligungen; sie werden dort neu eingeholt",
    )

    assert all(line in here_page and line in there_page.main for line in lines)
    assert "Mo 02.03.2026: Eingegangen" in there_page.main
    new_file = next(url for words, url in there_page.links.items() if words.startswith("Fall öffnen"))
    page = browser.as_(there.coordinator).get(new_file + "/abgabe")
    assert "Übernommen aus Musterkreis" in page.main
    assert (
        "Aus einer anderen Kommune übernommen: Musterkreis."
        in browser.as_(there.coordinator).get(new_file + "/verlauf").main
    )


def test_the_plan_begins_anew_and_coordination_hears_of_a_new_case(town: make.Town):
    there, case = abroad(), led(town)
    with acting_in(there.id):
        adopt_default(there.municipality, at=make.NOON)
        db.session.commit()

    accept(there, proposed(town, there, case).id)

    with acting_in(there.id):
        assert "F01" in set(db.session.scalars(sa.select(PlanStep.code)))
        told = db.session.scalars(
            sa.select(Notification.user_id).where(Notification.kind == "CASE_NEW")
        ).all()
    assert told == [there.colleague.id]


def test_the_ledger_of_the_giver_has_a_row_for_each_party_that_was_named(town: make.Town):
    there, case = abroad(), led(town, agreed=1)

    accept(there, proposed(town, there, case, basis=Basis.TASK_LAW).id)

    (row,) = db.session.query(DisclosureEntry).filter_by(what=Passed.MOVED).all()
    assert (row.recipient_kind, row.recipient, row.basis) == (
        Recipient.MUNICIPALITY,
        "Musterland",
        Basis.TASK_LAW,
    )
    assert row.party_id == case.parties[0].id


def test_names_of_whoever_has_not_consented_stay_behind(town: make.Town):
    there, case = abroad(), led(town, agreed=1)
    place = case.location

    accept(there, proposed(town, there, case, basis=Basis.TASK_LAW).id)

    (new,) = cases_in(there)
    with acting_in(there.id):
        first, second = new.parties
        assert (first.name is not None, second.name, second.phone, second.address, new.location) == (
            True, None, None, None, None,
        )  # fmt: skip
        assert (new.pseudonymized, second.languages, db.session.query(CaseOrigin).one().nameless) == (
            True, "ar", ["Partei B"],
        )  # fmt: skip
    assert place is not None


def test_a_protected_address_never_goes_but_that_there_is_one_does(town: make.Town):
    there, case = abroad(), led(town)
    party = case.parties[0]
    party.protected_address, party.address, party.address_protected = make.canary("x"), None, True
    db.session.commit()

    accept(there, proposed(town, there, case).id)

    (new,) = cases_in(there)
    with acting_in(there.id):
        first = new.parties[0]
        assert (first.address_protected, first.protected_address, first.address) == (True, None, None)
        assert Item.PROTECTED in db.session.query(CaseOrigin).one().left


def test_that_there_is_danger_goes_along_and_what_it_is_stays(town: make.Town, browser: Browser):
    there = abroad()
    case = led(town, red_flag_since=make.NOON, conditions="SEPARATE_ROOMS")
    relocation = proposed(town, there, case)

    assert (
        "Warnzeichen vermerkt"
        in browser.as_(there.coordinator, sees=REASON).get(f"/abgaben/{relocation.id}").main
    )
    accept(there, relocation.id)

    (new,) = cases_in(there)
    assert (new.red_flag_since, new.conditions_sealed) == (make.NOON, None)


def test_violence_is_not_mediated_over_there_either(town: make.Town):
    there = abroad()
    case = led(town, excluded_since=make.NOON)
    accept(there, proposed(town, there, case).id)

    (new,) = cases_in(there)
    assert new.excluded_since == make.NOON


@pytest.mark.parametrize(
    ("status", "outcome"), [(Status.TRIAGE, Outcome.NA_COMPETENCE), (Status.CLARIFY, Outcome.NC_MOVED)]
)
def test_the_case_ends_with_the_outcome_that_is_true_of_it(town: make.Town, status: Status, outcome: Outcome):
    there, case = abroad(), led(town, status=status)

    accept(there, proposed(town, there, case, by=coordination_of(town)).id)

    assert [(one.status, one.outcome) for one in cases_in(town)] == [(Status.CLOSED, outcome)]


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in {Status.TRIAGE, Status.CONTACT, Status.CLARIFY, Status.DELETED}]
)
def test_from_elsewhere_the_page_says_where_to_lead_it_first(
    town: make.Town, browser: Browser, status: Status
):
    there, case = abroad(), led(town, status=status)
    window = browser.as_(town.coordinator)
    form = {"to": str(there.id), "basis": "CONSENT", "reason": "Umzug", "checked": "1"}

    page = window.post(f"/faelle/{case.id}/abgabe", form)

    assert (page.status_code, "Bitte führen Sie ihn zuerst dorthin." in page.main) == (422, True)
    assert db.session.query(Relocation).count() == 0


def test_without_everybody_s_consent_it_does_not_go_on_consent(town: make.Town, browser: Browser):
    there, case = abroad(), led(town, agreed=1)
    giver = browser.as_(town.lead, sees=CONTENT)
    form = {"to": str(there.id), "basis": "CONSENT", "reason": "Umzug"}

    page = giver.submit(giver.get(f"/faelle/{case.id}/abgabe"), form, button="Weiter: prüfen, was mitgeht")

    assert (page.status_code, "Es fehlt die Einwilligung von Partei B in die Abgabe" in page.main) == (
        422,
        True,
    )
    assert "Umzug" in page.main


def test_what_was_entrusted_goes_with_consent_alone(town: make.Town):
    there, case = abroad(), led(town, disclosure=Disclosure.ENTRUSTED_8A)

    with pytest.raises(NotAllowed, match="§ 65 SGB VIII"):
        giving.propose(case, wish(there, basis=Basis.TASK_LAW), by=lead_of(town), at=make.NOON)


def test_a_deputy_does_not_give_it_away(town: make.Town):
    there, case = abroad(), led(town)
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.later(days=1))

    with pytest.raises(NotAllowed, match="nicht die Vertretung"):
        giving.propose(
            case, wish(there), by=giving.Actor(town.reporter.id, lead_of(town).relations), at=make.NOON
        )
