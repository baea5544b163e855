"""How somebody narrows a timeline; sent by GET, so it holds words of the screen, days, ids of officials."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wtforms import DateField, Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.audit.kinds import kinds_of
from app.audit.queries import Narrowed
from app.events import Strand
from app.labels import N_
from app.localtime import YEARS, at

EVERY = SelectChoice("", N_("alle"))


class TimelineForm(Form):
    art = SelectField(N_("Was"), choices=[EVERY, *(SelectChoice(s.value, s.label) for s in Strand)])
    person = SelectField(N_("Wer"))
    von = DateField(N_("Vom"), validators=[Optional()])
    bis = DateField(N_("Bis zum"), validators=[Optional()])

    @classmethod
    def asked(cls, values: Any, people: Mapping[UUID, str]) -> "TimelineForm":
        """``people``: whoever has done something in the case."""
        form = cls(values)
        named = sorted(people.items(), key=lambda one: one[1].casefold())
        form.person.choices = [EVERY, *(SelectChoice(str(id_), name) for id_, name in named)]
        return form

    def narrowed(self) -> Narrowed:
        """What the address asks for; words that mean nothing ask for nothing."""
        known = {choice.value for choice in self.person.choices if choice.value}
        return Narrowed(
            kinds=kinds_of(Strand(self.art.data)) if self.art.data in set(Strand) else None,
            actor=UUID(self.person.data) if self.person.data in known else None,
            since=_midnight(self.von.data),
            until=_midnight(self.bis.data, after=True),
        )

    @property
    def asks(self) -> bool:
        return self.narrowed() != Narrowed()


def _midnight(day: Any, *, after: bool = False) -> datetime | None:
    """The first moment of a day, or of the one after it; None for years that nobody means."""
    return at(day + timedelta(days=after), 0) if day and day.year in YEARS else None
