"""Reading single words of a plan's file: what they stand for, and what may have been meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from app.labels import N_, Labelled
from app.planning.rules.nodes import Listing, Node, Table, Text
from app.planning.rules.planfile import AHEAD, AT_DUE, HALFWAY, NO, ONE, YES, Way
from app.plans.cells import CONTACT
from app.plans.codes import RegisterFunction
from app.workdays import Clock

PERIOD = re.compile(r"(-?\d{1,4}) (\w[\w -]*)")
UNITS = {name.casefold(): clock for clock in Clock for name in (ONE[clock], clock.label, clock.value)}


class LineFault(NamedTuple):
    """What is wrong in which line: a German message id with its values."""

    line: int
    sentence: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Verbatim:
    """A word of the file, which is German whatever the language of the screen."""

    text: str

    def __str__(self) -> str:
        return self.text


class WordReader:
    """Reads words, and collects what is wrong with its line."""

    def __init__(self) -> None:
        self.found: list[LineFault] = []

    def words(self, way: Way, node: Node) -> str:
        if not way.words:
            return self.text(node)
        if not way.many:
            return self.word(way.words, node)
        several = node.items if isinstance(node, Listing) else (node,)
        return ";".join(dict.fromkeys(self.word(way.words, one) for one in several))

    def word(self, kinds: tuple[type[Labelled], ...], node: Node) -> str:
        """The code that this word, or code, stands for."""
        said, codes = self.text(node), _codes(kinds)
        code = codes.get(said.casefold())
        if code is None and said:
            near = get_close_matches(said.casefold(), codes, n=1, cutoff=0.6)
            if near:
                guess = _labels(kinds)[codes[near[0]]]
                self.say(
                    node.line,
                    N_("„%(value)s“ ist nicht bekannt. Gemeint ist vielleicht „%(guess)s“."),
                    value=said,
                    guess=guess,
                )
            else:
                self.say(node.line, N_("„%(value)s“ ist hier nicht bekannt."), value=said)
        return code or ""

    def period(self, node: Node) -> tuple[str, str]:
        said = PERIOD.fullmatch(self.text(node))
        clock = UNITS.get(said[2].casefold()) if said else None
        if not said or clock is None:
            self.say(
                node.line,
                N_(
                    "Eine Frist wird so geschrieben: „3 Arbeitstage“, „24 Stunden“, „4 Dienststunden“ "
                    "oder „1 Monat“."
                ),
            )
            return "0", Clock.WD.value
        return str(int(said[1])), clock.value

    def reminder(self, node: Node) -> str:
        said = self.text(node).casefold()
        if said in {AT_DUE.casefold(), "due"}:
            return "DUE"
        if said in {HALFWAY.casefold(), "50%"}:
            return "50%"
        ahead = PERIOD.fullmatch(said.removesuffix(AHEAD).strip()) if said.endswith(AHEAD) else None
        if ahead and UNITS.get(ahead[2]) is Clock.WD and int(ahead[1]) > 0:
            return f"-{int(ahead[1])}WD"
        self.say(
            node.line,
            N_(
                "Erinnerungen werden so geschrieben: „2 Arbeitstage vorher“, „nach der halben Zeit“ "
                "oder „zur Frist“."
            ),
        )
        return ""

    def yes(self, node: Node) -> str:
        said = self.text(node).casefold()
        if said not in {YES, NO}:
            self.say(node.line, N_("Hier steht „ja“ oder „nein“."))
        return "yes" if said == YES else "no"

    def number(self, node: Node) -> str:
        said = self.text(node)
        if not re.fullmatch(r"\d{1,4}", said, re.ASCII):
            self.say(node.line, N_("Hier wird eine Zahl erwartet."))
            return ""
        return str(int(said))

    def text(self, node: Node) -> str:
        if isinstance(node, Text):
            return node.text
        self.say(node.line, N_("Hier wird ein einzelnes Wort oder ein Satz erwartet."))
        return ""

    def known(self, node: Table, keys: tuple[str, ...]) -> None:
        for key, (line, _) in node.entries.items():
            if key not in keys:
                near = get_close_matches(key, keys, n=1, cutoff=0.5)
                sentence = N_("„%(key)s“ gehört nicht hierher. Gemeint ist vielleicht „%(guess)s“.")
                if near:
                    self.say(line, sentence, key=key, guess=near[0])
                else:
                    self.say(line, N_("„%(key)s“ gehört nicht hierher."), key=key)

    def say(self, line: int, sentence: str, **values: object) -> None:
        said = {name: Verbatim(value) if isinstance(value, str) else value for name, value in values.items()}
        self.found.append(LineFault(line, sentence, said))


def _codes(kinds: tuple[type[Labelled], ...]) -> dict[str, str]:
    """Words and codes, both in small letters, and what stands in a cell for them."""
    found: dict[str, str] = {}
    for kind in kinds:
        for member in kind:
            cell = (CONTACT if kind is RegisterFunction else "") + member.value
            found |= {member.label.casefold(): cell, member.value.casefold(): cell, cell.casefold(): cell}
    return found


def _labels(kinds: tuple[type[Labelled], ...]) -> dict[str, str]:
    return {
        (CONTACT if kind is RegisterFunction else "") + member.value: member.label
        for kind in kinds
        for member in kind
    }
