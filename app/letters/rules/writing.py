"""The form of a text: blocks, placeholders from one list, and what is wrong with one, by its line."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from app.labels import N_
from app.letters.rules.kinds import Placeholder
from app.refusals import NotAllowed

LONGEST = 15_000
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BEGIN, END = "\u2068", "\u2069"
"""Around a value: it keeps its own direction in a line that runs the other way."""
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KNOWN = {one.value: one for one in Placeholder}


class Mark(Enum):
    """What a line begins with, and so what it is."""

    HEADING = "## "
    ITEM = "- "
    CHOICE = "[ ] "
    BLANK = "____ "
    PLAIN = ""


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a paragraph, a list, boxes to tick, lines to fill in."""

    mark: Mark
    lines: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.mark.name.lower()

    @property
    def pieces(self) -> tuple[list[str], ...]:
        """Each line cut up: text, value, text, value, text …"""
        return tuple(re.split(f"{BEGIN}(.*?){END}", line) for line in self.lines)


@dataclass(frozen=True)
class Written:
    """A text taken apart."""

    title: str
    blocks: tuple[Block, ...]


def tidy(body: str) -> str:
    """The same text in the one form that is kept: composed letters, plain line ends, no loose blanks."""
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", body).splitlines()]
    return "\n".join(lines).strip() + "\n"


def fingerprint(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def parse(body: str) -> Written:
    """The first line is the title; a blank line, or another mark, begins a new block."""
    title, _, rest = body.strip().partition("\n")
    blocks: list[Block] = []
    begins = True
    for line in rest.splitlines():
        if not line.strip():
            begins = True
            continue
        mark = next(mark for mark in Mark if line.startswith(mark.value))
        words = line.removeprefix(mark.value).strip()
        if not begins and blocks and blocks[-1].mark is mark is not Mark.HEADING:
            blocks[-1] = Block(mark, (*blocks[-1].lines, words))
        else:
            blocks.append(Block(mark, (words,)))
        begins = False
    return Written(title.strip(), tuple(blocks))


def placeholders(body: str) -> frozenset[Placeholder]:
    return frozenset(_KNOWN[name] for name in PLACEHOLDER.findall(body) if name in _KNOWN)


def fill(written: Written, values: Mapping[Placeholder, str]) -> Written:
    """Put values in, each kept together; a value is never read as part of the text's form."""

    def put(line: str) -> str:
        return PLACEHOLDER.sub(lambda found: _isolated(values[_KNOWN[found[1]]]), line)

    blocks = tuple(Block(b.mark, tuple(put(line) for line in b.lines)) for b in written.blocks)
    return Written(put(written.title), blocks)


def insist_on_form(body: str, *, model: str) -> None:
    """``NotAllowed`` unless this text leaves open what its German ``model`` does, and nothing else."""
    if len(body) > LONGEST:
        raise NotAllowed(N_("Der Text ist länger als %(most)s Zeichen. Bitte kürzen Sie ihn."), most=LONGEST)
    written = parse(body)
    if not written.title or written.title.startswith(("#", "- ", "[", "_")) or not written.blocks:
        raise NotAllowed(
            N_(
                "Bitte beginnen Sie mit einer Zeile als Überschrift. "
                "Darunter steht, nach einer leeren Zeile, der Text."
            )
        )
    allowed = placeholders(model)
    for number, line in enumerate(body.splitlines(), 1):
        _insist_on_line(number, line, allowed)
    for missing in [one for one in Placeholder if one in allowed - placeholders(body)]:
        raise NotAllowed(
            N_("Es fehlt {%(name)s}. In der deutschen Vorlage steht es in Zeile %(line)s."),
            name=missing.value,
            line=next(n for n, line in enumerate(model.splitlines(), 1) if f"{{{missing.value}}}" in line),
        )


def _insist_on_line(number: int, line: str, allowed: frozenset[Placeholder]) -> None:
    known = sorted(one.value for one in allowed)
    for found in re.findall(r"\{[^{}]*\}", line):
        if found[1:-1] not in known:
            raise NotAllowed(
                N_("Zeile %(line)s: %(found)s kennt dieser Brief nicht. Möglich sind: %(known)s."),
                line=number,
                found=found,
                known=", ".join(known),
            )
    if re.search(r"[{}]", PLACEHOLDER.sub("", line)):
        raise NotAllowed(
            N_("Zeile %(line)s: Geschweifte Klammern stehen nur um Platzhalter, zum Beispiel {fallnummer}."),
            line=number,
        )


def _isolated(value: str) -> str:
    return f"{BEGIN}{' '.join(_TURNS.sub('', value).split())}{END}"
