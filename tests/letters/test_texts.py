"""Texts of letters: they come as drafts, are approved by name, followed by new versions, never changed."""

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.database import db
from app.letters import texts as files
from app.letters.actions import texts as actions
from app.letters.actions.texts import approve, bring, follow
from app.letters.jobs import bring_letter_texts
from app.letters.models import LetterHead, LetterText
from app.letters.queries.texts import TextState, counting, overview
from app.letters.rules.kinds import LETTER_LANGUAGES, LetterKind
from app.refusals import NotAllowed, Outrun
from tests import make
from tests.letters.writing import may_write, newest

CHANGED = "Einladung\n\nBitte rufen Sie bis zum {antwort_bis} an: {ansprechperson}, {kontakt}.\n"


@pytest.fixture
def texts(town):
    may_write(town)
    return town


def later_version(town, language="de", body=CHANGED):
    return follow(newest("FIRST_TALK", language).id, body, by=town.coordinator.id, at=make.later(days=1))


# What comes with the program


def test_every_text_of_the_program_comes_once_and_as_a_draft(town):
    first, second = bring(at=make.NOON), bring(at=make.NOON)

    assert (first, second) == (len(LetterKind) * len(LETTER_LANGUAGES), 0)
    assert db.session.query(LetterText).filter(LetterText.approved_at.is_not(None)).count() == 0
    assert {cell.state for line in overview() for cell in line.cells} == {TextState.DRAFT}


def test_a_changed_file_is_a_new_draft_and_the_approved_text_goes_on_counting(texts, monkeypatch):
    approve(newest("INTERIM", "de").id, by=texts.management.id, at=make.NOON)
    monkeypatch.setattr(actions, "shipped", lambda kind, language: files.shipped(kind, language) + "Neu.\n")

    added = bring(at=make.later(days=1))

    assert added == len(LetterKind) * len(LETTER_LANGUAGES)
    assert newest("INTERIM", "de").version == 2
    assert counting(LetterKind.INTERIM, "de").version == 1
    assert counting(LetterKind.INTERIM, "ar").version == 2
    assert overview()[0].cells[-1].state is TextState.FOLLOWED


def test_what_the_program_brought_before_does_not_come_again_after_a_person_wrote(texts):
    later_version(texts)

    assert bring(at=make.later(days=2)) == 0


def test_the_job_brings_the_texts_to_every_municipality(texts):
    make.town("nachbarkreis")

    assert bring_letter_texts(make.NOON) == len(LetterKind) * len(LETTER_LANGUAGES)
    assert bring_letter_texts(make.NOON) == 0


# Versions and approval


def test_a_new_version_is_a_draft_and_the_old_one_stays_as_it_was(texts):
    approve(newest("FIRST_TALK", "de").id, by=texts.management.id, at=make.NOON)
    before = newest("FIRST_TALK", "de").body

    later_version(texts)

    old, new = db.session.query(LetterText).filter_by(kind="FIRST_TALK", language="de").order_by("version")
    assert (old.body, old.approved_by) == (before, texts.management.id)
    assert (new.version, new.body, new.approved_at, new.written_by) == (
        2,
        CHANGED,
        None,
        texts.coordinator.id,
    )


def test_only_the_newest_version_is_approved_and_only_once(texts):
    old = newest("FIRST_TALK", "de").id
    new = later_version(texts)

    with pytest.raises(Outrun):
        approve(old, by=texts.management.id, at=make.NOON)
    first = approve(new, by=texts.management.id, at=make.later(days=2))
    second = approve(new, by=texts.admin.id, at=make.later(days=3))

    assert (first, second) == (True, False)
    assert newest("FIRST_TALK", "de").approved_by == texts.management.id


def test_two_people_who_follow_the_same_version_do_not_overwrite_each_other(texts):
    seen = newest("FIRST_TALK", "de").id
    later_version(texts)

    with pytest.raises(Outrun):
        follow(seen, CHANGED + "\nAnders.\n", by=texts.management.id, at=make.NOON)


def test_a_version_without_a_change_is_refused(texts):
    text = newest("FIRST_TALK", "de")

    with pytest.raises(NotAllowed):
        follow(text.id, text.body.replace("\n", "\r\n") + "  ", by=texts.management.id, at=make.NOON)


# Pages


def test_the_overview_shows_every_language_and_text(texts, browser):
    page = browser.as_(texts.privacy_officer).get("/briefe")

    assert page.heading == "Briefe und Texte"
    assert "Kurdisch (Kurmandschi)" in page.main
    assert page.main.count("Entwurf") >= len(LetterKind) * len(LETTER_LANGUAGES)


def test_management_approves_with_a_name_and_a_double_click_is_harmless(texts, browser):
    window, text = browser.as_(texts.management), newest("FIRST_TALK", "ar")
    page = window.get(f"/briefe/texte/{text.id}")

    window.submit(page, {"checked": "y"}, button="Text freigeben")
    done = window.submit(page, {"checked": "y"}, button="Text freigeben")

    assert "freigegeben von Mona Leitner" in done.main
    assert "schon freigegeben" in done.main
    written = (
        sa.select(sa.func.count()).select_from(AccessEntry).where(AccessEntry.kind == "LetterTextApproved")
    )
    assert db.session.scalar(written) == 1


def test_nobody_approves_without_saying_that_the_text_was_checked(texts, browser):
    window, text = browser.as_(texts.management), newest("FIRST_TALK", "ar")

    page = window.submit(window.get(f"/briefe/texte/{text.id}"), button="Text freigeben")

    assert page.status_code == 422
    assert "Bitte bestätigen Sie, dass der Text geprüft ist." in page.main
    assert newest("FIRST_TALK", "ar").approved_at is None


def test_coordination_writes_a_new_version_but_cannot_approve(texts, browser):
    window, text = browser.as_(texts.coordinator), newest("FIRST_TALK", "de")
    shown = window.get(f"/briefe/texte/{text.id}")

    saved = window.submit(window.get(shown.path + "/neue-fassung"), {"body": CHANGED})
    refused = window.post(f"/briefe/texte/{newest('FIRST_TALK', 'de').id}/freigabe", {"checked": "y"})

    assert "Freigeben kann diesen Text die Leitung." in shown.main
    assert "Sie ist ein Entwurf, bis jemand sie freigibt." in saved.main
    assert refused.status_code == 403
    assert newest("FIRST_TALK", "de").version == 2


def test_a_fault_is_said_with_its_line_and_what_was_typed_stays(texts, browser):
    window, text = browser.as_(texts.coordinator), newest("FIRST_TALK", "tr")
    page = window.get(f"/briefe/texte/{text.id}/neue-fassung")

    page = window.submit(page, {"body": "Davet\n\nMerhaba {isim}\n"})

    assert page.status_code == 422
    assert "Zeile 3: {isim} kennt dieser Brief nicht." in page.main
    assert "Merhaba {isim}" in page.main


def test_a_translation_older_than_the_german_text_says_so(texts, browser):
    later_version(texts)
    approve(newest("FIRST_TALK", "de").id, by=texts.management.id, at=make.later(days=1))

    page = browser.as_(texts.coordinator).get(f"/briefe/texte/{newest('FIRST_TALK', 'pl').id}")

    assert "Der deutsche Text ist neuer als dieser." in page.main


@pytest.mark.parametrize("person", ["reporter", "admin"])
def test_who_has_nothing_to_do_with_texts_is_turned_away(texts, browser, person):
    window, text = browser.as_(getattr(texts, person)), newest("FIRST_TALK", "de")

    assert window.get("/briefe").status_code == 403
    assert window.get(f"/briefe/texte/{text.id}").status_code == 403


def test_texts_of_another_municipality_were_never_there(texts, browser):
    other = make.town("nachbarkreis")

    page = browser.as_(other.management).get(f"/briefe/texte/{newest('FIRST_TALK', 'de').id}")

    assert page.status_code == 404


def test_the_head_is_proposed_by_the_law_of_the_land_and_kept_once(town, browser):
    window = browser.as_(town.management)
    page = window.get("/briefe/briefkopf")
    said = {"sender": "Musterkreis\nKreishausplatz 1", "contact": "02541 1", "privacy_officer": "DSB"}

    window.submit(page, said)
    window.submit(window.get("/briefe/briefkopf"), {"contact": "02541 2"})

    head = db.session.query(LetterHead).one()
    assert "§ 3 Abs. 1 DSG NRW" in head.legal_basis
    assert (head.sender, head.contact) == ("Musterkreis\nKreishausplatz 1", "02541 2")


def test_an_empty_head_is_refused_field_by_field(town, browser):
    window = browser.as_(town.management)

    page = window.submit(window.get("/briefe/briefkopf"), {"contact": "", "authority": "Meine Aufsicht"})

    assert page.status_code == 422
    assert "Bitte füllen Sie dieses Feld aus; es steht in jedem Brief." in page.main
    assert db.session.query(LetterHead).count() == 0
