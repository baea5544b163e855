"""What the columns of a pool file mean is proposed, chosen, shown by the first rows, and remembered."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.headings import Table
from app.mediators import poolfile
from app.mediators.models import PoolColumns, PoolPerson, PoolUpload
from app.mediators.poolrow import COLUMNS
from tests import make, workbooks
from tests.mediators.pool import GOOD, HEADER
from tests.mediators.test_import_page import send, upload, window

__all__ = ["window"]

#: As another office would call them, in another order, with a column that means nothing here.
OTHER = {
    "Familienname": "Kaya",
    "Rufname": "Ece",
    "Sprachkenntnisse": "Deutsch (C1)",
    "Lieblingstier": "Katze",
    "Mail": "ece.kaya@pool.example",
    "Handy": "0221 4710967",
}


def other_file(**cells):
    return workbooks.xlsx(workbooks.table_of(";".join(OTHER), OTHER | cells))


def only_person():
    return db.session.scalars(sa.select(PoolPerson)).one()


def kept():
    return db.session.scalars(sa.select(PoolUpload)).one()


def test_columns_with_other_names_are_proposed_and_the_first_rows_are_shown(window):
    page = send(window, other_file())

    assert page.heading == "Spalten zuordnen"
    form = page.values(page.forms(within="main")[0])
    chosen = [form[f"column_{place}"] for place in range(6)]
    assert chosen == ["last_name", "first_name", "languages", "", "email", "phone"]
    assert "Nachname Zeile 2Kaya Vorname Zeile 2Ece E-Mail Zeile 2ece.kaya@pool.example" in page.main
    assert "Lieblingstier Zum BeispielKatze" in page.main


def test_a_choice_is_read_as_chosen_and_remembered_for_the_same_columns_in_any_order(window):
    page = window.submit(
        send(window, other_file(Lieblingstier="Altfeld")), {"column_3": "home"}, button="Weiter zum Vergleich"
    )
    window.submit(page, button="Übernehmen")
    assert only_person().home == "Altfeld"

    turned = dict(reversed(OTHER.items())) | {"Lieblingstier": "Weststadt"}
    again = send(window, workbooks.ods(workbooks.table_of(";".join(turned), turned)))

    assert "Wohnort: bisher Altfeld → künftig Weststadt" in again.main
    assert db.session.scalar(sa.select(sa.func.count(PoolColumns.id))) == 1


def test_what_was_remembered_can_be_chosen_anew(window):
    page = window.submit(send(window, other_file()), button="Weiter zum Vergleich")

    page = window.submit(
        window.get(page.links["Spalten zuordnen"]), {"column_3": "home"}, button="Weiter zum Vergleich"
    )
    window.submit(page, button="Übernehmen")

    assert only_person().home == "Katze"


def test_another_municipality_remembers_nothing_of_it(window, browser):
    window.submit(send(window, other_file()), button="Weiter zum Vergleich")

    stranger = browser.as_(make.town("musterland").coordinator)

    assert send(stranger, other_file()).heading == "Spalten zuordnen"


def test_the_preview_shows_another_choice_and_keeps_nothing(window):
    page = window.submit(send(window, other_file()), {"column_3": "home"}, button="Vorschau aktualisieren")

    assert (page.status_code, page.heading) == (200, "Spalten zuordnen")
    assert "Wohnort Zeile 2Katze" in page.main
    assert kept().fields is None


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"column_4": ""}, "Noch nicht zugeordnet: E-Mail."),
        ({"column_3": "email"}, "Zwei Spalten sollen als „E-Mail“ gelesen werden."),
    ],
)
def test_a_choice_that_can_not_be_read_is_refused_and_kept(window, choice, sentence):
    page = window.submit(send(window, other_file()), choice, button="Weiter zum Vergleich")

    assert page.status_code == 422 and sentence in page.main
    assert page.values(page.forms(within="main")[0]).items() >= choice.items()
    assert kept().fields is None


def test_a_row_that_would_be_sent_back_says_why_in_the_preview(window):
    page = send(window, other_file(Sprachkenntnisse="Deutsch"))

    assert "Zurückgewiesen Zeile 2Bei „Deutsch“ fehlt das Niveau." in page.main


def test_another_sheet_can_be_chosen(window):
    old = workbooks.table_of(HEADER, GOOD | {"Nachname": "Alt"})
    page = send(window, workbooks.xlsx(workbooks.table_of(HEADER, GOOD), old))
    assert "Gelesen wird das Tabellenblatt „Pool“." in page.main

    other = window.get(f"{page.links['Anderes Blatt wählen']}?blatt=1")
    window.submit(window.submit(other, button="Weiter zum Vergleich"), button="Übernehmen")

    assert only_person().last_name == "Alt"
    assert window.get(f"{page.path.replace('vergleich', 'spalten')}?blatt=7").status_code == 404


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
@pytest.mark.parametrize("merged", [["A1:E1", "C3:D3", "A3:A4", "B3:B4", "E3:E4"], []])
def test_titles_above_the_columns_and_names_over_two_rows_are_understood(window, write, merged):
    rows = [
        ["Unsere Mediator:innen", None, None, None, None],
        [],
        ["Nachname", "Vorname", "Kontakt", None, "Sprachen"],
        [None, None, "E-Mail", "Telefon", None],
        ["Kaya", "Ece", "ece.kaya@pool.example", "0221 4710967", "Deutsch (C1)"],
    ]

    upload(window, write(rows, merged=merged))

    person = only_person()
    assert (person.name, person.phone) == ("Ece Kaya", "0221 4710967")


def test_macros_are_never_run_and_the_page_says_so(window):
    from tests.test_sheetfiles import repacked

    data = workbooks.xlsx(workbooks.table_of(HEADER, GOOD))

    page = send(window, repacked(data, **{"xl/vbaProject.bin": b"Sub AutoOpen()"}))

    assert "Die Datei enthält Makros. Wir führen sie nie aus" in page.main


TODAY = make.NOON.date()


@given(st.permutations(range(len(COLUMNS))), st.data())
def test_however_columns_are_called_and_ordered_they_are_read_as_chosen(order, data):
    names = data.draw(st.lists(st.text(max_size=12), min_size=len(COLUMNS), max_size=len(COLUMNS)))
    cells = tuple(GOOD.get(column.name, "") for column in COLUMNS)
    plain = Table(tuple(column.name for column in COLUMNS), ((2, cells),))
    turned = Table(tuple(names), ((2, tuple(cells[place] for place in order)),))

    read = poolfile.judged(turned, [COLUMNS[place].field for place in order], today=TODAY)

    assert read.rows == poolfile.judged(plain, poolfile.fields_of(plain.header), today=TODAY).rows != []
