"""Reading a plan from a file: every fault with its line, the reason, and what may have been meant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.labels import N_
from app.planning.rules.checking import faults
from app.planning.rules.filewords import LineFault, WordReader
from app.planning.rules.nodes import Listing, Node, Table, parsed
from app.planning.rules.planfile import (
    FILE,
    FORMAT,
    NAME,
    PLANS,
    VERSION,
    WAYS,
    key_of,
)
from app.plans.cells import Row
from app.plans.codes import Anchor, HardMode, PlanKind
from app.plans.template import CASE_STEPS, EVENT_STEPS

MOST_FAULTS = 20
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)?", re.ASCII)
LONGEST_CODE = 12
STAGES = re.compile(r"([1-9])(?: (?:bis|-|–) ([1-9]))?")
EMPTY: Mapping[PlanKind, Row] = {
    PlanKind.CASE: dict.fromkeys(CASE_STEPS[0].to_row(), ""),
    PlanKind.EVENT: dict.fromkeys(EVENT_STEPS[0].to_row(), ""),
}
NEEDED = {PlanKind.CASE: ("schritt", "aufgabe", "beginnt mit", "zuständig", "frist"),
          PlanKind.EVENT: ("schritt", "aufgabe", "phase", "beginnt mit", "zuständig", "frist")}  # fmt: skip


class Refused(Exception):
    """The file is no plan; with all that is wrong, at most MOST_FAULTS."""

    def __init__(self, found: list[LineFault]) -> None:
        super().__init__(found[0].sentence)
        self.faults = tuple(sorted(found, key=lambda one: one.line)[:MOST_FAULTS])


@dataclass
class PlanFile:
    """The steps of a file, as rows; every one of them can be built. A code is empty where none stands."""

    name: str = ""
    rows: dict[PlanKind, list[Row]] = field(default_factory=lambda: {kind: [] for kind in PlanKind})


def read(content: bytes) -> PlanFile:
    """``NotAllowed`` if it is not readable at all, ``Refused`` if it is no plan."""
    reader = _Reader()
    file = reader.file(parsed(content))
    if reader.found:
        raise Refused(reader.found)
    return file


class _Reader(WordReader):
    """Goes through the nodes once and collects what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: set[str] = set()

    def file(self, node: Node) -> PlanFile:
        file = PlanFile()
        version = node.entries.get(FILE) if isinstance(node, Table) else None
        if not isinstance(node, Table) or version is None:
            self.say(1, N_("Das ist keine Datei mit einem Plan. Sie beginnt mit „fallbruecke-plan: 1“."))
            return file
        if self.text(version[1]) != str(FORMAT):
            self.say(version[0], N_("Diese Art von Datei kennt das Programm noch nicht. Möglich ist: 1."))
        self.known(node, (FILE, NAME, VERSION, *PLANS))
        if NAME in node.entries:
            file.name = self.text(node.entries[NAME][1])
        for key, kind in PLANS.items():
            file.rows[kind] = [self.step(kind, entry) for entry in self.entries(node, key)]
        if not any(file.rows.values()):
            self.say(1, N_("In der Datei steht kein Schritt. Erwartet werden „fallplan“ und „ereignisplan“."))
        return file

    def entries(self, node: Table, key: str) -> Iterator[Table]:
        if key not in node.entries:
            return
        line, listing = node.entries[key]
        if not isinstance(listing, Listing):
            self.say(line, N_("Hier wird eine Liste erwartet, jede Zeile mit einem Strich davor."))
            return
        for entry in listing.items:
            if isinstance(entry, Table):
                yield entry
            else:
                self.say(entry.line, N_("Hier wird ein Schritt erwartet, mit „nr“, „schritt“ und so weiter."))

    def step(self, kind: PlanKind, entry: Table) -> Row:
        row, before = {**EMPTY[kind]}, len(self.found)
        self.known(entry, ("nr", *dict.fromkeys(key_of(kind, column) for column in row if column != "id")))
        for key in NEEDED[kind]:
            if key not in entry.entries:
                self.say(entry.line, N_("In diesem Schritt fehlt „%(key)s“."), key=key)
        row["id"] = self.code(entry)
        for way in WAYS[kind]:
            if way.key in entry.entries:
                row[way.column] = self.words(way, entry.entries[way.key][1])
        row |= self.numbers(kind, entry)
        row |= self.of_case(entry) if kind is PlanKind.CASE else {}
        if len(self.found) == before:
            self.check(kind, row, entry)
        return row

    def check(self, kind: PlanKind, row: Row, entry: Table) -> None:
        for fault in faults(kind, row):
            line = entry.entries.get(key_of(kind, fault.field), (entry.line, entry))[0]
            self.say(line, fault.sentence, **fault.values)

    def code(self, entry: Table) -> str:
        if "nr" not in entry.entries:
            return ""
        line, node = entry.entries["nr"]
        code = self.text(node)
        if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
            self.say(line, N_("„%(value)s“ ist keine Nummer eines Schritts wie F01."), value=code)
        elif code in self.codes:
            self.say(line, N_("Die Nummer %(value)s steht schon bei einem anderen Schritt."), value=code)
        self.codes.add(code)
        return code

    def numbers(self, kind: PlanKind, entry: Table) -> dict[str, str]:
        """The periods and reminders of either plan."""
        found: dict[str, str] = {}
        if "frist" in entry.entries:
            found |= self.amounts(kind, entry.entries["frist"][1])
        if "wieder alle" in entry.entries:
            found["repeat_amount"], found["repeat_clock"] = self.period(entry.entries["wieder alle"][1])
        for key, column in (("erinnerungen", "reminders"), ("erinnerungen bei A", "reminders_a")):
            if key in entry.entries:
                node = entry.entries[key][1]
                several = node.items if isinstance(node, Listing) else (node,)
                found[column] = ";".join(dict.fromkeys(self.reminder(one) for one in several))
        return found

    def amounts(self, kind: PlanKind, node: Node) -> dict[str, str]:
        if not isinstance(node, Table) or kind is PlanKind.EVENT:
            amount, clock = self.period(node)
            return {"amount": amount, "clock": clock}
        self.known(node, ("A", "B", "C"))
        found = {}
        for letter in "ABC":
            if letter not in node.entries:
                self.say(node.line, N_("In diesem Schritt fehlt „%(key)s“."), key=letter)
                continue
            line, said = node.entries[letter]
            found[f"amount_{letter.lower()}"], clock = self.period(said)
            if found.setdefault("clock", clock) != clock:
                self.say(
                    line, N_("A, B und C müssen gleich gezählt werden, zum Beispiel alle in Arbeitstagen.")
                )
        return found

    def of_case(self, entry: Table) -> dict[str, str]:
        found = {"first_wave": "no", "glasl_min": "1", "glasl_max": "9"}
        if "beginnt von selbst" in entry.entries:
            found["first_wave"] = self.yes(entry.entries["beginnt von selbst"][1])
        if "stufen" in entry.entries:
            line, node = entry.entries["stufen"]
            stages = STAGES.fullmatch(self.text(node))
            if stages:
                found["glasl_min"], found["glasl_max"] = stages[1], stages[2] or stages[1]
            else:
                self.say(line, N_("Stufen werden so geschrieben: „3“ oder „1 bis 9“."))
        numbers = {
            "mit Freigabe bis Stufe": "needs_clearance_above",
            "versuche": "attempts",
            "höchstens so oft": "repeat_max",
        }
        for key, column in numbers.items():
            if key in entry.entries:
                found[column] = self.number(entry.entries[key][1])
        return found | (
            self.second(*entry.entries["zweite frist"]) if "zweite frist" in entry.entries else {}
        )

    def second(self, line: int, node: Node) -> dict[str, str]:
        if not isinstance(node, Table):
            self.say(line, N_("Zur zweiten Frist gehören „art“, „ab“ und „frist“."))
            return {}
        self.known(node, ("art", "ab", "frist"))
        found = {"hard_mode": "", "hard_anchor": "", "hard_amount": "", "hard_clock": ""}
        for key in ("art", "ab", "frist"):
            if key not in node.entries:
                self.say(line, N_("Zur zweiten Frist gehören „art“, „ab“ und „frist“."))
                return {}
        found["hard_mode"] = self.word((HardMode,), node.entries["art"][1])
        found["hard_anchor"] = self.word((Anchor,), node.entries["ab"][1])
        found["hard_amount"], found["hard_clock"] = self.period(node.entries["frist"][1])
        return found
