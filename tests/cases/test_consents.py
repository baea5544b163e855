"""What parties say yes and no to: recorded in few clicks, shown with its history, taken back at any time."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Consent, Party, PrivacyNotice
from app.cases.queries.consents import words_of_party
from app.cases.rules.consent import FIRST_PART, Article, Purpose, Said, Way
from app.cases.rules.status import Status
from app.database import db
from app.letters.actions.texts import approve, bring
from app.letters.queries.texts import counting
from app.letters.rules.kinds import LetterKind
from tests import make
from tests.browser import Browser
from tests.cases.test_contact import NAMES, facts, led, party

YES = {"participation": "AGREED", "day": "2026-03-02", "language": "ar", "channel": "PHONE"}


def form(case: Case, position: int = 0) -> str:
    return f"/faelle/{case.id}/beteiligte/{party(case, position).id}/entscheidung"


def rows(case: Case, position: int = 0) -> list[Consent]:
    db.session.expire_all()
    query = sa.select(Consent).where(Consent.party_id == party(case, position).id)
    return list(db.session.scalars(query.order_by(Consent.recorded_at, Consent.purpose)))


def answers(case: Case, position: int = 0) -> dict[Purpose, Said]:
    db.session.expire_all()
    words = words_of_party(party(case, position).id)
    return {purpose: said for purpose in Purpose if (said := words.answer(purpose)) is not None}


def test_the_usual_case_is_one_answer_and_how_it_was_given(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)

    page = window.submit(window.get(form(case)), YES)

    assert "hat eingewilligt" in page.main
    assert answers(case) == dict.fromkeys(FIRST_PART, Said.YES)
    one = rows(case)[0]
    assert (one.said_at, one.by, one.way) == (make.NOON, town.lead.id, Way.PHONE)
    assert (one.language, one.text, one.interpreted) == ("ar", "consent.ar.1", False)
    assert [(f["first_consent"], f["all_decided"]) for f in facts(case, "PartyDecided")] == [(True, False)]


def test_day_and_language_are_proposed(town: make.Town, browser: Browser):
    case = led(town)

    page = browser.as_(town.lead).get(form(case, 1))

    values = page.values(page.forms(within="main")[0])
    assert (values["day"], values["language"]) == ("2026-03-02", "ar")
    assert "participation" not in values


def test_each_purpose_is_answered_by_itself(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)
    said = {**YES, "participation": "PARTLY", "mediators": "NO", "follow_up": "YES", "office": "YES"}

    window.submit(window.get(form(case)), {**said, "interpreted": "y"})

    assert answers(case) == {
        Purpose.TAKE_PART: Said.YES,
        Purpose.MEDIATORS: Said.NO,
        Purpose.FOLLOW_UP: Said.YES,
        Purpose.OFFICE: Said.YES,
    }
    assert {row.interpreted for row in rows(case)} == {True}


def test_a_single_point_is_added_later(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case), *FIRST_PART)

    with clock.stopped(make.later(days=1)):
        window = browser.as_(town.lead, sees=NAMES)
        window.submit(window.get(form(case)), {**YES, "participation": "OPEN", "municipality": "YES"})

    assert answers(case)[Purpose.MUNICIPALITY] is Said.YES
    assert facts(case, "PartyDecided") == []
    assert len(facts(case, "ConsentsRecorded")) == 1


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"participation": None}, "Bitte wählen Sie eine Antwort."),
        ({"day": ""}, "Bitte nennen Sie den Tag der Einwilligung."),
        ({"day": "2026-03-03"}, "Der Tag der Einwilligung liegt in der Zukunft."),
        ({"language": ""}, "in welcher Sprache"),
        ({"channel": ""}, "auf welchem Weg"),
        ({"mediators": "NO"}, "„Ja, zu allem“ passt nicht zu einem Nein unten."),
        ({"participation": "PARTLY"}, "Bitte geben Sie unten an"),
        ({"participation": "DECLINED", "mediators": "YES"}, "kann nur Ja sagen, wer teilnimmt"),
        ({"participation": "OPEN", "follow_up": "YES"}, "kann nur Ja sagen, wer teilnimmt"),
        ({"participation": "OPEN"}, "Bitte geben Sie an, was Sie festhalten möchten."),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    town: make.Town, browser: Browser, changes: dict[str, str], sentence: str
):
    case = led(town)
    window = browser.as_(town.lead)

    page = window.submit(
        window.get(form(case)), {**YES, "office": "YES" if "day" in changes else "", **changes}
    )

    assert page.status_code == 422
    assert sentence in page.main
    kept = page.values(page.forms(within="main")[0])
    assert {name: kept.get(name) for name in changes if changes[name]} == {
        k: v for k, v in changes.items() if v
    }
    assert rows(case) == []


def test_for_a_minor_somebody_with_custody_consents(town: make.Town, browser: Browser):
    case = led(town)
    party(case).minor = True
    db.session.commit()
    window = browser.as_(town.lead, sees=NAMES)
    page = window.get(form(case))

    refused = window.submit(page, YES)
    window.submit(page, {**YES, "for_minor": "y"})

    assert "sorgeberechtigten Person" in refused.main
    assert {row.for_minor for row in rows(case)} == {True}


def test_the_same_page_sent_twice_counts_once(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)
    page = window.get(form(case))

    for _ in range(2):
        assert "hat eingewilligt" in window.submit(page, {**YES, "notice": "ART_14"}).main

    assert len(rows(case)) == len(FIRST_PART)
    assert len(facts(case, "PartyDecided")) == len(facts(case, "NoticeHanded")) == 1


def test_the_page_shows_what_counts_and_what_was_said_when(town: make.Town, browser: Browser):
    case = led(town)
    one = party(case)
    make.consent(one, *FIRST_PART, way=Way.WRITTEN, language="tr", text="consent.tr.3", by=town.lead.id)
    make.take_back(one, Purpose.FOLLOW_UP, by=town.lead, at=make.later(days=1))

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/beteiligte/{one.id}/einwilligungen")

    assert "consent.tr.3" in page.main
    assert "schriftlich, Türkisch" in page.main
    assert "Nachfragen nach dem Ende: zurückgenommen" in page.main
    assert "Weitergabe an Mediator:innen: ja" in page.main
    assert "nicht gefragt" in page.main
    assert page.main.count("Lars Lindner") >= 2


def test_what_was_said_before_the_case_was_opened_again_is_to_be_asked_anew(
    town: make.Town, browser: Browser
):
    case = led(town, reopened_after=make.later(days=-1))
    make.consent(party(case), at=make.later(days=-9))

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/beteiligte/{party(case).id}/einwilligungen")

    assert "neu zu fragen" in page.main


def test_the_text_is_the_version_that_counted_that_day(town: make.Town, browser: Browser):
    case = led(town)
    bring(at=make.later(days=-20))
    first = counting(LetterKind.CONSENT, "ar")
    approve(first.id, by=town.management.id, at=make.later(days=-10))
    db.session.commit()
    window = browser.as_(town.lead, sees=NAMES)

    window.submit(window.get(form(case)), YES)
    window.submit(window.get(form(case, 1)), {**YES, "text": "consent.de.1", "language": "ti"})

    assert {row.text for row in rows(case)} == {"consent.ar.1"}
    assert {row.text for row in rows(case, 1)} == {"consent.de.1"}


def test_the_notice_is_a_fact_of_its_own(town: make.Town, browser: Browser):
    case = led(town, Status.ACCEPTED)
    window = browser.as_(town.lead, sees=NAMES)
    said = {**YES, "participation": "OPEN", "notice": "ART_14"}

    before = window.get(form(case))
    window.submit(before, said)

    handed = db.session.scalars(sa.select(PrivacyNotice)).one()
    assert (handed.article, handed.text, handed.language) == (Article.ART_14, "notice-14.ar.1", "ar")
    assert (handed.handed_at, handed.by, handed.way) == (make.NOON, town.lead.id, Way.PHONE)
    assert rows(case) == []
    assert "Bisher ist nicht festgehalten" not in window.get(form(case)).main
    assert "Bisher ist nicht festgehalten" in before.main


def test_taking_part_waits_until_the_lead_has_begun_contact(town: make.Town, browser: Browser):
    case = led(town, Status.TRIAGE)
    window = browser.as_(town.lead, sees=NAMES)

    refused = window.submit(window.get(form(case)), YES)
    window.submit(window.get(form(case)), {**YES, "participation": "OPEN", "office": "YES"})

    assert "Bitte beginnen Sie zuerst die Kontaktaufnahme" in refused.main
    assert answers(case) == {Purpose.OFFICE: Said.YES}


def test_only_the_lead_records_and_strangers_find_nothing(town: make.Town, browser: Browser):
    case, other = led(town), led(town)
    one = f"/faelle/{case.id}/beteiligte/{party(case).id}"
    mixed = f"/faelle/{case.id}/beteiligte/{party(other).id}"
    pages = ("entscheidung", "ruecknahme", "einwilligungen")

    by_lead = {browser.as_(town.lead).get(f"{mixed}/{page}").status_code for page in pages}
    by_coordination = [browser.as_(town.coordinator).get(f"{one}/{page}").status_code for page in pages]
    by_stranger = {browser.as_(town.reporter).get(f"{one}/{page}").status_code for page in pages}

    assert by_lead == {404}
    assert by_coordination == [403, 200, 200]
    assert by_stranger == {404}


def test_a_way_that_is_not_wanted_is_marked(town: make.Town, browser: Browser):
    case = led(town)
    make.consent(party(case), Purpose.PHONE, said=Said.NO)

    page = browser.as_(town.lead, sees=NAMES).get(f"/faelle/{case.id}/beteiligte")

    assert "Bitte nicht Telefon" in page.main


def test_parties_of_a_case_never_speak_for_each_other(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)

    window.submit(window.get(form(case)), YES)

    assert answers(case, 1) == {}
    assert db.session.query(Party).filter_by(case_id=case.id).count() == 2
