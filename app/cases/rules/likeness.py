"""What makes two reports likely to be about the same conflict."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cases.rules.intake import Category

#: Two reports of one kind from one district so many days apart may be about the same conflict.
ALIKE_DAYS = 90

#: No more are shown; whoever has more open cases of one kind in one place searches the list.
MOST_SHOWN = 3


@dataclass(frozen=True)
class Likeness:
    """What a report says so far, as far as another one can be like it."""

    category: Category | None = None
    district_id: str | None = None
    names: tuple[str, ...] = ()

    @property
    def says_enough(self) -> bool:
        return (self.category is not None and bool(self.district_id)) or bool(self.names)


def likeness(answers: Mapping[str, Mapping[str, list[str]]]) -> Likeness:
    """Read from what was typed, right or wrong, section by section and field by field."""
    said = {field: values[0] for section in answers.values() for field, values in section.items() if values}
    category = said.get("category")
    return Likeness(
        category=Category(category) if category in set(Category) else None,
        district_id=said.get("district") or None,
        names=tuple(text for field, text in said.items() if field.endswith("-name") and text.strip()),
    )
