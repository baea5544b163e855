"""Shapes of what somebody of the pool says of the own work."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from app.labels import N_
from app.mediators.deployment import LONGEST_WAY_KM, Details, insist_on_way
from app.mediators.exclusion import insist_on_reach
from app.mediators.rules import Gender, Topic
from app.refusals import NotAllowed
from app.translation import in_words


class DetailsForm(FlaskForm):
    topics = SelectMultipleField(
        N_("Themen, in denen Sie Erfahrung haben"),
        choices=[SelectChoice(one.value, one.label) for one in Topic],
        validators=[Optional()],
    )
    on_site = BooleanField(N_("vor Ort"))
    online = BooleanField(N_("online"))
    districts = SelectMultipleField(
        N_("Ortsteile, in denen Sie arbeiten"),
        description=N_("Ohne Auswahl: in allen."),
        validators=[Optional()],
    )
    radius_km = IntegerField(
        N_("Wie weit fahren Sie höchstens, in Kilometern?"),
        description=N_("Leer: überall im Kreis."),
        validators=[
            Optional(),
            NumberRange(1, LONGEST_WAY_KM, N_("Erwartet wird eine Zahl von 1 bis 300, oder nichts.")),
        ],
    )
    gender = SelectField(
        N_("Geschlecht"),
        description=N_(
            "Nur wenn Sie möchten. Manche Parteien brauchen zur eigenen Sicherheit eine Frau oder einen Mann."
        ),
        choices=[
            SelectChoice("", N_("keine Angabe")),
            *(SelectChoice(one.value, one.label) for one in Gender),
        ],
        validators=[Optional()],
    )

    def offer(self, districts: Iterable[tuple[UUID, str]]) -> None:
        """The districts that can be chosen."""
        self.districts.choices = [SelectChoice(str(id_), name) for id_, name in districts]

    def validate_online(self, box: BooleanField) -> None:
        try:
            insist_on_way(on_site=bool(self.on_site.data), online=bool(box.data))
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from None

    def details(self) -> Details:
        return Details(
            topics=frozenset(Topic(one) for one in self.topics.data or ()),
            districts=frozenset(UUID(one) for one in self.districts.data or ()),
            on_site=bool(self.on_site.data),
            online=bool(self.online.data),
            radius_km=self.radius_km.data,
            gender=Gender(self.gender.data) if self.gender.data else None,
        )


def _stripped(typed: str | None) -> str:
    return (typed or "").strip()


class ExclusionForm(FlaskForm):
    name = StringField(
        N_("Name der Person oder Gruppe"),
        description=N_(
            "Bei Personen Vor- und Nachname: Ein Familienname allein reicht nicht, so heißen zu viele. "
            "Bei Gruppen der Name, wie die Gruppe ihn selbst schreibt."
        ),
        filters=[_stripped],
        validators=[Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    place = StringField(
        N_("Anschrift"),
        description=N_(
            "Straße mit Hausnummer, zum Beispiel „Kanalstraße 12“. Eine Straße ohne Hausnummer "
            "zählt nur zusammen mit einem Familiennamen."
        ),
        filters=[_stripped],
        validators=[Length(max=200)],
        render_kw={"autocomplete": "off"},
    )

    def validate_name(self, box: Any) -> None:
        if not (box.data or self.place.data):
            raise ValidationError(N_("Bitte geben Sie einen Namen oder eine Anschrift an."))
        if box.data:
            _insist_on_reach(box.data, self.place.data)

    def validate_place(self, box: Any) -> None:
        if box.data and not self.name.data:
            _insist_on_reach("", box.data)


def _insist_on_reach(name: str, place: str) -> None:
    try:
        insist_on_reach(name, place)
    except NotAllowed as refusal:
        raise ValidationError(in_words(refusal)) from None
