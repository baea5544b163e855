"""What the texts of a form may say of people, field by field."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.cases.rules.wording import Mention, mentions

Mentioned = Mapping[str, tuple[Mention, ...]]


def mentioned(form: Any, *, fields: Iterable[str] = (), confirmed: Collection[str] = ()) -> Mentioned:
    """By field, what may name people or their origin and wasn't confirmed; nothing: go on."""
    names = fields or form.free_text
    found = {name: mentions(form[name].data, confirmed=confirmed) for name in names}
    return {name: several for name, several in found.items() if several}
