"""Open cases of today come in from a table; what can't be taken comes back with the reason."""

import csv
import io
import json
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock, spreadsheets
from app.accounts.permissions import Role
from app.cases.actions import imports as actions
from app.cases.jobs import delete_old_rejects
from app.cases.models import Case, CaseImport, CaseLead, LeadKind, Party
from app.cases.rules.imports import ONCE, TownWords, columns
from app.cases.rules.intake import Category
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.notifications.models import Notification
from app.plans.actions.adopting import adopt_default
from app.plans.models import PlanStep
from app.refusals import NotAllowed
from tests import make, workbooks

ROW = {
    "Aktenzeichen": "KI 17/2025",
    "Gemeldet am": "12.01.2026",
    "Kategorie": "Lärm",
    "Wo": "Wohnanlage oder Siedlung",
    "Beschreibung": "Musik am Abend.",
    "Dienststelle": "Ordnungsamt",
    "Grundlage": "TASK_LAW",
    "Ortsteil": "Weststadt",
    "Status": "",
    "Angenommen am": "",
    "Priorität": "",
    "Fallverantwortung": "",
    "Gemeldet von": "",
    "Partei A": "",
    "Partei A Sprachen": "",
}
ACCEPTED = {"Status": "Angenommen", "Angenommen am": "2026-01-20", "Priorität": "B"}


def file_of(*rows, separator=";", encoding="utf-8"):
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, ROW, delimiter=separator)
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return page.getvalue().encode(encoding)


def take(town, *rows):
    file = actions.read(file_of(*rows), today=clock.today())
    counts = actions.take(file, by=town.coordinator.id, at=clock.now()).counts
    db.session.commit()
    return file, counts


def the_case():
    return db.session.scalars(sa.select(Case)).one()


def rejects_of(file):
    return [(one.line, one.column, one.reason) for one in file.rejects]


def test_a_row_becomes_a_case_with_a_new_number_and_its_old_reference(town):
    take(town, {"Partei A": "Familie Öztürk", "Partei A Sprachen": "Türkisch; Sorani"})

    case = the_case()
    first, second = db.session.scalars(sa.select(Party).order_by(Party.position))
    assert (case.status, case.category, case.district_id) == (Status.NEW, Category.NOISE, town.district.id)
    assert (case.number[:5], case.old_reference) == ("2026-", "KI 17/2025")
    assert local(case.submitted_at).isoformat() == "2026-01-12T00:00:00+01:00"
    assert (first.name, first.language_codes, first.told_index) == ("Familie Öztürk", ("tr", "ckb"), None)
    assert second.name is None


def test_the_same_file_again_adds_nothing(town):
    take(town, {}, {"Aktenzeichen": "KI 18/2025"})

    _, counts = take(town, {"Beschreibung": "Anders."}, {"Aktenzeichen": "ki 18 2025"})

    assert len(db.session.scalars(sa.select(Case)).all()) == 2
    assert (counts["imported"], counts["unchanged"]) == (0, 2)


def test_an_accepted_case_comes_in_accepted_with_its_lead_and_without_the_steps_before(town):
    adopt_default(town.municipality, at=make.NOON)
    db.session.commit()

    take(town, ACCEPTED | {"Fallverantwortung": town.lead.email, "Partei A": "Anna Arndt"})

    case, lead = the_case(), db.session.scalars(sa.select(CaseLead)).one()
    steps = {one.code: one for one in db.session.scalars(sa.select(PlanStep))}
    assert (case.status, case.priority) == (Status.ACCEPTED, Priority.B)
    assert local(case.accepted_at).date() == date(2026, 1, 20)
    assert (lead.user_id, lead.kind) == (town.lead.id, LeadKind.LEAD)
    assert not {"F01", "F02", "F03"} & set(steps)
    assert steps["F05"].ended_at is not None


def test_a_new_case_counts_its_clocks_from_the_day_of_the_file(town):
    adopt_default(town.municipality, at=make.NOON)
    db.session.commit()

    take(town, {"Gemeldet am": "27.02.2026"})

    step = db.session.scalars(sa.select(PlanStep).where(PlanStep.code == "F01")).one()
    assert f"{local(step.due_at):%d.%m. %H:%M}" == "02.03. 23:59"


def test_nobody_gets_a_mail_but_the_lead_that_is_named(town):
    take(town, {}, ACCEPTED | {"Aktenzeichen": "2", "Fallverantwortung": town.lead.email})

    assert db.session.scalars(sa.select(Notification.user_id)).all() == [town.lead.id]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"Aktenzeichen": ""}, "Aktenzeichen", "fehlt"),
        ({"Gemeldet am": "31.02.2026"}, "Gemeldet am", "kein mögliches Datum"),
        ({"Gemeldet am": "2026-03-03"}, "Gemeldet am", "liegt in der Zukunft"),
        ({"Kategorie": "Krach"}, "Kategorie", "„Krach“ kennen wir nicht. Möglich sind: Lärm"),
        ({"Dienststelle": "Bauhof"}, "Dienststelle", "„Bauhof“ gibt es in dieser Kommune nicht."),
        ({"Ortsteil": "Mond"}, "Ortsteil", "„Mond“ gibt es in dieser Kommune nicht."),
        ({"Dienststelle": "Jugendamt"}, "Grundlage", "darf diese Dienststelle nichts weitergeben"),
        ({"Status": "In Mediation"}, "Status", "kommen als Eingegangen, Angenommen"),
        ({"Status": "Angenommen"}, "Angenommen am", "gehört der Tag der Annahme"),
        (ACCEPTED | {"Angenommen am": "2026-01-11"}, "Angenommen am", "liegt vor der Meldung"),
        (ACCEPTED | {"Priorität": ""}, "Priorität", "gehört die Priorität"),
        (ACCEPTED | {"Priorität": "D"}, "Priorität", "Erwartet wird A, B oder C."),
        (
            ACCEPTED | {"Status": "Kontaktaufnahme"},
            "Fallverantwortung",
            "wer für den Fall verantwortlich ist",
        ),
        ({"Gemeldet von": "niemand@x.example"}, "Gemeldet von", "hat hier keinen Zugang"),
        ({"Partei A Sprachen": "Kurdisch"}, "Partei A Sprachen", "bitte Kurmandschi oder Sorani angeben"),
        ({"Beschreibung": "x" * 1001}, "Beschreibung", "ist zu lang"),
    ],
)
def test_a_row_that_cannot_be_taken_says_where_and_why(town, row, column, words):
    file, counts = take(town, row)

    (reject,) = rejects_of(file)
    assert reject[:2] == (2, column)
    assert words in reject[2]
    assert counts["rejected"] == 1
    assert not db.session.scalars(sa.select(Case)).all()


def test_a_reference_may_stand_once_in_a_file(town):
    file, _ = take(town, {}, {})

    assert [(line, column) for line, column, _ in rejects_of(file)] == [(3, "Aktenzeichen")]


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "cp1252")])
def test_whatever_program_saved_it(town, separator, encoding):
    data = file_of({"Beschreibung": "Türen, schlagen; nachts"}, separator=separator, encoding=encoding)

    file = actions.read(data, today=clock.today())

    assert [case.description for case in file.cases] == ["Türen, schlagen; nachts"]


def test_the_rejects_corrected_come_in_as_they_are(town):
    file, _ = take(town, {"Kategorie": "Krach"})

    again = actions.read(file.rejects_csv.replace(b"Krach", "Lärm".encode()), today=clock.today())

    assert len(again.cases) == 1 and not again.rejects


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_a_workbook_of_cases_comes_in_with_days_as_cells(town, write):
    cells = {**ROW, **ACCEPTED, "Gemeldet am": date(2026, 1, 12), "Angenommen am": date(2026, 1, 20)}
    data = write([["Offene Fälle"], *workbooks.table_of(";".join(ROW), cells)])

    file = actions.read(data, today=clock.today())

    assert [(case.reported_on, case.accepted_on) for case in file.cases] == [
        (date(2026, 1, 12), date(2026, 1, 20))
    ]
    assert not file.rejects


def test_without_coordination_and_without_a_name_the_file_is_refused_as_a_whole(town):
    for person in (town.coordinator, town.colleague):
        person.active = False
    db.session.flush()
    file = actions.read(file_of({}), today=clock.today())

    with pytest.raises(NotAllowed, match="arbeitet noch niemand"):
        actions.take(file, by=None, at=clock.now())


@settings(max_examples=50)
@given(st.binary(max_size=400))
def test_no_file_breaks_the_reading(data):
    known = columns(TownWords({}, frozenset(), {}, {}))
    for content in (data, ";".join(ROW).encode() + b"\n" + data):
        try:
            sheet = spreadsheets.read(content, known, unique=ONCE)
        except NotAllowed:
            continue
        assert all(reject.line >= 1 and reject.reason for reject in sheet.rejects)


# The command


def run(app, tmp_path, *rows, more=()):
    file = tmp_path / "faelle.csv"
    file.write_bytes(file_of(*rows))
    db.session.commit()
    words = ["cases", "import", str(file), "--municipality", "musterkreis", *map(str, more)]
    return app.test_cli_runner().invoke(args=words)


def test_by_command_the_last_line_counts_and_the_rejects_are_written(app, town, tmp_path):
    out = tmp_path / "rejects.csv"

    result = run(app, tmp_path, {}, {"Aktenzeichen": "2", "Kategorie": "Krach"}, more=("--rejects", out))

    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[-1]) == {"imported": 1, "unchanged": 0, "rejected": 1}
    assert "Zeile 3, Kategorie: „Krach“ kennen wir nicht." in result.stdout
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter=";")
    assert (row["line"], row["column"]) == ("3", "Kategorie")


def test_by_command_a_file_that_is_none_is_refused_in_one_sentence(app, town, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(b"Name;Ort\nA;B\n")
    db.session.commit()

    result = app.test_cli_runner().invoke(
        args=["cases", "import", str(file), "--municipality", "musterkreis"]
    )

    assert result.exit_code == 2
    assert "In der Datei fehlt: Aktenzeichen" in result.stderr


# The page


def uploaded(window, data):
    page = window.get("/faelle/import")
    return window.submit(page, {"file": (io.BytesIO(data), "faelle.csv")}, button="Datei importieren")


def test_coordination_takes_a_file_in_and_gets_back_what_it_could_not_be(browser, town):
    window = browser.as_(town.coordinator)

    page = uploaded(window, file_of({}, {"Aktenzeichen": "2", "Kategorie": "Krach"}))
    rejects = window.get(page.links["Zeilen herunterladen (CSV)"])

    assert page.heading == "Ergebnis des Imports"
    assert "Neu aufgenommen 1" in page.main and "Zurückgewiesen 1" in page.main
    assert "Krach" in rejects.response.get_data(as_text=True)
    assert the_case().reporter_id == town.coordinator.id


def test_what_is_no_table_is_refused_at_its_field(browser, town):
    page = uploaded(browser.as_(town.coordinator), b"PK\x03\x04\x00\x00")

    assert page.status_code == 422
    assert "keine Tabelle, die wir lesen" in page.main


def test_what_was_sent_back_is_gone_after_a_day(browser, town):
    window = browser.as_(town.coordinator)
    page = uploaded(window, file_of({"Kategorie": "Krach"}))
    delete_old_rejects(make.later(hours=25))

    assert not db.session.scalars(sa.select(CaseImport)).all()
    assert window.get(page.path).status_code == 404


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEDIATOR, Role.ADMIN, Role.MANAGEMENT])
def test_nobody_else_imports_cases(browser, town, role):
    person = make.user(name="Andere", role=role, office_id=town.office.id)

    assert browser.as_(person).get("/faelle/import").status_code == 403
