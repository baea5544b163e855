"""Shapes of what the lead records of a party: who it is, tries, decision and consent."""

from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms.boxes import empty_is_fine
from app.cases.forms.changes import ReasonFields
from app.cases.forms.report_fields import labelled
from app.cases.forms.report_parties import FIRST, LANGUAGE_CHOICES, NamedPartyFields
from app.cases.rules.intake import Channel, ContactResult, Participation
from app.editing import VersionedForm
from app.labels import N_


class PartyForm(NamedPartyFields, ReasonFields, VersionedForm):
    """The same as in the report, with names."""


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


class DecisionForm(VersionedForm):
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
