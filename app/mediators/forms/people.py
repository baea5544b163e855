"""Shapes of what coordination enters about people of the pool."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.editing import VersionedForm
from app.labels import N_, Labelled
from app.languages import LANGUAGES
from app.mediators.deployment import Conduct, Interpreting
from app.mediators.poolrow import COLUMNS, PoolRow
from app.mediators.rules import Kind, Standing, Topic
from app.refusals import NotAllowed
from app.spreadsheets import value_of
from app.translation import in_words

EVERY = SelectChoice("", N_("alle"))
THERE = SelectChoice("", N_("dabei"))
NOT_A_NUMBER = N_("Bitte geben Sie eine ganze Zahl ein.")
_COLUMN = {column.field: column for column in COLUMNS}


def _or_none(words: type[Labelled]) -> list[SelectChoice]:
    return [SelectChoice("", N_("keine Angabe")), *(SelectChoice(one.value, one.label) for one in words)]


class PoolFilterForm(Form):
    """Sent by GET, so it holds nothing about any person."""

    sprache = SelectField(
        N_("Sprache"), choices=[EVERY, *(SelectChoice(o.code, o.label) for o in LANGUAGES.values())]
    )
    thema = SelectField(N_("Thema"), choices=[EVERY, *(SelectChoice(t.value, t.label) for t in Topic)])
    art = SelectField(N_("Art"), choices=[EVERY, *(SelectChoice(k.value, k.label) for k in Kind)])
    stand = SelectField(N_("Stand"), choices=[THERE, *(SelectChoice(s.value, s.label) for s in Standing)])
    uneingeladen = BooleanField(N_("nur nicht Eingeladene"))


class CoreForm(VersionedForm):
    kind = SelectField(N_("Art"), choices=[SelectChoice(kind.value, kind.label) for kind in Kind])
    interpreting = SelectField(
        N_("Sprachmittlung"),
        description=N_("Nur bei Sprachmittler:innen."),
        choices=_or_none(Interpreting),
        validators=[Optional()],
    )
    capacity = IntegerField(
        N_("Höchstens so viele Fälle gleichzeitig"),
        validators=[
            InputRequired(NOT_A_NUMBER),
            NumberRange(0, 20, N_("Erwartet wird eine Zahl von 0 bis 20.")),
        ],
    )
    obligated_on = DateField(
        N_("Verpflichtet am"),
        description=N_("Tag der förmlichen Verpflichtung zur Verschwiegenheit."),
        validators=[Optional()],
    )
    certificate_seen_on = DateField(
        N_("Führungszeugnis gesehen am"),
        description=N_("Nur der Tag. Das Führungszeugnis selbst wird nicht aufbewahrt."),
        validators=[Optional()],
    )
    certificate_issued_on = DateField(N_("Führungszeugnis ausgestellt am"), validators=[Optional()])
    certificate_result = SelectField(
        N_("Was stand darin?"), choices=_or_none(Conduct), validators=[Optional()]
    )


def _readable(form: Form, field: Any) -> None:  # noqa: ARG001 - the signature is WTForms'
    """The same reading, and the same words of refusal, as in a pool file."""
    try:
        value_of(_COLUMN[field.name], field.data or "")
    except NotAllowed as refusal:
        raise ValidationError(in_words(refusal)) from None


class NewPersonForm(FlaskForm):
    last_name = StringField(
        N_("Nachname"), validators=[DataRequired(N_("Der Nachname fehlt.")), Length(max=120)]
    )
    first_name = StringField(
        N_("Vorname"), validators=[DataRequired(N_("Der Vorname fehlt.")), Length(max=120)]
    )
    email = EmailField(
        N_("E-Mail"), validators=[InputRequired(N_("Die E-Mail-Adresse fehlt.")), Length(max=254), _readable]
    )
    phone = StringField(N_("Telefon"), validators=[Length(max=60)])
    kind = SelectField(N_("Art"), choices=[SelectChoice(kind.value, kind.label) for kind in Kind])
    languages = StringField(
        N_("Sprachen mit Niveau"),
        description=N_("Zum Beispiel: Deutsch (C1), Arabisch (Muttersprache)"),
        validators=[DataRequired(N_("Es fehlt mindestens eine Sprache mit Niveau.")), _readable],
    )
    slots = TextAreaField(
        N_("Regelmäßige Zeiten"),
        description=N_("Zum Beispiel: Mo 17-19 Uhr; Sa 10:00-12:30. Die Person kann sie selbst ändern."),
        validators=[_readable],
    )

    def row(self) -> PoolRow:
        """The person as a pool file would describe it, but for the kind, which is chosen and not written."""
        values: dict[str, Any] = {}
        for field in (f for f in self if f.name in _COLUMN and f.name != "kind"):
            values |= value_of(_COLUMN[field.name], (field.data or "").strip())
        return PoolRow(line=0, **values)
