"""The shape of the own choices: one field for each group."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice

from app.notifications.choices import Group, Rhythm


def _field(group: Group) -> Any:
    options = [SelectChoice(one.value, one.label) for one in Rhythm]
    return SelectField(group.label, description=group.hint, choices=options)


class ChoicesForm(FlaskForm):
    progress = _field(Group.PROGRESS)
    answers = _field(Group.ANSWERS)
    over = _field(Group.OVER)
    revisits = _field(Group.REVISITS)

    @classmethod
    def showing(cls, chosen: Mapping[Group, Rhythm]) -> "ChoicesForm":
        form: ChoicesForm = cls(data={group.value.lower(): chosen[group].value for group in Group})
        return form

    def wanted(self) -> dict[Group, Rhythm]:
        return {group: Rhythm(field.data) for group, field in self._each()}

    @property
    def fields(self) -> list[Field]:
        return [field for _, field in self._each()]

    def _each(self) -> Iterator[tuple[Group, Field]]:
        for group in Group:
            yield group, self[group.value.lower()]
