"""Coordination imports a pool file on a page, and gets back what could not be taken."""

import csv
import io

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry
from app.database import db
from app.mediators.models import PoolImport, PoolPerson
from tests import make
from tests.mediators.pool import FAULTS, GOOD, SAMPLE, file_of, resaved

ADDRESS = "/pool/import"


def send(window, data, name="pool.csv"):
    return window.submit(window.get(ADDRESS), {"file": (io.BytesIO(data), name)}, button="Datei importieren")


def upload(window, data):
    """Look at what would change, and take it."""
    return window.submit(send(window, data), button="Übernehmen")


@pytest.fixture
def window(town, browser):
    return browser.as_(town.coordinator)


def count():
    return db.session.scalar(sa.select(sa.func.count(PoolPerson.id)))


def test_49_rows_come_in_and_11_come_back_on_the_page(window):
    page = upload(window, SAMPLE)

    assert page.heading == "Ergebnis des Imports"
    assert "Neu aufgenommen 49 Geändert 0 Unverändert 0 Zurückgewiesen 11" in page.main
    assert "„fließend-ish“ ist kein Sprachniveau" in page.main
    assert count() == 49


def test_the_same_file_again_changes_nothing(window):
    upload(window, SAMPLE)

    page = upload(window, SAMPLE)

    assert "Neu aufgenommen 0 Geändert 0 Unverändert 49 Zurückgewiesen 11" in page.main
    assert count() == 49


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_file_from_an_older_spreadsheet_comes_in_with_its_umlauts(window, separator, encoding):
    people = file_of({"Nachname": "Öztürk", "Vorname": "Jürgen"})

    upload(window, resaved(people, separator=separator).decode().encode(encoding))

    assert db.session.scalars(sa.select(PoolPerson)).one().name == "Jürgen Öztürk"


def test_the_rows_sent_back_can_be_downloaded_with_line_column_and_reason(window):
    page = upload(window, SAMPLE)

    file = window.get(page.links["Zeilen herunterladen (CSV)"])

    rows = list(csv.DictReader(io.StringIO(file.response.data.decode("utf-8-sig")), delimiter=";"))
    assert [(int(row["line"]), row["column"]) for row in rows] == FAULTS
    assert file.response.headers["Content-Disposition"] == 'attachment; filename="zurueckgewiesen.csv"'


def test_whoever_reads_the_rows_sent_back_stands_in_the_access_log(town, window):
    page = upload(window, SAMPLE)
    window.get(page.links["Zeilen herunterladen (CSV)"])

    lines = db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number)).all()

    assert [(line.kind, line.actor_id) for line in lines] == [
        ("PoolFileRead", town.coordinator.id),
        ("PoolImported", town.coordinator.id),
        ("PoolRejectsRead", town.coordinator.id),
        ("PoolRejectsRead", town.coordinator.id),
    ]


def test_after_24_hours_the_result_is_gone(town, browser, window):
    page = upload(window, SAMPLE)

    with clock.stopped(make.later(hours=24)):
        next_day = browser.as_(town.coordinator)
        gone = [next_day.get(f"{page.path}{end}").status_code for end in ("", "/zurueckgewiesen.csv")]

    assert gone == [404, 404]


def test_the_result_of_another_municipality_is_not_there(window, browser):
    page = upload(window, SAMPLE)

    stranger = browser.as_(make.town("musterland").coordinator)

    assert stranger.get(page.path).status_code == 404
    assert stranger.get(f"{page.path}/zurueckgewiesen.csv").status_code == 404


def test_columns_that_mean_nothing_here_are_named(window):
    header, line = file_of({}).decode().splitlines()

    page = send(window, f"{header};Haustier\n{line};Katze\n".encode())
    page = window.submit(window.submit(page, button="Weiter zum Vergleich"), button="Übernehmen")

    assert "Diese Spalten kennen wir nicht, sie wurden nicht gelesen: Haustier." in page.main


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Bitte wählen Sie eine Datei aus."),
        (b"PK\x03\x04\x00\x00", "Das ist keine Tabelle, die wir lesen können."),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(window, data, sentence):
    page = send(window, data, name="pool.csv" if data else "")

    assert page.status_code == 422
    assert f"Tabelle – {sentence}" in page.main
    assert db.session.scalars(sa.select(PoolImport)).all() == []


def test_only_coordination_imports(town, browser):
    doors = [browser.as_(one).get(ADDRESS).status_code for one in (town.reporter, town.admin, town.lead)]

    assert doors == [403, 403, 403]


def test_what_looks_like_a_formula_is_text_and_comes_back_guarded(window):
    page = upload(window, file_of({"Vorname": "=1+1"}, {"Vorname": "=1+1", "E-Mail": "kaputt"}))

    file = window.get(page.links["Zeilen herunterladen (CSV)"])

    assert db.session.scalars(sa.select(PoolPerson)).one().first_name == "=1+1"
    assert '"\'=1+1"' in file.response.data.decode()
    assert GOOD["Nachname"] in file.response.data.decode()
