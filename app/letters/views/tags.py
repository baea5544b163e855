"""What a screen reader hears of a letter: the library tags the paper, and leaves to do what is done here."""

from collections.abc import Iterator
from typing import Any

WORD_JOINER = b" <2060>"


def finish(document: Any, pdf: Any) -> None:
    """Each page holds one section; what stands in its margins is no part of the text."""
    body = _kids(pdf, _at(pdf, pdf.catalog["StructTreeRoot"]))[0]
    sections = _kids(pdf, body)
    _say_languages(document, pdf, sections)
    for page, section in zip(document.pages, sections, strict=True):
        _say_what_is_read(pdf, page, section)
        _pair_terms(pdf, section)
        _leave_out_what_is_empty(pdf, section)
    _leave_out_margins(document, pdf, sections)
    _let_no_glyph_be_nameless(pdf)


def _say_languages(document: Any, pdf: Any, sections: list[Any]) -> None:
    """The library marks only the whole; the first page of a language bears its code as an anchor."""
    language = ""
    for page, section in zip(document.pages, sections, strict=True):
        language = next(iter(page.anchors), language)
        section["Lang"] = _text(language)
        for inside in _below(pdf, section):
            if inside["S"] == "/Art":
                inside["Lang"] = _text("de")


def _say_what_is_read(pdf: Any, page: Any, section: Any) -> None:
    """Glyphs are painted from left to right; what is read from right to left is said once more as text."""
    leaves = [one for one in _below(pdf, section) if _marks(one)]
    for leaf, (box, ends_line) in zip(leaves, _texts(page._page_box), strict=True):
        if not box.text:  # what was left of a blank at the end of a line
            leaf["K"].clear()
        elif box.style["direction"] == "rtl":
            leaf["ActualText"] = _text(box.text.rstrip() + " " if ends_line else box.text)


def _texts(box: Any) -> Iterator[tuple[Any, bool]]:
    """The pieces of text below a box, in the order in which the library has tagged them."""
    from weasyprint.formatting_structure.boxes import LineBox, MarginBox, TextBox

    box = getattr(box, "_box", box)  # what is placed absolutely stands in for its box
    for child in getattr(box, "children", ()):
        line = child.children if isinstance(child, LineBox) else [child]
        for inside in line:
            if isinstance(inside, TextBox):
                yield inside, inside is line[-1]
            elif not isinstance(inside, MarginBox):
                yield from _texts(inside)


def _pair_terms(pdf: Any, section: Any) -> None:
    """In the reference block what a line is about and what it says are one item, not two."""
    for block in _kids(pdf, section):
        if block["S"] != "/L":
            continue
        items = _kids(pdf, block)
        for term, said in zip(items[::2], items[1::2], strict=True):
            for label in _kids(pdf, term):
                label["S"] = "/Lbl"
            for body in _kids(pdf, said):
                body["P"] = term.reference
                term["K"].append(body.reference)
        block["K"][:] = [item.reference for item in items[::2]]


def _leave_out_what_is_empty(pdf: Any, element: Any) -> None:
    """A line break, or a box to tick, is an element without content."""
    kept = [kid for kid in _kids(pdf, element) if _marks(kid) or any(map(_marks, _below(pdf, kid)))]
    for kid in kept:
        _leave_out_what_is_empty(pdf, kid)
    references = {kid.reference for kid in kept}
    element["K"][:] = [kid for kid in element["K"] if not isinstance(kid, bytes) or kid in references]


def _leave_out_margins(document: Any, pdf: Any, sections: list[Any]) -> None:
    """The library marks the margins as text that belongs nowhere; they are artifacts of the page."""
    from pydyf import Dictionary

    told = {leaf.reference for section in sections for leaf in _below(pdf, section) if _marks(leaf)}
    numbers = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for page, owners in zip(range(len(document.pages)), numbers[1::2], strict=True):
        loose = {mark for mark, owner in enumerate(owners) if owner not in told}
        stream = _at(pdf, _at(pdf, pdf.page_references[page])["Contents"]).stream
        for place, said in enumerate(stream):
            if isinstance(said, Dictionary) and said.get("MCID") in loose:
                stream[place - 1 : place + 1] = "/Artifact", Dictionary({"Type": "/Pagination"})
        owners[:] = ["null" if mark in loose else owner for mark, owner in enumerate(owners)]


def _let_no_glyph_be_nameless(pdf: Any) -> None:
    """Of glyphs that are one letter together the library names the first; a joiner is read as nothing."""
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            names = _at(pdf, font["ToUnicode"]).stream
            names[:] = [line.replace(b" <>", WORD_JOINER) for line in names]


def _marks(element: Any) -> list[int]:
    """The numbers of marked content that this element holds itself."""
    return [kid for kid in element["K"] if isinstance(kid, int)]


def _below(pdf: Any, element: Any) -> list[Any]:
    """All elements below, as they are read."""
    return [one for kid in _kids(pdf, element) for one in (kid, *_below(pdf, kid))]


def _kids(pdf: Any, element: Any) -> list[Any]:
    """The elements of structure right below this one; numbers of marked content aren't any."""
    found = [_at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
    return [kid for kid in found if "S" in kid]


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _text(words: str) -> Any:
    from pydyf import String

    return String(words)
