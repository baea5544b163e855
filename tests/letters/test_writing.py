"""The form of a text: what it may leave open, and what is said of a fault, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters.rules.asking import insist_on_asking, window_lines
from app.letters.rules.kinds import LETTER_LANGUAGES, LetterKind, Placeholder
from app.letters.rules.writing import Mark, fill, insist_on_form, parse, placeholders, tidy
from app.letters.texts import model, nearest, preset, shipped, words
from app.refusals import NotAllowed
from app.workdays import Land

ALL = [(kind, language) for kind in LetterKind for language in LETTER_LANGUAGES]
MODEL = "Termin\n\nBitte kommen Sie am {tag}.\n\nIhr Zeichen: {fallnummer}\n"


@pytest.mark.parametrize(("kind", "language"), ALL, ids=str)
def test_every_text_leaves_open_what_the_german_one_does(kind, language):
    body = shipped(kind, language)

    insist_on_form(body, model=model(kind))

    assert placeholders(body) == placeholders(model(kind))


@pytest.mark.parametrize("kind", [k for k in LetterKind if k.value.startswith("NOTICE")])
@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_a_notice_names_all_that_the_law_asks_for(kind, language):
    body = shipped(kind, language)
    open_ones = {"verantwortlich", "datenschutz", "rechtsgrundlage", "aufsicht", "kontakt"}
    open_ones |= {"meldestelle"} if kind is LetterKind.NOTICE_14 else set()

    assert {p.value for p in placeholders(body)} >= open_ones
    for article in ("15", "16", "17", "18", "20", "21", "7", "77", "36", "12"):
        assert article in body


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_the_same_boxes_are_ticked_in_every_language(language):
    def form(body):
        return [(b.mark, len(b.lines)) for b in parse(body).blocks if b.mark in {Mark.CHOICE, Mark.BLANK}]

    assert form(shipped(LetterKind.CONSENT, language)) == form(model(LetterKind.CONSENT))


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_language_can_say_that_a_text_is_a_draft(language):
    said = words(language)

    assert all(said[key] for key in ("draft", "number", "contact", "date", "greeting", "closing"))
    assert said["german_follows"] or language == "de"


def test_a_text_is_taken_apart_by_the_beginning_of_its_lines():
    written = parse("Titel\n\n## Eins\nerste\nzweite\n- a\n- b\n\n[ ] ja\n[ ] nein\n____ Name\n")

    assert written.title == "Titel"
    assert [(b.mark.name, b.lines) for b in written.blocks] == [
        ("HEADING", ("Eins",)),
        ("PLAIN", ("erste", "zweite")),
        ("ITEM", ("a", "b")),
        ("CHOICE", ("ja", "nein")),
        ("BLANK", ("Name",)),
    ]


def test_a_value_is_put_in_and_kept_together():
    written = fill(parse(MODEL), {Placeholder.DAY: "16.03.2026", Placeholder.CASE_NUMBER: "2026-K7M2P"})

    assert written.blocks[0].pieces == (["Bitte kommen Sie am ", "16.03.2026", "."],)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_value_is_never_read_as_a_text(value):
    """Whatever somebody is called, the form of the letter stays the same and nothing else is filled in."""
    values = {Placeholder.DAY: value, Placeholder.CASE_NUMBER: "nie{tag}"}

    written = fill(parse(MODEL), values)

    assert [b.mark for b in written.blocks] == [b.mark for b in parse(MODEL).blocks]
    assert [len(line) for b in written.blocks for line in b.pieces] == [3, 3]
    assert written.blocks[1].pieces == (["Ihr Zeichen: ", "nie{tag}", ""],)


@pytest.mark.parametrize(
    "foreign", ["{passwort}", "{{7*7}}", "${tag}{x}", "{% include 'x' %}", "{tag.__class__}", "{ort}", "{}"]
)
def test_what_this_letter_does_not_leave_open_is_refused_with_its_line(foreign):
    with pytest.raises(NotAllowed) as refused:
        insist_on_form(MODEL + f"\n{foreign}\n", model=MODEL)

    assert "Zeile 7" in str(refused.value)


def test_a_forgotten_placeholder_is_named_with_the_german_line():
    with pytest.raises(NotAllowed) as refused:
        insist_on_form("Termin\n\nBitte kommen Sie am {tag}.\n", model=MODEL)

    assert str(refused.value) == "Es fehlt {fallnummer}. In der deutschen Vorlage steht es in Zeile 5."


@pytest.mark.parametrize("body", ["", "Nur eine Zeile\n", "## Kein Titel\n\nText\n", "x" * 20_000])
def test_a_text_without_title_or_body_or_end_is_refused(body):
    with pytest.raises(NotAllowed):
        insist_on_form(tidy(body), model="Titel\n\nText\n")


def test_a_party_that_took_back_its_consent_is_told_but_not_asked():
    for kind in LetterKind:
        if kind.invites:
            with pytest.raises(NotAllowed):
                insist_on_asking(kind, withdrawn=True)
        else:
            insist_on_asking(kind, withdrawn=True)
        insist_on_asking(kind, withdrawn=False)


def test_an_address_fits_the_window():
    assert window_lines("Amira Haddad", " Lindenweg 3, 48653  Musterstadt", minor=False) == (
        "Amira Haddad",
        "Lindenweg 3",
        "48653 Musterstadt",
    )
    assert window_lines("Mia", None, minor=True) == ("An die Sorgeberechtigten von", "Mia")
    assert window_lines(None, "Lindenweg 3", minor=False) == ()
    assert len(window_lines("A", ",".join("bcdefghij"), minor=True)) == 6


def test_the_language_of_a_letter_is_one_that_the_party_can_read():
    assert nearest(("apc",)) == "ar"
    assert nearest(("pes", "de")) == "prs"
    assert nearest(("ckb",)) == "de"
    assert nearest(("rom", "ro")) == "ro"
    assert nearest(()) == "de"


def test_every_land_proposes_a_law_and_an_authority():
    assert all(all(preset(land.value)) for land in Land)
