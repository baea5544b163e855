"""Reads HTML as strictly as html5lib, but each shape of a page only once.

html5lib is exact and slow. Whether it finds a fault depends on the tags and their order, never on which
words stand between them. So words become numbered gaps, and what is left is the *shape* of the page. html5lib
parses each shape, strictly, when it first turns up; after that its tree is made again with the words of the
page at hand. A page that isn't written as plainly as our templates write goes to html5lib as it is.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Comment, Element

import html5lib

#: Kept as they stand: character references, and all signs that a parser may look at.
_SIGN = r"[\w.,:;!?()/+*%§€@#|~°×·•…–—„“”‚‘’→←-]"
_WORDS = re.compile(rf"&[#\w]*;?|({_SIGN}+(?: {_SIGN}+)*)")
_PIECE = re.compile(
    r"""(?P<kept><!--(?:(?!--).)*--> | <!doctype\ html>
         | <(script|style)\b[^<>]*>[^<]*</\2> | <meta\b[^<>]*> | </[a-z][a-z0-9-]*>)
      | (?P<tag><[a-z][a-z0-9-]*(?:\s+[A-Za-z][\w:-]*(?:="[^"<>]*")?)*\s*/?>)
      | (?P<text>[^<]+)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
#: The kind of an input decides where it may stand.
_VALUE = re.compile(r'(\s(?!type=)[A-Za-z][\w:-]*=")([^"]+)(?=")', re.ASCII)
#: Around the number of a gap: signs without a meaning, which no page of ours holds.
_OPEN, _CLOSE = "\ue000", "\ue001"
_GAP = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")

#: A text with gaps: as it is, one gap alone, or pieces in which each second one is a gap.
Text = str | int | tuple[str | int, ...] | None
#: An element to be made: its tag, attributes that never change, others, text, tail, children.
Plan = tuple[Any, dict[str, str], list[tuple[str, Text]], Text, Text, list[Any]]


def parsed(page: str) -> Element:
    """The tree of a page; raises ``html5lib.html5parser.ParseError`` if the page has any fault."""
    shape, words = shape_of(page)
    plan = _plan_of(shape) if shape is not None else None
    return _made(plan, words) if plan is not None else exactly(page)


def exactly(page: str) -> Element:
    """What html5lib makes of it."""
    tree: Element = html5lib.HTMLParser(strict=True).parse(page)
    return tree


class _Words(list[str]):
    """The words of a page in their order, and what takes their place."""

    def gap(self, found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        self.append(found[1])
        return f"{_OPEN}{len(self) - 1}{_CLOSE}"

    def value(self, found: re.Match[str]) -> str:
        return found[1] + _WORDS.sub(self.gap, found[2])

    def taken_from(self, piece: re.Match[str]) -> str:
        if piece.lastgroup == "text":
            return _WORDS.sub(self.gap, piece[0])
        return _VALUE.sub(self.value, piece[0]) if piece.lastgroup == "tag" else piece[0]


def shape_of(page: str) -> tuple[str | None, list[str]]:
    """The page with gaps in it, and its words; no shape if it isn't written plainly enough."""
    words, pieces, end = _Words(), [], 0
    for piece in _PIECE.finditer(page):
        if piece.start() != end:
            break
        pieces.append(words.taken_from(piece))
        end = piece.end()
    plain = end == len(page) and _OPEN not in page and _CLOSE not in page
    return "".join(pieces) if plain else None, words


@lru_cache(maxsize=512)
def _plan_of(shape: str) -> Plan | None:
    """How to make the tree of all pages of this shape; None if the shape is faulty."""
    try:
        return _plan(exactly(shape))
    except html5lib.html5parser.ParseError:
        return None


def _plan(element: Element) -> Plan:
    attributes = {name: _text(value) for name, value in element.attrib.items()}
    fixed = {name: value for name, value in attributes.items() if isinstance(value, str)}
    varied = [(name, value) for name, value in attributes.items() if name not in fixed]
    children = [_plan(child) for child in element]
    return element.tag, fixed, varied, _text(element.text), _text(element.tail), children


def _text(text: str | None) -> Text:
    if text is None or _OPEN not in text:
        return text
    pieces = [int(one) if number % 2 else one for number, one in enumerate(_GAP.split(text))]
    left = tuple(one for one in pieces if one != "")
    return left[0] if len(left) == 1 else left


def _made(plan: Plan, words: Sequence[str]) -> Element:
    tag, fixed, varied, text, tail, children = plan
    element = Comment() if tag is Comment else Element(tag, fixed)
    for name, value in varied:
        element.set(name, _filled(value, words) or "")
    element.text, element.tail = _filled(text, words), _filled(tail, words)
    for child in children:
        element.append(_made(child, words))
    return element


def _filled(text: Text, words: Sequence[str]) -> str | None:
    if isinstance(text, int):
        return words[text]
    if isinstance(text, tuple):
        return "".join([words[one] if isinstance(one, int) else one for one in text])
    return text
