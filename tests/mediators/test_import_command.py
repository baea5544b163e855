"""The same import by command, for other programs: words for people first, JSON in the last line."""

import csv
import io
import json

import pytest
import sqlalchemy as sa

from app.database import db
from app.mediators.models import PoolPerson
from tests import workbooks
from tests.mediators.pool import FAULTS, GOOD, HEADER, SAMPLE, file_of


@pytest.fixture
def sample(tmp_path):
    file = tmp_path / "pool.csv"
    file.write_bytes(SAMPLE)
    return file


def run(app, *words):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["pool", "import", *map(str, words)])


def counts_in(result):
    return json.loads(result.stdout.splitlines()[-1])


def test_49_rows_come_in_and_11_are_sent_back_by_command(app, town, sample):
    result = run(app, sample, "--municipality", "musterkreis")

    assert result.exit_code == 0
    assert counts_in(result) == {"imported": 49, "updated": 0, "unchanged": 0, "rejected": 11}
    assert db.session.scalar(sa.select(sa.func.count(PoolPerson.id))) == 49


def test_again_by_command_changes_nothing(app, town, sample):
    run(app, sample, "--municipality", "musterkreis")

    again = run(app, sample, "--municipality", "musterkreis")

    assert counts_in(again) == {"imported": 0, "updated": 0, "unchanged": 49, "rejected": 11}


def test_every_row_sent_back_is_named_with_line_and_reason(app, town, sample):
    result = run(app, sample, "--municipality", "musterkreis")

    lines = [line for line in result.stdout.splitlines() if line.startswith("Zeile ")]
    assert [line.split(":")[0] for line in lines] == [f"Zeile {line}, {column}" for line, column in FAULTS]


def test_the_rows_sent_back_are_written_to_a_file(app, town, sample, tmp_path):
    run(app, sample, "--municipality", "musterkreis", "--rejects", tmp_path / "rejects.csv")

    text = (tmp_path / "rejects.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [(int(row["line"]), row["column"]) for row in rows] == FAULTS
    assert all(row["reason"] for row in rows)


def test_an_unknown_municipality_is_refused_in_words(app, town, sample):
    result = run(app, sample, "--municipality", "nirgendwo")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Eine Kommune „nirgendwo“ gibt es nicht." in result.stderr


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_a_workbook_comes_in_by_command_whatever_it_is_called(app, town, tmp_path, write):
    file = tmp_path / "pool.csv"
    file.write_bytes(write([["Pool 2026"], *workbooks.table_of(HEADER, GOOD)]))

    result = run(app, file, "--municipality", "musterkreis")

    assert counts_in(result) == {"imported": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    assert "Gelesenes Tabellenblatt: Pool" in result.stdout


def test_a_sheet_is_named_by_command(app, town, tmp_path):
    file = tmp_path / "pool.xlsx"
    other = workbooks.table_of(HEADER, GOOD, GOOD | {"E-Mail": "b@pool.example"})
    file.write_bytes(workbooks.xlsx(workbooks.table_of(HEADER, GOOD), other))

    result = run(app, file, "--municipality", "musterkreis", "--sheet", "Archiv")
    missing = run(app, file, "--municipality", "musterkreis", "--sheet", "Alt")

    assert counts_in(result)["imported"] == 2
    assert missing.exit_code == 2 and "Ein Tabellenblatt „Alt“ gibt es in der Datei nicht." in missing.stderr


def test_by_command_columns_are_read_as_they_were_chosen_on_the_page(app, town, tmp_path, browser):
    data = workbooks.xlsx(workbooks.table_of(HEADER.replace("Nachname", "Zuname"), GOOD | {"Zuname": "Kaya"}))
    file = tmp_path / "pool.xlsx"
    file.write_bytes(data)
    before = run(app, file, "--municipality", "musterkreis")
    window = browser.as_(town.coordinator)
    page = window.submit(
        window.get("/pool/import"), {"file": (io.BytesIO(data), "pool.xlsx")}, button="Datei importieren"
    )
    window.submit(page, button="Weiter zum Vergleich")

    after = run(app, file, "--municipality", "musterkreis")

    assert before.exit_code == 2 and "In der Datei fehlt: Nachname." in before.stderr
    assert counts_in(after)["imported"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"PK\x03\x04\x00\x00", "Das ist keine Tabelle, die wir lesen"),
        (b"Name;Alter\nEce;7\n", "In der Datei fehlt: Nachname, Vorname, E-Mail, Sprachen."),
    ],
)
def test_a_file_that_is_no_pool_is_refused_in_words(app, town, tmp_path, content, sentence):
    file = tmp_path / "something"
    file.write_bytes(content)

    result = run(app, file, "--municipality", "musterkreis")

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_a_file_that_is_not_there_is_refused_in_words(app, town, tmp_path):
    result = run(app, tmp_path / "nothing.csv", "--municipality", "musterkreis")

    assert result.exit_code == 2
    assert "lässt sich nicht lesen" in result.stderr


def test_nobody_comes_in_if_the_rejects_have_nowhere_to_go(app, town, tmp_path):
    file = tmp_path / "pool.csv"
    file.write_bytes(file_of({}))

    result = run(app, file, "--municipality", "musterkreis", "--rejects", tmp_path / "no" / "folder.csv")

    assert result.exit_code == 2
    assert "lässt sich nicht schreiben" in result.stderr
    assert db.session.scalar(sa.select(sa.func.count(PoolPerson.id))) == 0
