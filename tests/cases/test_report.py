"""Reporting a conflict."""

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.audit.models import TimelineEntry
from app.cases.models import Case, Draft, Party, SafetyCheck
from app.cases.rules.intake import Answer, LanguageAnswer, PartyKind
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.cases.clicks import Counting
from tests.cases.reporting import NAMED, PARTIES, PLACE, TOPIC, sent, written

# The whole way


def test_a_report_reaches_the_office_with_its_number_and_the_day_of_the_answer(browser, town):
    window = browser.as_(town.reporter)

    page = sent(window)

    case = db.session.scalars(sa.select(Case)).one()
    assert page.heading == "Ihre Meldung ist angekommen"
    assert case.number in page.main
    assert "meldet sich bis morgen, Di 03.03." in page.main
    assert (case.status, case.reporter_id, case.office_id) == (Status.NEW, town.reporter.id, town.office.id)
    assert (case.description, case.since_month) == ("Jeden Abend laute Musik.", "2025-09")


def test_from_sign_in_to_sent_takes_eight_clicks(browser, town):
    person = Counting(browser, town.reporter).signs_in().follows("Konflikt melden")

    for values in (TOPIC, PLACE, PARTIES, {}, {"disclosure": "OWN_KNOWLEDGE"}):
        person.presses("Weiter", values)
    person.presses("Konflikt melden")

    assert person.page.heading == "Ihre Meldung ist angekommen"
    assert person.clicks == 8


def test_the_same_with_the_browser_closed_and_an_answer_changed_takes_at_most_twelve_clicks(browser, town):
    person = Counting(browser, town.reporter).signs_in().follows("Konflikt melden")
    person.presses("Weiter", TOPIC).presses("Weiter", PLACE).presses("Weiter", PARTIES)

    person.signs_in().follows("Weiterschreiben").presses("Weiter")
    person.presses("Weiter", {"disclosure": "OWN_KNOWLEDGE"})
    person.follows("Ändern: Worum geht es?").presses("Speichern und zurück zur Prüfung", {"goal": "Ruhe."})
    person.presses("Konflikt melden")

    assert person.page.heading == "Ihre Meldung ist angekommen"
    assert db.session.scalars(sa.select(Case)).one().goal == "Ruhe."
    assert person.clicks <= 12


def test_the_case_knows_its_parties_and_their_contact(browser, town):
    sent(browser.as_(town.reporter), NAMED)

    first, second = db.session.scalars(sa.select(Party).order_by(Party.position))
    assert (first.name, first.kind, first.contact_agreed) == (
        "Familie Öztürk",
        PartyKind.HOUSEHOLD,
        Answer.YES,
    )
    assert (second.name, second.phone) == (None, "030 23125 001")
    assert first.name_index and not second.name_index
    assert first.data_received_at == second.data_received_at == make.NOON


def test_names_that_arrive_with_the_report_are_told_and_the_last_one_completes_them(browser, town):
    sent(browser.as_(town.reporter), NAMED)

    told = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.kind == "PartyDataReceived")).all()
    assert sorted((entry.facts["party"], entry.facts["all_known"]) for entry in told) == [
        ("Partei A", False),
        ("Partei B", True),
    ]


def test_a_report_without_any_name_is_pseudonymised(browser, town):
    sent(browser.as_(town.reporter))

    assert db.session.scalars(sa.select(Case)).one().pseudonymized
    assert not db.session.scalars(
        sa.select(TimelineEntry).where(TimelineEntry.kind == "PartyDataReceived")
    ).all()


def test_three_answers_name_no_language_and_stay_apart(browser, town):
    window = browser.as_(town.reporter)
    third = {"parties-2-kind": "GROUP", "parties-2-contact_agreed": "NO"}
    languages = ("UNKNOWN", "NOT_STATED", "NONE_SHARED")
    spoken = {f"parties-{position}-language": answer for position, answer in enumerate(languages)}
    page = written(window)
    page = window.submit(window.get(page.links["Ändern: Partei A"]), button="Weitere Partei hinzufügen")

    page = window.submit(page, {**third, **spoken}, button="Speichern und zurück zur Prüfung")
    window.submit(page, button="Konflikt melden")

    parties = db.session.scalars(sa.select(Party).order_by(Party.position)).all()
    assert [party.language_answer for party in parties] == [
        LanguageAnswer.UNKNOWN,
        LanguageAnswer.NOT_STATED,
        LanguageAnswer.NONE_SHARED,
    ]
    assert [party.language_codes for party in parties] == [(), (), ()]


def test_a_party_may_speak_several_languages(browser, town):
    sent(browser.as_(town.reporter), {**PARTIES, "parties-1-second_language": "kmr"})

    second = db.session.scalars(sa.select(Party).where(Party.position == 1)).one()
    assert (second.language_answer, second.language_codes) == (LanguageAnswer.KNOWN, ("ar", "kmr"))


def test_kurdish_alone_cannot_be_chosen(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")
    page = window.submit(page, PLACE, button="Weiter")

    words = [" ".join("".join(option.itertext()).split()) for option in page._all("option")]

    assert any(word.startswith("Kurdisch (Sorani)") for word in words)
    assert not [word for word in words if word == "Kurdisch" or word.startswith("Kurdisch –")]


# Danger


def test_nothing_ticked_is_a_stated_nothing(browser, town):
    window = browser.as_(town.reporter)
    page = written(window)

    window.submit(page, button="Konflikt melden")

    assert "Was davon ist Ihnen bekannt? nichts davon" in page.main
    assert db.session.scalars(sa.select(Case)).one().red_flag_since is None
    assert not db.session.scalars(sa.select(SafetyCheck)).all()


def test_a_threat_is_told_at_once_and_kept_as_a_sign(browser, town):
    sent(browser.as_(town.reporter), danger={"red_flags": ["WEAPONS_THREATS"], "proceedings": "y"})

    kinds = set(db.session.scalars(sa.select(TimelineEntry.kind)))
    check = db.session.scalars(sa.select(SafetyCheck)).one()
    assert {"CaseReported", "RedFlagRaised", "ThreatReported"} <= kinds
    assert check.signs == "WEAPONS_THREATS PROCEEDINGS"
    assert db.session.scalars(sa.select(Case)).one().red_flag_since == make.NOON


def test_another_sign_of_danger_is_no_threat(browser, town):
    sent(browser.as_(town.reporter), danger={"red_flags": ["STALKING"]})

    kinds = set(db.session.scalars(sa.select(TimelineEntry.kind)))
    assert "RedFlagRaised" in kinds
    assert "ThreatReported" not in kinds


# The Jugendamt


def test_a_jugendamt_is_asked_for_no_names(browser, town):
    window = browser.as_(town.lead)
    page = written(window, disclosure="NOT_ENTRUSTED")

    section = window.get(page.links["Ändern: Partei A"])

    names = {box.get("name") for box in [*section._all("input"), *section._all("select")]}
    assert "parties-0-language" in names
    assert not {f"parties-0-{field}" for field in ("name", "phone", "email", "address")} & names


def test_a_name_sent_to_the_jugendamts_form_is_not_kept(browser, town):
    sent(browser.as_(town.lead), NAMED, disclosure="NOT_ENTRUSTED")

    assert db.session.scalars(sa.select(Case)).one().pseudonymized
    assert [party.name for party in db.session.scalars(sa.select(Party))] == [None, None]


def test_each_office_chooses_from_the_bases_that_its_law_knows(browser, town):
    youth_office, other_office = browser.as_(town.lead), browser.as_(town.reporter)
    page = written(youth_office, disclosure="ENTRUSTED_8A")
    other = written(other_office)

    section = other_office.get(other.links["Ändern: Grundlage der Weitergabe"])

    assert "Anvertraut, Weitergabe zum Schutz eines Kindes" in page.main
    assert "SGB VIII" not in section.main


def test_no_page_asks_for_origin_or_religion_or_residence(browser, town):
    window = browser.as_(town.reporter)
    page = written(window)

    draft = page.path.removesuffix("pruefen")
    for section in ("anliegen", "ort", "beteiligte", "gefahr", "weitergabe"):
        labels = " ".join("".join(label.itertext()) for label in window.get(draft + section)._all("label"))
        for word in ("Staatsangehörigkeit", "Nationalität", "Herkunft", "Religion", "Aufenthalt", "Ethni"):
            assert word not in labels


# Errors and double clicks


def test_an_error_keeps_everything_typed(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")
    page = window.submit(page, {**PLACE, "since": "gestern", "location": "Hinterhof"}, button="Weiter")

    again = window.get(page.path)

    assert page.status_code == 422
    assert "Bitte schreiben Sie Monat und Jahr" in page.main
    for seen in (page, again):
        typed = seen.values(seen.forms()[-1])
        assert (typed["since"], typed["location"]) == ("gestern", "Hinterhof")


def test_an_error_on_the_first_page_makes_one_draft_not_two(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), {"description": "Nur ein Satz."}, button="Weiter")

    window.submit(page, TOPIC, button="Weiter")

    assert page.status_code == 422
    assert len(db.session.scalars(sa.select(Draft)).all()) == 1


def test_a_double_click_on_the_first_page_makes_one_draft(browser, town):
    window = browser.as_(town.reporter)
    page = window.get("/melden")

    window.submit(page, TOPIC, button="Weiter")
    window.submit(page, TOPIC, button="Weiter")

    assert len(db.session.scalars(sa.select(Draft)).all()) == 1


def test_a_double_click_sends_one_report_and_shows_the_same_number(browser, town):
    window = browser.as_(town.reporter)
    page = written(window)

    first = window.submit(page, button="Konflikt melden")
    second = window.submit(page, button="Konflikt melden")

    assert len(db.session.scalars(sa.select(Case)).all()) == 1
    assert first.path == second.path


def test_an_unfinished_report_is_not_sent(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")
    draft = page.path.removesuffix("/ort")

    refused = window.post(f"{draft}/senden")

    assert refused.status_code == 422
    assert "Es fehlt noch etwas" in refused.main
    assert "Wer ist beteiligt? ergänzen" in refused.links
    assert not db.session.scalars(sa.select(Case)).all()


def test_whoever_has_no_office_is_told_so(browser, town):
    stray = make.user(name="Ohne Stelle", role=Role.REPORTER)
    db.session.commit()

    page = browser.as_(stray).get("/melden")

    assert page.status_code == 409
    assert "keine Dienststelle zugeordnet" in page.main
