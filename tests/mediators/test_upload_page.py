"""Before a pool file is taken everybody sees what it would change; only a yes to that changes the pool."""

import csv
import io
from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry
from app.database import db
from app.mediators.actions import uploads as actions
from app.mediators.jobs import delete_old_rejects
from app.mediators.models import PoolImport, PoolPerson, PoolUpload
from app.mediators.queries.comparison import compare
from app.mediators.queries.uploads import upload as waiting
from tests import make, workbooks
from tests.mediators.pool import GOOD, HEADER, SAMPLE, file_of
from tests.mediators.test_import_page import ADDRESS, count, send, upload, window
from tests.test_at_once import at_once

__all__ = ["window"]


def rows_of(data):
    return [
        [cell or None for cell in row]
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    ]


def only_person():
    return db.session.scalars(sa.select(PoolPerson)).one()


def kept():
    return db.session.scalars(sa.select(PoolUpload)).one()


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_a_workbook_comes_in_as_the_same_csv_does(window, write):
    rows = [row for row in rows_of(SAMPLE) if len(row) == 16]

    page = upload(window, write(rows))

    assert "Neu aufgenommen 49 Geändert 0 Unverändert 0 Zurückgewiesen 10" in page.main


def test_days_and_numbers_may_be_cells_of_their_kind(window):
    cells = GOOD | {"Max. Fälle": 4, "Zertifiziert bis": date(2028, 6, 30), "Telefon": 2214710967}

    upload(window, workbooks.xlsx(workbooks.table_of(HEADER, cells)))

    person = only_person()
    assert (person.capacity, person.certified_until, person.phone) == (4, date(2028, 6, 30), "2214710967")


def test_a_certificate_seen_tomorrow_is_sent_back_with_a_sentence_at_its_row(window):
    row = ";".join([*GOOD.values(), "03.03.2026"])

    page = send(window, f"{HEADER};Führungszeugnis gesehen am\n{row}\n".encode())

    assert "„03.03.2026“ liegt in der Zukunft." in page.main
    assert "Neu 0 Geändert 0 Unverändert 0 Zurückgewiesen 1" in page.main


def test_before_somebody_says_yes_nothing_is_written(window):
    page = send(window, SAMPLE)

    assert page.heading == "Was sich im Pool ändert"
    assert "Neu 49 Geändert 0 Unverändert 0 Zurückgewiesen 11" in page.main
    assert "elif.schmidt0@pool.example" in page.main
    assert count() == 0


def test_who_changes_is_shown_with_the_old_and_the_new(window):
    upload(window, file_of({}))

    page = send(
        window, file_of({"Max. Fälle": "5", "Sprachen": "Deutsch (C1), Arabisch (B2)", "Telefon": ""})
    )

    assert "Neu 0 Geändert 1 Unverändert 0" in page.main
    assert "Max. Fälle: bisher 3 → künftig 5" in page.main
    assert "Sprachen: bisher Deutsch (C1) → künftig Deutsch (C1), Arabisch (B2)" in page.main
    assert "Telefon: bisher 0221 4710967 → künftig nichts" in page.main
    assert "Geschlecht" not in page.main
    assert only_person().capacity == 3


def test_what_the_person_has_changed_alike_is_said_to_stand_there(window):
    upload(window, file_of({}))
    only_person().capacity = 5
    db.session.commit()

    page = send(window, file_of({"Max. Fälle": "5"}))

    assert "Max. Fälle: 5 (steht schon so im Pool)" in page.main


def test_if_the_pool_changes_meanwhile_nothing_is_taken_and_the_new_comparison_is_shown(window):
    upload(window, file_of({}))
    page = send(window, file_of({"Max. Fälle": "5"}))
    only_person().capacity = 1
    db.session.commit()

    again = window.submit(page, button="Übernehmen")

    assert again.status_code == 409
    assert "Der Vergleich hat sich geändert, seit Sie diese Seite geöffnet haben" in again.main
    assert "Max. Fälle: bisher 1 → künftig 5" in again.main
    assert only_person().capacity == 1
    assert window.submit(again, button="Übernehmen").heading == "Ergebnis des Imports"
    assert only_person().capacity == 5


def test_if_the_columns_are_read_otherwise_meanwhile_nothing_is_taken(window):
    page = send(window, file_of({}))
    waits = kept()
    swap = {"last_name": "first_name", "first_name": "last_name"}
    fields = [swap.get(one, one) for one in waits.fields]
    actions.choose(waits.id, fields, sheet=waits.sheet, at=clock.now())
    db.session.commit()

    again = window.submit(page, button="Übernehmen")

    assert again.status_code == 409
    assert "Der Vergleich hat sich geändert, seit Sie diese Seite geöffnet haben" in again.main
    assert count() == 0


def test_taken_twice_it_is_taken_once(window):
    page = send(window, SAMPLE)
    window.submit(page, button="Übernehmen")

    again = window.submit(page, button="Übernehmen")

    assert again.heading == "Ergebnis des Imports" and "Neu aufgenommen 49" in again.main
    assert window.get(page.path).path == again.path
    assert count() == 49


def test_of_those_who_take_it_at_once_one_does(app, town):
    upload_id = actions.receive(SAMPLE, by=town.coordinator.id, at=make.NOON)
    waits = waiting(upload_id, now=make.NOON)
    seen = waits.seal(compare(waits.read()))

    at_once(
        app,
        town,
        lambda _: actions.take_waiting(upload_id, seen=seen, by=town.coordinator.id, at=make.NOON),
    )

    assert (count(), db.session.scalar(sa.select(sa.func.count(PoolImport.id)))) == (49, 1)


def test_without_what_its_page_had_shown_nothing_is_taken(window):
    page = send(window, file_of({}))

    answer = window.post(page.path.replace("vergleich", "uebernehmen"), {"seen": ""})

    assert (answer.status_code, count()) == (409, 0)


def test_a_file_that_is_thrown_away_is_gone_and_changes_nothing(window):
    page = send(window, SAMPLE)

    after = window.submit(page, button="Datei verwerfen")

    assert "Die Datei ist gelöscht. Am Pool hat sich nichts geändert." in after.text
    assert (count(), db.session.scalars(sa.select(PoolUpload)).all()) == (0, [])
    assert window.post(page.path.replace("vergleich", "verwerfen")).status_code == 404
    assert window.get(page.path).status_code == 404


def test_what_waits_is_sealed_and_gone_as_soon_as_it_is_taken(window):
    page = send(window, SAMPLE)
    assert b"pool.example" not in kept().content_sealed

    window.submit(page, button="Übernehmen")

    assert db.session.scalars(sa.select(PoolUpload)).all() == []


def test_what_waits_is_gone_after_a_day(town, browser, window):
    page = send(window, SAMPLE)

    with clock.stopped(make.later(hours=24)):
        late = browser.as_(town.coordinator).get(page.path).status_code
    deleted = delete_old_rejects(make.later(hours=24))

    assert (late, deleted, db.session.scalars(sa.select(PoolUpload)).all()) == (404, 1, [])


def test_a_file_that_waits_is_found_again(window):
    page = send(window, SAMPLE)

    again = window.get(ADDRESS)

    assert "Noch nicht übernommen" in again.main
    assert page.path in again.links.values()


def test_the_rows_that_would_be_sent_back_can_be_fetched_before(window):
    page = window.get(f"{send(window, SAMPLE).path}?teil=zurueckgewiesen")

    file = window.get(page.links["Zeilen herunterladen (CSV)"])

    assert "„fließend-ish“ ist kein Sprachniveau" in page.main
    rows = list(csv.DictReader(io.StringIO(file.response.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 11


def test_a_long_part_is_shown_page_by_page(window):
    page = send(window, file_of(*({"E-Mail": f"p{n}@pool.example"} for n in range(60))))

    more = window.get(page.links["Weitere anzeigen"])

    assert "p0@pool.example" in page.main and "p59@pool.example" not in page.main
    assert "p59@pool.example" in more.main and "p0@pool.example" not in more.main


def test_the_comparison_takes_as_many_statements_for_many_as_for_few(window):
    counted = []
    for size in (2, 200):
        people = [{"E-Mail": f"p{n}@pool.example"} for n in range(size)]
        upload(window, file_of(*people))
        page = send(window, file_of(*(one | {"Max. Fälle": str(size), "Themen": ""} for one in people)))
        counted.append(len(window.get(page.path).statements))

    assert counted[0] == counted[1]


def test_whoever_reads_a_file_that_waits_stands_in_the_access_log(town, window):
    send(window, SAMPLE)

    line = db.session.scalars(sa.select(AccessEntry)).one()

    assert (line.kind, line.actor_id) == ("PoolFileRead", town.coordinator.id)


def test_a_file_of_another_municipality_is_not_there(window, browser):
    path = send(window, file_of({})).path.rpartition("/")[0]

    stranger = browser.as_(make.town("musterland").coordinator)

    seen = [
        stranger.get(f"{path}/{end}").status_code for end in ("spalten", "vergleich", "zurueckgewiesen.csv")
    ]
    done = [stranger.post(f"{path}/{end}").status_code for end in ("spalten", "uebernehmen", "verwerfen")]
    assert (seen, done) == ([404] * 3, [404] * 3)


def test_only_coordination_sees_a_file_that_waits(town, window, browser):
    path = send(window, file_of({})).path

    assert [browser.as_(one).get(path).status_code for one in (town.reporter, town.admin)] == [403, 403]
