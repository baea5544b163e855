"""Shapes of working on the plan of a case, and of asking when a deadline ends."""

from datetime import date, datetime, time

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.editing import VersionedForm
from app.labels import N_
from app.localtime import end_of, local_moment, utc
from app.workdays import Clock

LONGEST_REASON = 500
MOST = 999


class AddStepForm(FlaskForm):
    step = SelectField(N_("Schritt"), validators=[InputRequired(N_("Bitte wählen Sie einen Schritt."))])

    def offer(self, steps: tuple[tuple[str, str], ...]) -> None:
        self.step.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(code, label) for code, label in steps),
        ]


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        N_("Grund"),
        description=N_("Kurz und ohne Namen der Parteien."),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=LONGEST_REASON)],
    )


class FinishForm(FlaskForm):
    reason = TextAreaField(
        N_("Grund der Verspätung"),
        description=N_("Kurz und ohne Namen der Parteien."),
        validators=[Length(max=LONGEST_REASON)],
    )


class ExtendForm(ReasonForm, VersionedForm):
    day = DateField(N_("Neue Frist"), validators=[InputRequired(N_("Bitte nennen Sie den neuen Tag."))])
    hour = TimeField(N_("Uhrzeit"), validators=[Optional()])

    def moment(self, *, whole_day: bool) -> datetime:
        """The new date; a step with a time of day that gets none ends with its day."""
        day: date = self.day.data
        if whole_day or not self.hour.data:
            return end_of(day)
        return local_moment(datetime.combine(day, self.hour.data))[0]


class ExplainForm(FlaskForm):
    """Asked with GET: the answer has an address that can be passed on."""

    class Meta:
        csrf = False

    tag = DateField(
        N_("Beginn"), validators=[InputRequired(N_("Bitte nennen Sie den Tag, an dem es beginnt."))]
    )
    zeit = TimeField(N_("Uhrzeit"), validators=[Optional()])
    zahl = IntegerField(
        N_("Frist"),
        validators=[
            InputRequired(N_("Bitte nennen Sie die Länge der Frist.")),
            NumberRange(0, MOST, N_("Bitte nennen Sie eine Zahl von 0 bis 999.")),
        ],
    )
    uhr = SelectField(N_("Gezählt in"), choices=[SelectChoice(c.value, c.label) for c in Clock])

    def start(self) -> datetime:
        return utc(local_moment(datetime.combine(self.tag.data, self.zeit.data or time(0)))[0])
