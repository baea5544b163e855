"""All that a pool file says of somebody new is seen before it is taken."""

from tests.mediators.pool import GOOD, HEADER, file_of
from tests.mediators.test_import_page import count, send, window

__all__ = ["window"]


def test_of_who_is_new_every_filled_field_is_shown_before_anybody_says_yes(window):
    more = {
        "Wohnort": "Altfeld",
        "Ausbildungsstunden": "160",
        "Verpflichtet am": "12.01.2026",
        "Führungszeugnis gesehen am": "10.6.2025",
        "Mediationen": "",
    }
    row = ";".join([*GOOD.values(), *more.values()])

    page = send(window, f"{HEADER};{';'.join(more)}\n{row}\n".encode())

    for sentence in (
        "Telefon: 0221 4710967",
        "Sprachen: Deutsch (C1)",
        "Verfügbarkeit: Mo 17:00–19:00",
        "Themen: Schule",
        "Wohnort: Altfeld",
        "Ausbildungsstunden: 160",
        "Zertifiziert bis: 30.06.2028",
        "Max. Fälle: 3",
        "Geschlecht: weiblich",
        "Verpflichtet am: 12.01.2026",
        "Führungszeugnis gesehen am: 10.06.2025",
    ):
        assert sentence in page.main
    assert "Mediationen:" not in page.main and "Dienststelle:" not in page.main
    assert count() == 0


def test_many_fields_of_who_is_new_are_folded_and_few_are_not(window):
    few = {name: GOOD[name] for name in ("Nachname", "Vorname", "E-Mail", "Sprachen")}

    short = send(window, f"{';'.join(few)}\n{';'.join(few.values())}\n".encode())
    long = send(window, file_of({}))

    assert "Weitere Angaben" not in short.main and "Max. Fälle: 2" in short.main
    assert "Weitere Angaben zu" not in long.main and "Weitere Angaben Ece Kaya" in long.main


def test_the_new_take_as_many_statements_however_long_the_file_is(window):
    counted = []
    for size in (2, 200):
        page = send(window, file_of(*({"E-Mail": f"p{n}@pool.example"} for n in range(size))))
        counted.append(len(window.get(page.path).statements))

    assert counted[0] == counted[1]
