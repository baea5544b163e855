"""A pool file may say what somebody can be asked to do: mediate, interpret, advise."""

import pytest
import sqlalchemy as sa

from app.database import db
from app.mediators import poolfile
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from tests.mediators.pool import GOOD, HEADER, file_of, read
from tests.mediators.test_import_page import send, upload, window

__all__ = ["window"]


def file_with(kind: str, column: str = "Art") -> bytes:
    return f"{HEADER};{column}\n{';'.join([*GOOD.values(), kind])}\n".encode()


def only_person():
    db.session.expire_all()
    return db.session.scalars(sa.select(PoolPerson)).one()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Sprachmittler:in", Kind.INTERPRETER),
        ("Sprachmittler", Kind.INTERPRETER),
        ("SPRACHMITTLERIN", Kind.INTERPRETER),
        ("Sprachmittler*in", Kind.INTERPRETER),
        ("Sprachmittler_in", Kind.INTERPRETER),
        ("Sprachmittler/-in", Kind.INTERPRETER),
        ("Sprachmittler / in", Kind.INTERPRETER),
        ("Sprachmittler(in)", Kind.INTERPRETER),
        ("SprachmittlerIn", Kind.INTERPRETER),
        ("Mediator*in", Kind.MEDIATOR),
        ("mediatorin", Kind.MEDIATOR),
        ("Mediatorin in Ausbildung", Kind.TRAINEE),
        ("Mediator in Ausbildung", Kind.TRAINEE),
        ("Mediator:in in Ausbildung", Kind.TRAINEE),
        ("Beraterin", Kind.ADVISER),
        ("Konfliktlotse", Kind.CONFLICT_PILOT),
        ("Konfliktlotsin", Kind.CONFLICT_PILOT),
        ("Konfliktlots:in", Kind.CONFLICT_PILOT),
    ],
)
def test_a_kind_is_read_with_and_without_signs_for_everybody(written: str, kind: Kind) -> None:
    assert read(file_with(written)).rows[0].kind is kind


def test_a_kind_that_we_do_not_know_goes_back_with_those_that_there_are() -> None:
    (reject,) = read(file_with("Segler:in")).rejects

    assert (reject.line, reject.column) == (2, "Art")
    assert reject.reason == (
        "Die Art „Segler:in“ kennen wir nicht. Möglich sind: Mediator:in, Berater:in, Konfliktlots:in, "
        "Sprachmittler:in, Mediator:in in Ausbildung; oder eine leere Zelle."
    )


@pytest.mark.parametrize("name", ["Rolle", "Funktion", "Typ"])
def test_other_names_of_the_column_are_proposed(name: str) -> None:
    assert poolfile.proposal((*HEADER.split(";"), name))[-1] == "kind"


def test_an_interpreter_comes_in_as_one_and_how_she_interprets_stays_open(window):
    page = send(window, file_with("Sprachmittlerin"))
    window.submit(page, button="Übernehmen")

    assert "Art: Sprachmittler:in" in page.main
    assert (only_person().kind, only_person().interpreting) == (Kind.INTERPRETER, None)


@pytest.mark.parametrize("data", [file_of({}), file_with("")])
def test_whoever_is_new_and_called_nothing_is_a_mediator_and_the_page_says_so(window, data):
    page = send(window, data)
    window.submit(page, button="Übernehmen")

    assert "Art: Mediator:in" in page.main
    assert only_person().kind is Kind.MEDIATOR


def test_another_kind_of_somebody_known_is_shown_and_taken(window):
    upload(window, file_with("Sprachmittler:in"))
    only_person().interpreting = Interpreting.LAY
    db.session.commit()

    page = send(window, file_with("Berater:in"))
    window.submit(page, button="Übernehmen")

    assert "Art: bisher Sprachmittler:in → künftig Berater:in" in page.main
    assert (only_person().kind, only_person().interpreting) == (Kind.ADVISER, None)


def test_how_somebody_interprets_stays_if_only_something_else_changes(window):
    upload(window, file_with("Sprachmittler:in"))
    only_person().interpreting = Interpreting.PROFESSIONAL
    db.session.commit()

    upload(window, file_with("Sprachmittler:in").replace(b"0221 4710967", b"0221 1"))

    assert (only_person().phone, only_person().interpreting) == ("0221 1", Interpreting.PROFESSIONAL)


def test_an_empty_kind_changes_nobody_who_is_known(window):
    upload(window, file_with("Sprachmittler:in"))

    for data in (file_with(""), file_of({}), file_with("Sprachmittler:in")):
        assert "Neu 0 Geändert 0 Unverändert 1" in send(window, data).main

    upload(window, file_with("").replace(b"0221 4710967", b"0221 1"))
    assert (only_person().phone, only_person().kind) == ("0221 1", Kind.INTERPRETER)


def test_the_kind_stands_among_the_columns_that_the_page_names(window):
    assert "Möglich: Art, Telefon" in window.get("/pool/import").main
