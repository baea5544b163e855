"""Shapes of what is logged and decided around events."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.crisis.forms.choices import EVERY_FUNCTION, PLEASE_CHOOSE
from app.crisis.rules.phases import SIGNALS
from app.crisis.rules.words import Rating, Weight
from app.editing import OnceForm, VersionedForm
from app.labels import N_
from app.localtime import local, local_moment, utc
from app.plans.codes import Phase, Trigger
from app.plans.forms import ExtendForm

TEXT, LONG = Length(max=1000), Length(max=4000)
NO_NAMES = N_("Keine Namen, keine Mutmaßungen zur Herkunft.")
WHAT_HAPPENED = [SelectChoice(one.value, one.label) for one in SIGNALS]


def _reason(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=NO_NAMES,
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), TEXT],
    )


class SignalForm(OnceForm):
    trigger = SelectField(
        N_("Was ist geschehen?"),
        choices=[PLEASE_CHOOSE, *WHAT_HAPPENED],
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
    """Nothing has to be known to declare red."""

    signal = HiddenField()
    """The signal that it is red for, if the way led here from one."""


class WhyForm(FlaskForm):
    trigger = SelectField(
        N_("Anlass"),
        choices=[
            PLEASE_CHOOSE,
            *WHAT_HAPPENED,
            SelectChoice(Trigger.RED_DECIDED.value, N_("Entscheidung nach Lageeinschätzung")),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie den Anlass."))],
    )
    reason = _reason(N_("Grund"))


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
        choices=[PLEASE_CHOOSE, *WHAT_HAPPENED],
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


class PutOffForm(ExtendForm):
    reason = _reason(N_("Grund"))


class HandOnForm(VersionedForm):
    holder = SelectField(N_("Wer übernimmt den Schritt?"))
    reason = _reason(N_("Grund"))

    def offer(self, people: list[tuple[str, str]]) -> None:
        self.holder.choices = [SelectChoice(code, label) for code, label in people]


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
        choices=[PLEASE_CHOOSE, *EVERY_FUNCTION],
        validators=[InputRequired(N_("Bitte wählen Sie, an wen sich die Empfehlung richtet."))],
    )
    text = TextAreaField(
        N_("Empfehlung"),
        description=N_("Ohne Angaben zu Personen."),
        validators=[DataRequired(N_("Bitte schreiben Sie die Empfehlung.")), TEXT],
    )
