"""Shapes of what is offered and asked for; no free text, because it would leave the municipality."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.labels import N_
from app.languages import LANGUAGES
from app.lending.rules import Daytime, Format, LoanKind, Wish

CHOOSE, NONE = SelectChoice("", N_("Bitte wählen")), SelectChoice("", N_("keine"))
SPOKEN = [SelectChoice(one.code, one.label) for one in LANGUAGES.values()]


class AgreementForm(FlaskForm):
    to = SelectField(
        N_("Mit welcher Kommune?"), validators=[InputRequired(N_("Bitte wählen Sie eine Kommune."))]
    )

    @classmethod
    def to_one_of(cls, towns: Iterable[tuple[UUID, str]]) -> "AgreementForm":
        form: AgreementForm = cls()
        form.to.choices = [CHOOSE, *(SelectChoice(str(key), name) for key, name in towns)]
        return form


class PersonForm(FlaskForm):
    person = SelectField(
        N_("Wen möchten Sie fragen?"), validators=[InputRequired(N_("Bitte wählen Sie eine Person."))]
    )

    @classmethod
    def one_of(cls, people: Iterable[tuple[UUID, str]]) -> "PersonForm":
        form: PersonForm = cls()
        form.person.choices = [CHOOSE, *(SelectChoice(str(key), name) for key, name in people)]
        return form


class LoanForm(FlaskForm):
    kind = RadioField(
        N_("Wen suchen Sie?"),
        choices=[SelectChoice(one.value, one.label) for one in LoanKind],
        validators=[InputRequired(N_("Bitte wählen Sie, wen Sie suchen."))],
    )
    language = SelectField(
        N_("Sprache"),
        choices=[CHOOSE, *SPOKEN],
        validators=[InputRequired(N_("Bitte wählen Sie eine Sprache."))],
    )
    second_language = SelectField(N_("Weitere Sprache"), choices=[NONE, *SPOKEN])
    third_language = SelectField(N_("Weitere Sprache"), choices=[NONE, *SPOKEN])
    format = RadioField(
        N_("Wie finden die Gespräche statt?"),
        choices=[SelectChoice(one.value, one.label) for one in Format],
        validators=[InputRequired(N_("Bitte wählen Sie, wie die Gespräche stattfinden."))],
    )
    daytime = SelectField(N_("Wann in der Woche?"), choices=[SelectChoice(o.value, o.label) for o in Daytime])
    first_day = DateField(N_("Frühestens am"), validators=[InputRequired(N_("Bitte nennen Sie einen Tag."))])
    last_day = DateField(N_("Spätestens am"), validators=[InputRequired(N_("Bitte nennen Sie einen Tag."))])
    urgent = BooleanField(N_("Eilig: Antwort bis zum nächsten Arbeitstag"))
    at_once = BooleanField(N_("Den Landespool sofort mit anfragen"))

    @classmethod
    def beginning_with(cls, wish: Wish) -> "LoanForm":
        """What the case suggests; coordination changes it as she likes."""
        spoken = (*wish.languages, "", "", "")
        form: LoanForm = cls(
            data={
                "language": spoken[0],
                "second_language": spoken[1],
                "third_language": spoken[2],
                "kind": wish.kind.value,
                "format": wish.format.value,
                "daytime": wish.daytime.value,
                "first_day": wish.first_day,
                "last_day": wish.last_day,
                "urgent": wish.urgent,
            }
        )
        return form

    @property
    def wish(self) -> Wish:
        chosen = (self.language.data, self.second_language.data, self.third_language.data)
        return Wish(
            languages=tuple(dict.fromkeys(code for code in chosen if code)),
            kind=LoanKind(self.kind.data),
            format=Format(self.format.data),
            daytime=Daytime(self.daytime.data),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            urgent=self.urgent.data,
        )
