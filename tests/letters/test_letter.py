"""A letter to a party: made by the lead, seen by nobody else, kept nowhere."""

import io
import re

import pikepdf
import pytest

from app.audit.models import AccessEntry, TimelineEntry
from app.cases.models import Party
from app.cases.rules.consent import Said
from app.cases.rules.status import Status
from app.database import db
from app.letters.actions.texts import approve
from app.letters.rules.kinds import LETTER_LANGUAGES
from app.letters.views import paper
from tests import make
from tests.letters.reading import tags, words
from tests.letters.writing import may_write, newest, path
from tests.watch import CANARY

NAMES = {"parties.name", "parties.address"}


@pytest.fixture
def case(town):
    may_write(town)
    made = make.case(town, status=Status.CONTACT)
    make.lead(made, town.lead)
    return made


def party(case, position=1):
    return db.session.query(Party).filter_by(case_id=case.id, position=position).one()


def looked_at(window, to, kind="FIRST_TALK", **said):
    return window.submit(window.get(f"{path(to)}?art={kind}"), said, button="Brief ansehen")


def made(window, to, kind="FIRST_TALK", **said):
    return window.submit(looked_at(window, to, kind, **said), button="PDF herunterladen")


def opened(page) -> pikepdf.Pdf:
    assert page.response.mimetype == "application/pdf", page.main[:500]
    return pikepdf.open(io.BytesIO(page.response.data))


# The page


def test_the_lead_chooses_a_letter_and_finds_the_language_of_the_party(town, case, browser):
    window = browser.as_(town.lead, sees=NAMES)

    start = window.get(path(party(case)))
    page = window.get(f"{path(party(case))}?art=FIRST_TALK")

    assert start.links["Einladung zu einem ersten Gespräch"].endswith("art=FIRST_TALK")
    assert page.values(page.forms()[-1])["language"] == "ar"
    assert page.values(page.forms()[-1])["answer_by"] == "2026-03-16"


def test_a_look_shows_the_letter_in_both_languages_and_says_that_it_is_a_draft(town, case, browser):
    page = looked_at(browser.as_(town.lead, sees=NAMES), party(case))

    assert "دعوة إلى حديث أول" in page.main
    assert "Einladung zu einem ersten Gespräch" in page.main
    assert "مسودة" in page.main
    assert "Dieser Text ist noch nicht freigegeben." in page.main
    assert party(case).name in page.main


def test_reading_and_looking_are_in_the_log(town, case, browser):
    looked_at(browser.as_(town.lead, sees=NAMES), party(case))

    kinds = {kind for (kind,) in db.session.query(AccessEntry.kind).filter_by(subject_id=party(case).id)}
    assert kinds >= {"PartiesRead", "LetterRead"}


def test_an_appointment_needs_its_day_time_and_place(town, case, browser):
    window = browser.as_(town.lead, sees=NAMES)

    page = looked_at(window, party(case), "APPOINTMENT", place="Kreishaus, Raum 12", day="2026-03-01")

    assert page.status_code == 422
    assert "Dieser Tag ist schon vorbei." in page.main
    assert "Bitte füllen Sie dieses Feld aus; es steht im Brief." in page.main
    assert page.values(page.forms()[-1])["place"] == "Kreishaus, Raum 12"


def test_without_a_head_the_page_says_who_fills_it_in(town, browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)

    page = looked_at(browser.as_(town.lead), party(case))

    assert page.status_code == 422
    assert "Die Leitung trägt sie unter „Briefe“ ein." in page.main


def test_a_party_that_took_back_its_consent_is_not_invited(town, case, browser):
    make.consent(party(case))
    make.consent(party(case), said=Said.WITHDRAWN, at=make.later(minutes=1))

    page = looked_at(browser.as_(town.lead, sees=NAMES), party(case))

    assert page.status_code == 422
    assert "Eingeladen wird sie nicht mehr." in page.main


def test_in_a_closed_case_no_letter_is_made(town, browser):
    may_write(town)
    case = make.case(town, status=Status.CLOSED)
    make.lead(case, town.lead)

    page = browser.as_(town.lead).get(path(party(case)))

    assert page.status_code == 409
    assert "Der Fall ist abgeschlossen." in page.main


# Who may


def test_only_the_lead_makes_letters_and_strangers_find_nothing(town, case, browser):
    coordinator = browser.as_(town.coordinator).get(path(party(case)))
    stranger = browser.as_(town.reporter).get(path(party(case)))
    stranger_pdf = browser.as_(town.reporter).post(path(party(case), ".pdf"), {"kind": "FIRST_TALK"})
    management = browser.as_(town.management).get(path(party(case)))

    assert (coordinator.status_code, stranger.status_code) == (403, 404)
    assert (stranger_pdf.status_code, management.status_code) == (404, 403)


def test_a_party_of_another_case_was_never_there(town, case, browser):
    other = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/beteiligte/{party(other).id}/brief")

    assert page.status_code == 404


# The PDF


def test_the_pdf_is_tagged_titled_and_says_its_language(town, case, browser):
    pdf = opened(made(browser.as_(town.lead, sees=NAMES), party(case)))

    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == "ar"
    assert str(pdf.docinfo.Title) == "دعوة إلى حديث أول"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    kinds = {str(tag.S) for tag in tags(pdf)}
    assert {"/Document", "/Sect", "/H1", "/P", "/L", "/LI"} <= kinds


def test_each_part_of_the_pdf_says_its_own_language(town, case, browser):
    pdf = opened(made(browser.as_(town.lead, sees=NAMES), party(case)))

    said = [(str(tag.S), str(tag.get("/Lang", ""))) for tag in tags(pdf)]
    assert [language for kind, language in said if kind == "/Sect"] == ["ar", "de"]
    assert {language for kind, language in said if kind == "/Art"} == {"de"}


def test_arabic_runs_from_right_to_left_and_names_and_dates_in_it_do_not(town, case, browser):
    """Glyphs are painted from left to right: what is read first in Arabic is painted last."""
    first, second = words(opened(made(browser.as_(town.lead, sees=NAMES), party(case))))

    assert "دعوة إلى حديث أول"[::-1] in first
    named = next(line for line in first.splitlines() if "ذلك"[::-1] in line)
    assert named.index("،") < named.index("Lars Lindner") < named.index("ذلك"[::-1])
    dated = next(line for line in first.splitlines() if "حتى تاريخ"[::-1] in line)
    assert dated.index("هل"[::-1]) < dated.index("16.03.2026") < dated.index("تاريخ"[::-1])
    assert "Einladung zu einem ersten Gespräch" in second


def test_a_number_at_the_end_of_a_line_is_not_turned_round_in_the_next(town, case, browser):
    pages = words(opened(made(browser.as_(town.lead, sees=NAMES), party(case), "NOTICE_14")))

    assert "Datenschutzbeauftragte des Musterkreises, Telefon 02541" in pages[0]
    assert "12-1111, datenschutz@musterkreis.example" in pages[0]


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_language_fits_on_paper(town, case, browser, language):
    pdf = opened(
        made(browser.as_(town.lead, sees=NAMES), party(case), "CONSENT", language=language, with_german=None)
    )

    assert len(pdf.pages) == 1
    assert all("\ufffd" not in text for text in words(pdf))


def test_a_draft_says_so_on_paper_and_an_approved_text_does_not(town, case, browser):
    window = browser.as_(town.lead, sees=NAMES)
    draft = words(opened(made(window, party(case, 0), language="en", with_german=None)))
    approve(newest("FIRST_TALK", "en").id, by=town.management.id, at=make.NOON)
    db.session.commit()

    final = words(opened(made(window, party(case, 0), language="en", with_german=None)))

    assert "Draft – not yet approved" in draft[0]
    assert "Entwurf – noch nicht freigegeben" in draft[0]
    assert "Draft" not in final[0]
    assert "Entwurf" not in final[0]


def test_name_and_address_stand_in_the_window_unless_the_address_is_protected(town, case, browser):
    window, name = browser.as_(town.lead, sees=NAMES), party(case).name
    shown = words(opened(made(window, party(case), language="en")))[0]

    party(case).address_protected = True
    db.session.commit()
    page = browser.as_(town.lead).get(f"{path(party(case))}?art=FIRST_TALK")
    hidden = "".join(words(opened(made(browser.as_(town.lead), party(case), language="en"))))

    assert name in shown
    assert "Die Anschrift ist geschützt." in page.main
    assert CANARY not in hidden


def test_nothing_but_name_and_address_of_the_one_party_is_printed(town, case, browser):
    pages = words(opened(made(browser.as_(town.lead, sees=NAMES), party(case), "NOTICE_14", language="en")))

    told = set(re.findall(CANARY + r"[\w.\-]*", "".join(pages)))
    assert told <= {party(case).name, party(case).address}
    assert party(case, 0).name not in "".join(pages)


def test_the_file_has_a_neutral_name_and_the_case_remembers_only_that_there_was_a_letter(town, case, browser):
    page = made(browser.as_(town.lead, sees=NAMES), party(case))

    assert page.response.headers["Content-Disposition"] == f'attachment; filename="brief-{case.number}.pdf"'
    assert page.response.headers["Cache-Control"] == "no-store"
    entry = db.session.query(TimelineEntry).filter_by(kind="LetterMade").one()
    assert entry.facts == {
        "party": "Partei B",
        "letter": "Erstes Gespräch",
        "language": "Arabisch",
        "version": 1,
    }
    assert db.session.query(AccessEntry).filter_by(kind="LetterMade", case_id=case.id).count() == 1


def test_without_pango_a_sentence_says_what_is_missing(town, case, browser, monkeypatch):
    def no_library(_layout):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(paper, "_press", no_library)

    page = made(browser.as_(town.lead, sees=NAMES), party(case))

    assert page.status_code == 409
    assert "Auf diesem Server fehlt noch die Schriftbibliothek Pango" in page.main
    assert db.session.query(TimelineEntry).filter_by(kind="LetterMade").count() == 0
