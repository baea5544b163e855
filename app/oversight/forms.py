"""How somebody narrows a list of cases; sent by GET, so it holds nothing but words of the screen."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Form, SelectField
from wtforms.fields.choices import SelectChoice

from app.cases.rules.intake import Category
from app.cases.rules.status import Status
from app.labels import N_
from app.oversight.queries.cases import Filters
from app.oversight.rules import Worklist

EVERY = SelectChoice("", N_("alle"))


class FilterForm(Form):
    liste = SelectField(
        N_("Liste"), choices=[EVERY, *(SelectChoice(w.value, w.label) for w in Worklist)], default=""
    )
    stand = SelectField(
        N_("Stand"),
        choices=[EVERY, *(SelectChoice(s.value, s.label) for s in Status if s is not Status.DELETED)],
        default="",
    )
    anlass = SelectField(
        N_("Anlass"), choices=[EVERY, *(SelectChoice(c.value, c.label) for c in Category)], default=""
    )
    ort = SelectField(N_("Ort"), default="")
    meine = BooleanField(N_("nur meine"))

    @classmethod
    def asked(cls, values: Any, districts: Iterable[tuple[UUID, str]]) -> "FilterForm":
        form = cls(values)
        form.ort.choices = [EVERY, *(SelectChoice(str(id_), name) for id_, name in districts)]
        return form

    def filters(self) -> Filters:
        """What the address asks for; words that mean nothing ask for nothing."""
        known = {choice.value for choice in self.ort.choices if choice.value}
        return Filters(
            worklist=Worklist(self.liste.data) if self.liste.data in set(Worklist) else None,
            status=Status(self.stand.data) if self.stand.data in set(Status) else None,
            category=Category(self.anlass.data) if self.anlass.data in set(Category) else None,
            district_id=UUID(self.ort.data) if self.ort.data in known else None,
            mine=bool(self.meine.data),
        )
