"""Whatever the program can say, it can say in English, too."""

import re

from tests.house import source, words
from tests.house.words import Id


def test_every_message_id_is_translated() -> None:
    """``make words`` adds what is missing to the catalogue; the English is written there by hand."""
    known = words.catalogue()

    missing = {id_.text: where for id_, where in words.ids().items() if id_ not in known or not _all(id_)}

    assert missing == {}


def test_the_catalogue_holds_nothing_that_is_not_said() -> None:
    wanted = words.ids()

    assert [id_.text for id_ in words.catalogue() if id_ not in wanted] == []
    assert words.obsolete() == []


def test_no_translation_is_a_guess() -> None:
    assert [id_.text for id_, message in words.catalogue().items() if message.fuzzy] == []


def test_a_translation_fills_in_the_same_values() -> None:
    wrong = {
        id_.text: said
        for id_ in words.catalogue()
        for german, said in zip(_german(id_), words.said(id_), strict=True)
        if words.placeholders(german) != words.placeholders(said)
    }

    assert wrong == {}


def test_a_translation_keeps_the_blanks_at_its_ends() -> None:
    wrong = [
        id_.text
        for id_ in words.catalogue()
        for german, said in zip(_german(id_), words.said(id_), strict=True)
        if _ends(german) != _ends(said)
    ]

    assert wrong == []


def test_what_is_online_is_called_so_everywhere() -> None:
    assert [id_.text for id_ in words.ids() if re.search(r"\bNetz\b", id_.text)] == []


def test_the_catalogue_is_as_the_program_writes_it() -> None:
    """Sorted, one line each, without dates and places: branches that add to it merge."""
    assert words.PO.read_text("utf-8") == words.written()


def test_labels_in_a_row_are_said_in_the_language_of_the_screen() -> None:
    """``labels|map("word")|join(", ")``: joined first, they would be no message id any more."""
    german = [
        source.place(path)
        for path in source.templates()
        if re.search(r'map\(attribute="(label|short)"\)\|(join|map\("string"\))', path.read_text("utf-8"))
    ]

    assert german == []


def _all(id_: Id) -> bool:
    return all(words.said(id_))


def _german(id_: Id) -> tuple[str, ...]:
    return (id_.text, id_.plural) if id_.plural else (id_.text,)


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
