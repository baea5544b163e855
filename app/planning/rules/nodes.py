"""What stands in a YAML file, with the line of everything; nothing is built but texts, lists and tables.

Aliases, tags and more than one document are refused, so that a small file stays small when it is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from app.labels import N_
from app.refusals import NotAllowed

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000
DEEPEST = 6


@dataclass(frozen=True)
class Text:
    line: int
    text: str


@dataclass(frozen=True)
class Listing:
    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Table:
    """Keys with their own lines, each once."""

    line: int
    entries: Mapping[str, tuple[int, "Node"]]


Node = Text | Listing | Table


def parsed(content: bytes) -> Node:
    """The file as nodes; ``NotAllowed`` with the line if it isn't one that this program reads."""
    if len(content) > MOST_BYTES:
        raise NotAllowed(N_("Die Datei ist zu groß. Ein Plan hat höchstens 256 KB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        raise NotAllowed(
            N_("Zeile %(line)s: Das ist kein Text in UTF-8. Bitte speichern Sie die Datei als UTF-8."),
            line=line,
        ) from None
    try:
        return _document(_counted(yaml.parse(text, Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        raise NotAllowed(
            N_(
                "Zeile %(line)s: Hier ist die Datei nicht lesbar. "
                "Stimmen Einrückung, Doppelpunkte und Anführungszeichen?"
            ),
            line=mark.line + 1 if mark else 1,
        ) from None
    except yaml.YAMLError:
        raise NotAllowed(
            N_("Die Datei enthält Zeichen, die in einer YAML-Datei nicht stehen dürfen.")
        ) from None


def _counted(events: Iterator[Any]) -> Iterator[Any]:
    depth = 0
    for number, event in enumerate(events):
        line = _line(event)
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if number > MOST_NODES or depth > DEEPEST:
            raise NotAllowed(
                N_("Zeile %(line)s: So viel steht in keinem Plan. Bitte prüfen Sie die Datei."), line=line
            )
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise NotAllowed(N_("Zeile %(line)s: Verweise („&“ und „*“) sind nicht möglich."), line=line)
        if getattr(event, "tag", None):
            raise NotAllowed(N_("Zeile %(line)s: Angaben mit „!“ sind nicht möglich."), line=line)
        yield event


def _document(events: Iterator[Any]) -> Node:
    found: Node | None = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if found is not None:
                line = _line(event)
                raise NotAllowed(N_("Zeile %(line)s: Hier beginnt eine zweite Datei („---“)."), line=line)
            found = _node(next(events), events)
    return found or Text(1, "")


def _node(event: Any, events: Iterator[Any]) -> Node:
    line = _line(event)
    if isinstance(event, ScalarEvent):
        return Text(line, event.value.strip())
    if isinstance(event, SequenceStartEvent):
        return Listing(line, tuple(_until(SequenceEndEvent, events)))
    entries: dict[str, tuple[int, Node]] = {}
    keys = _until(MappingEndEvent, events)
    for key in keys:
        value = next(keys)
        if not isinstance(key, Text):
            raise NotAllowed(N_("Zeile %(line)s: Vor dem Doppelpunkt muss ein Wort stehen."), line=key.line)
        if key.text in entries:
            raise NotAllowed(N_("Zeile %(line)s: „%(key)s“ steht hier zweimal."), line=key.line, key=key.text)
        entries[key.text] = (key.line, value)
    return Table(line, entries)


def _until(end: type[Any], events: Iterator[Any]) -> Iterator[Node]:
    for event in events:
        if isinstance(event, end):
            return
        yield _node(event, events)


def _line(event: Any) -> int:
    """On which line of the file it begins, the first being 1."""
    return int(event.start_mark.line) + 1
