"""Shapes of what is logged, decided and kept around events."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.crisis.rules.contacts import ContactFacts
from app.crisis.rules.phases import SIGNALS
from app.crisis.rules.words import FUNCTIONS, Rating, Weight
from app.editing import VersionedForm
from app.labels import N_
from app.localtime import local, local_moment, utc
from app.plans.codes import Phase, Trigger

LINE, TEXT, LONG = Length(max=120), Length(max=1000), Length(max=4000)
RELOAD = N_("Bitte laden Sie die Seite neu.")
NO_NAMES = N_("Keine Namen, keine Mutmaßungen zur Herkunft.")
PLEASE_CHOOSE = SelectChoice("", N_("Bitte wählen"))
HIGHEST_POSITION = 20


class OnceForm(FlaskForm):
    """A form whose deed counts once, however often it is sent."""

    deed = HiddenField(validators=[InputRequired(RELOAD)])
    """Id of what is made, drawn with the page."""

    @classmethod
    def fresh(cls, **values: Any) -> Self:
        return cls(data={"deed": str(uuid4()), **values})

    def validate_deed(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(RELOAD) from None

    @property
    def id(self) -> UUID:
        return UUID(self.deed.data)


def _reason(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=NO_NAMES,
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), TEXT],
    )


class SignalForm(OnceForm):
    trigger = SelectField(
        N_("Was ist geschehen?"),
        choices=[PLEASE_CHOOSE, *(SelectChoice(one.value, one.label) for one in SIGNALS)],
        validators=[InputRequired(N_("Bitte wählen Sie, was geschehen ist."))],
    )
    weight = RadioField(
        N_("Wie sicher ist es?"),
        description=N_(
            "Erlebt: Sie oder jemand aus dem Haus war dabei. Belegt: zwei Quellen. Möglich: gehört."
        ),
        choices=[SelectChoice(one.value, one.label) for one in Weight],
        validators=[InputRequired(N_("Bitte sagen Sie, wie sicher es ist."))],
    )
    district = SelectField(N_("Wo?"), validators=[Optional()])
    words = TextAreaField(
        N_("Was wissen Sie?"),
        description=NO_NAMES,
        validators=[DataRequired(N_("Bitte schreiben Sie, was Sie wissen.")), TEXT],
    )

    def offer(self, districts: list[tuple[UUID, str]]) -> None:
        self.district.choices = [
            SelectChoice("", N_("ganze Kommune oder nicht bekannt")),
            *(SelectChoice(str(district_id), name) for district_id, name in districts),
        ]


class RateForm(FlaskForm):
    rating = RadioField(
        N_("Ist das für die Lage wichtig?"),
        choices=[
            SelectChoice(Rating.RELEVANT.value, N_("Relevant: Phase Gelb, das Kernteam stimmt sich ab")),
            SelectChoice(Rating.NOT_RELEVANT.value, N_("Nicht relevant: nichts folgt")),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie."))],
    )
    reason = _reason(N_("Warum?"))


class RedForm(FlaskForm):
    trigger = SelectField(
        N_("Anlass"),
        choices=[
            PLEASE_CHOOSE,
            *(SelectChoice(one.value, one.label) for one in SIGNALS),
            SelectChoice(Trigger.RED_DECIDED.value, N_("Entscheidung nach Lageeinschätzung")),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie den Anlass."))],
    )
    reason = _reason(N_("Grund"))
    signal = HiddenField()
    """The signal that it is red for, if the way led here from one."""


class PhaseForm(FlaskForm):
    phase = RadioField(N_("Neue Phase"), validators=[InputRequired(N_("Bitte wählen Sie die neue Phase."))])
    reason = _reason(N_("Grund"))

    def offer(self, possible: tuple[Phase, ...]) -> None:
        words = {
            Phase.RED: N_("Rot: Alarm auslösen"),
            Phase.BLUE: N_("Blau: Nachsorge beginnt"),
            Phase.GREEN: N_("Grün: beenden"),
            Phase.YELLOW: N_("Gelb"),
        }
        self.phase.choices = [SelectChoice(one.value, words[one]) for one in possible]


class ExerciseForm(FlaskForm):
    phase = RadioField(
        N_("Womit beginnt die Übung?"),
        choices=[
            SelectChoice(Phase.RED.value, N_("Phase Rot: die Alarmkette wird geübt")),
            SelectChoice(Phase.YELLOW.value, N_("Phase Gelb: die Abstimmung wird geübt")),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie."))],
    )
    trigger = SelectField(
        N_("Angenommener Anlass"),
        choices=[PLEASE_CHOOSE, *(SelectChoice(one.value, one.label) for one in SIGNALS)],
        validators=[InputRequired(N_("Bitte wählen Sie den Anlass."))],
    )
    people = SelectMultipleField(
        N_("Wer nimmt teil?"),
        description=N_("Nur diese Personen erfahren von der Übung. Niemand sonst bekommt eine Nachricht."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired(N_("Bitte wählen Sie, wer an der Übung teilnimmt."))],
    )
    reason = TextAreaField(
        N_("Drehbuch in Stichworten"),
        description=N_("Erfunden, ohne echte Namen und Orte."),
        validators=[DataRequired(N_("Bitte schreiben Sie, was geübt wird.")), TEXT],
    )

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        self.people.choices = [SelectChoice(str(user_id), name) for user_id, name in people]

    def participants(self) -> frozenset[UUID]:
        return frozenset(UUID(one) for one in self.people.data)


class EntryForm(OnceForm):
    text = TextAreaField(
        N_("Was ist geschehen oder entschieden?"),
        description=N_("Ein Eintrag lässt sich nicht mehr ändern. Keine Namen von Betroffenen."),
        validators=[DataRequired(N_("Bitte schreiben Sie den Eintrag.")), TEXT],
    )
    day = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    hour = TimeField(N_("Uhrzeit"), validators=[InputRequired(N_("Bitte nennen Sie die Uhrzeit."))])

    @classmethod
    def now(cls, at: datetime) -> Self:
        here = local(at)
        return cls.fresh(day=here.date(), hour=here.time().replace(second=0, microsecond=0))

    def happened_at(self) -> datetime:
        day: date = self.day.data
        return utc(local_moment(datetime.combine(day, self.hour.data))[0])


class StepForm(FlaskForm):
    result = TextAreaField(N_("Ergebnis"), description=NO_NAMES, validators=[TEXT])


class DropForm(FlaskForm):
    reason = _reason(N_("Warum ist der Schritt nicht nötig?"))


class AgainForm(FlaskForm):
    code = SelectField(N_("Schritt"), validators=[InputRequired(N_("Bitte wählen Sie einen Schritt."))])

    def offer(self, steps: list[tuple[str, str]]) -> None:
        self.code.choices = [PLEASE_CHOOSE, *(SelectChoice(code, label) for code, label in steps)]


class DebriefForm(FlaskForm):
    went_well = TextAreaField(
        N_("Was ist gut gelungen?"),
        validators=[DataRequired(N_("Bitte schreiben Sie, was gut gelungen ist.")), LONG],
    )
    went_badly = TextAreaField(
        N_("Was ist nicht gelungen?"),
        validators=[DataRequired(N_("Bitte schreiben Sie, was nicht gelungen ist.")), LONG],
    )
    to_change = TextAreaField(N_("Was soll sich am Plan ändern?"), validators=[LONG])


class RecommendationForm(OnceForm):
    to = SelectField(
        N_("An wen?"),
        choices=[PLEASE_CHOOSE, *(SelectChoice(code, label) for code, label in FUNCTIONS.items())],
        validators=[InputRequired(N_("Bitte wählen Sie, an wen sich die Empfehlung richtet."))],
    )
    text = TextAreaField(
        N_("Empfehlung"),
        description=N_("Ohne Angaben zu Personen."),
        validators=[DataRequired(N_("Bitte schreiben Sie die Empfehlung.")), TEXT],
    )


class ContactFields(FlaskForm):
    function = SelectField(
        N_("Funktion"),
        choices=[PLEASE_CHOOSE, *(SelectChoice(code, label) for code, label in FUNCTIONS.items())],
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
