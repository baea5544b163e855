"""Shapes of what somebody of the pool enters of single days, the own calendar and the way."""

from datetime import date, time, timedelta
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, RadioField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.labels import N_, Labelled
from app.mediators.horizon import DayTime
from app.mediators.rules import LAST_MINUTE, MIDNIGHT

#: A single day lies at most so far ahead.
AHEAD = timedelta(days=366)
BOTH = N_("Bitte geben Sie beide Uhrzeiten an, oder keine für den ganzen Tag.")


class DayKind(Labelled):
    """What is other than usual on a day."""

    NOT = "NOT", "An diesem Tag kann ich nicht"
    MORE = "MORE", "An diesem Tag kann ich zusätzlich"


class SingleDayForm(FlaskForm):
    """One day on which it is other than usual."""

    kind = RadioField(
        N_("Was ist anders?"),
        choices=[SelectChoice(one.value, one.label) for one in DayKind],
        validators=[InputRequired(N_("Bitte wählen Sie, was an diesem Tag anders ist."))],
    )
    day = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte geben Sie den Tag an."))])
    starts = TimeField(N_("Von"), validators=[Optional()])
    ends = TimeField(N_("Bis"), description=N_("Bis zum Ende des Tages: 00:00."), validators=[Optional()])

    def __init__(self, today: date, **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    def validate_day(self, field: DateField) -> None:
        if field.data is not None and not self.today <= field.data <= self.today + AHEAD:
            raise ValidationError(N_("Bitte wählen Sie einen Tag von heute bis in einem Jahr."))

    def validate_starts(self, field: TimeField) -> None:  # noqa: ARG002 - of what was given, else not asked
        if self.ends.data is None:
            raise ValidationError(BOTH)

    def validate_ends(self, field: TimeField) -> None:
        start: time | None = self.starts.data
        if start is None:
            raise ValidationError(BOTH)
        if field.data is not None and self.said.end <= start:
            raise ValidationError(N_("„Bis“ liegt nicht nach „Von“. Bitte prüfen Sie die Uhrzeiten."))

    @property
    def said(self) -> DayTime:
        """Midnight ends the day, as does no time at all."""
        free, ends = self.kind.data == DayKind.MORE.value, self.ends.data or MIDNIGHT
        end = LAST_MINUTE if ends == MIDNIGHT else ends
        return DayTime(self.day.data, free, self.starts.data or MIDNIGHT, end)


class OwnCalendarForm(FlaskForm):
    file = FileField(
        N_("Kalenderdatei (.ics)"),
        description=N_("Höchstens 2 MB. Aus Outlook, Google, Apple oder Nextcloud: „Kalender exportieren“."),
        validators=[FileRequired(N_("Bitte wählen Sie eine Datei aus."))],
        render_kw={"accept": ".ics,text/calendar"},
    )


class TravelForm(FlaskForm):
    minutes = IntegerField(
        N_("Minuten in einen anderen Ortsteil"),
        validators=[
            Optional(),
            NumberRange(0, 180, N_("Erwartet wird eine Zahl von 0 bis 180.")),
        ],
    )
