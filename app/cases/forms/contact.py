"""Shapes of what the lead records of a party: who it is, tries, decision and consent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms.report_fields import labelled
from app.cases.forms.report_parties import FIRST, LANGUAGE_CHOICES, NamedPartyFields
from app.cases.forms.versions import empty_is_fine
from app.cases.rules.intake import Channel, ContactResult, Participation
from app.labels import N_


class PartyForm(NamedPartyFields, FlaskForm):
    """The same as in the report, with names; it knows what its page had shown of the party."""

    shown = HiddenField(validators=[InputRequired(N_("Bitte laden Sie die Seite neu."))])

    def set_beside(self, saved: Mapping[str, object], shown: str) -> bool:
        """Keep what was typed and say beside each field what is saved by now; whether anything differs."""
        self.form_errors = [
            _(
                N_(
                    "Jemand hat diese Partei geändert, seit Sie die Seite geöffnet haben. Ihre Eingaben "
                    "stehen noch hier, gespeichert sind sie nicht: Bitte prüfen Sie, was gelten soll."
                )
            )
        ]
        self.shown.data = shown
        differing = [name for name, value in saved.items() if (self[name].data or None) != (value or None)]
        for name in differing:
            words = _words(self[name], saved[name])
            self[name].errors = [_(N_("Gespeichert ist jetzt: %(value)s"), value=words)]
        return bool(differing)


def _words(field: Field, value: object) -> str:
    """A saved value as the page says it: the words of a choice, yes or no, or the text itself."""
    if isinstance(field, BooleanField):
        return str(_(N_("ja")) if value else _(N_("nein")))
    if not isinstance(field, SelectField | SelectMultipleField):
        return str(value or _(N_("nichts")))
    chosen = value if isinstance(value, list) else [value]
    words = [_(choice.label) for choice in field.choices if choice.value and choice.value in chosen]
    return ", ".join(words) or str(_(N_("nichts")))


class AttemptForm(FlaskForm):
    attempt = HiddenField(validators=[InputRequired()])
    """Id of the try, made with the page: sent twice, it counts once."""
    result = RadioField(
        N_("Haben Sie die Partei erreicht?"),
        choices=labelled(ContactResult),
        validators=[InputRequired(N_("Bitte sagen Sie, ob Sie die Partei erreicht haben."))],
    )

    @classmethod
    def fresh(cls) -> "AttemptForm":
        form: AttemptForm = cls(data={"attempt": str(uuid4())})
        return form

    def validate_attempt(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(N_("Bitte laden Sie die Seite neu.")) from None


class DecisionForm(FlaskForm):
    participation = RadioField(
        N_("Nimmt die Partei teil?"),
        description=N_("Die Teilnahme ist immer freiwillig."),
        choices=labelled(Participation),
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    day = DateField(N_("Eingewilligt am"), validators=[empty_is_fine])
    language = SelectField(N_("Sprache des Textes"), choices=FIRST + LANGUAGE_CHOICES)
    channel = SelectField(N_("Auf welchem Weg"), choices=FIRST + labelled(Channel))
    for_minor = BooleanField(N_("Eine sorgeberechtigte Person hat für die Partei eingewilligt"))

    minor: bool = False

    def _agrees(self) -> bool:
        return bool(self.participation.data == Participation.AGREED)

    def validate_day(self, box: Any) -> None:
        if self._agrees() and box.data is None:
            raise ValidationError(N_("Bitte nennen Sie den Tag der Einwilligung."))

    def validate_language(self, box: Any) -> None:
        if self._agrees() and not box.data:
            raise ValidationError(
                N_("Bitte wählen Sie, in welcher Sprache der Text gelesen oder erklärt wurde.")
            )

    def validate_channel(self, box: Any) -> None:
        if self._agrees() and not box.data:
            raise ValidationError(N_("Bitte wählen Sie, auf welchem Weg die Partei eingewilligt hat."))

    def validate_for_minor(self, box: Any) -> None:
        if self._agrees() and self.minor and not box.data:
            raise ValidationError(
                N_("Für Minderjährige braucht es die Einwilligung einer sorgeberechtigten Person.")
            )
