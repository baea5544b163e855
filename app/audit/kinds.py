"""What a line of the log says in words."""

import re
from typing import Any

from app.events import CaseEvent
from app.labels import N_

#: Kinds that aren't events of a case: readings, and deeds around it.
_KINDS = {
    "FileRead": N_("Fallakte gelesen"),
    "PartiesRead": N_("Beteiligte gelesen"),
    "SafetyRead": N_("Angaben zur Sicherheit gelesen"),
    "OwnReportRead": N_("Eigene Meldung gelesen"),
    "OfficeOpened": N_("Dienststelle angelegt"),
    "RoleGiven": N_("Rolle vergeben"),
    "AccountLocked": N_("Konto gesperrt"),
}


def sentence(kind: str, facts: dict[str, Any], person: str | None) -> tuple[str, dict[str, Any]]:
    """The message id of an event's sentence, and its values."""
    values = {"person": person or N_("unbekannt"), **facts}
    template = _sentences().get(kind)
    if not template or not _placeholders(template) <= set(values):
        return words(kind), {}
    return template, values


def words(kind: str) -> str:
    """A message id without values: what a line of the access log says."""
    name = kind.partition(":")[0]
    template = _KINDS.get(name) or _sentences().get(name)
    return re.sub(r"%\(\w+\)s", "…", template) if template else name


def _placeholders(template: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", template))


def _sentences() -> dict[str, str]:
    return {kind.__name__: kind.sentence for kind in _below(CaseEvent) if kind.sentence}


def _below(kind: type[CaseEvent]) -> set[type[CaseEvent]]:
    found = set(kind.__subclasses__())
    return found | {one for sub in found for one in _below(sub)}
