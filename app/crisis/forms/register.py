"""What stands about one person in the register of contacts."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.crisis.forms.choices import EVERY_FUNCTION, PLEASE_CHOOSE
from app.crisis.rules.contacts import ContactFacts
from app.editing import OnceForm, VersionedForm
from app.labels import N_

LINE = Length(max=120)
HIGHEST_POSITION = 20


class ContactFields(FlaskForm):
    function = SelectField(
        N_("Funktion"),
        choices=[PLEASE_CHOOSE, *EVERY_FUNCTION],
        validators=[InputRequired(N_("Bitte wählen Sie eine Funktion."))],
    )
    position = IntegerField(
        N_("Platz in der Reihe"),
        description=N_("1 ist zuständig, 2 die Vertretung, 3 die nächste. In dieser Folge wird angerufen."),
        validators=[
            InputRequired(N_("Bitte nennen Sie eine Zahl ab 1.")),
            NumberRange(1, HIGHEST_POSITION, N_("Bitte nennen Sie eine Zahl von 1 bis 20.")),
        ],
    )
    name = StringField(N_("Name"), validators=[DataRequired(N_("Bitte nennen Sie den Namen.")), LINE])
    phone = StringField(
        N_("Telefon"), validators=[DataRequired(N_("Bitte nennen Sie eine Telefonnummer.")), Length(max=40)]
    )
    phone_after_hours = StringField(
        N_("Telefon außerhalb der Dienstzeit"), validators=[Optional(), Length(max=40)]
    )
    email = StringField(N_("E-Mail"), validators=[Optional(), Length(max=200)])
    in_alarm = BooleanField(
        N_("Gehört zur Alarmkette"), description=N_("Wird in Phase Rot alarmiert, Platz 1 zuerst.")
    )
    account = SelectField(
        N_("Zugang zu Fallbrücke"),
        description=N_("Wer einen hat, bestätigt den Alarm selbst. Alle anderen werden angerufen."),
        validators=[Optional()],
    )

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        self.account.choices = [
            SelectChoice("", N_("keiner")),
            *(SelectChoice(str(user_id), name) for user_id, name in people),
        ]

    def validate_email(self, box: Any) -> None:
        before, at_sign, behind = (box.data or "").strip().rpartition("@")
        if not (before and at_sign and "." in behind and " " not in before + behind):
            raise ValidationError(N_("Bitte prüfen Sie die E-Mail-Adresse."))

    def validate_phone(self, box: Any) -> None:
        _digits(box.data or "")

    def validate_phone_after_hours(self, box: Any) -> None:
        _digits(box.data or "")

    def facts(self) -> ContactFacts:
        return ContactFacts(
            function=self.function.data,
            position=self.position.data,
            name=self.name.data.strip(),
            phone=self.phone.data.strip(),
            phone_after_hours=(self.phone_after_hours.data or "").strip(),
            email=(self.email.data or "").strip(),
            in_alarm=bool(self.in_alarm.data),
            user_id=UUID(self.account.data) if self.account.data else None,
        )


class NewContactForm(OnceForm, ContactFields):
    pass


class ContactForm(ContactFields, VersionedForm):
    pass


def _digits(phone: str) -> None:
    if sum(sign.isdigit() for sign in phone) < 3 or not set(phone) <= set("0123456789 +-/()"):
        raise ValidationError(N_("Bitte schreiben Sie die Nummer mit Ziffern, zum Beispiel 0221 4710."))
