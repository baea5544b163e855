"""How somebody narrows a list of cases; sent by GET, so it holds nothing but words of the screen."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases.rules.intake import Category
from app.cases.rules.status import Status
from app.labels import N_
from app.oversight.queries.cases import Filters
from app.oversight.rules import Deed, Worklist

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


class RoundForm(Form):
    """What shall be done with which overdue cases; asked by GET, so the preview has an address."""

    fall = SelectMultipleField(
        N_("Fälle"),
        description=N_("Der am längsten überfällige Schritt jedes Falls, der älteste zuerst."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(N_("Bitte wählen Sie mindestens einen Fall."))],
        validate_choice=False,
    )
    tun = RadioField(
        N_("Was soll geschehen?"),
        choices=[SelectChoice(deed.value, deed.label) for deed in Deed],
        default=Deed.REMIND.value,
    )
    person = SelectField(N_("Neue Fallverantwortung"), default="", validate_choice=False)

    people: tuple[tuple[str, str], ...] = ()

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        self.people = tuple((str(key), words) for key, words in people)
        self.person.choices = [
            SelectChoice("", N_("Bitte wählen, wenn Sie neu zuweisen")),
            *(SelectChoice(key, words) for key, words in self.people),
        ]

    def validate_person(self, box: Any) -> None:
        if self.tun.data == Deed.REASSIGN and box.data not in dict(self.people):
            raise ValidationError(N_("Bitte wählen Sie eine Person."))

    def validate_fall(self, box: Any) -> None:
        if len(self.cases) != len(set(box.data or ())):
            raise ValidationError(N_("Bitte laden Sie die Seite neu."))

    @property
    def cases(self) -> frozenset[UUID]:
        """The ids that are ids."""
        found = set()
        for text in self.fall.data or ():
            with suppress(ValueError):
                found.add(UUID(text))
        return frozenset(found)

    @property
    def deed(self) -> Deed:
        return Deed(self.tun.data)

    @property
    def chosen(self) -> tuple[UUID, str] | None:
        """Who shall lead, by id and name with office."""
        key = self.person.data if self.deed is Deed.REASSIGN else None
        return (UUID(key), dict(self.people)[key]) if key else None
