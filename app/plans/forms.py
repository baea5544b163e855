"""Shapes of working on the plan of a case, and of asking when a deadline ends."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.editing import VersionedForm
from app.labels import N_
from app.localtime import Note, end_of, local_moment, utc
from app.plans.closing import CalendarDeed, Wish
from app.plans.codes import StepRole
from app.plans.queries.due import Wanted
from app.plans.waiting import insist_on_day
from app.refusals import NotAllowed
from app.translation import in_words
from app.workdays import Calendar, Clock

LONGEST_REASON = 500
LONGEST_CAUSE = 80
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


class EscalateForm(FlaskForm):
    """``shown`` says whom the page had named, ``token`` which page it was."""

    reason = TextAreaField(
        N_("Grund"),
        description=N_(
            "Kurz und ohne Namen der Parteien. Er steht nicht in den Nachrichten; "
            "ihn lesen Fallverantwortung und Koordinierungsstelle."
        ),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=LONGEST_REASON)],
    )
    shown = HiddenField(validators=[InputRequired(N_("Bitte laden Sie die Seite neu."))])
    token = HiddenField(validators=[validators.UUID(N_("Bitte laden Sie die Seite neu."))])


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


class WaitForm(FlaskForm):
    """Whom it is about stands in the address."""

    until = DateField(
        N_("Letzter Tag des Wartens"),
        description=N_("Danach zählen die Fristen von selbst weiter."),
        validators=[InputRequired(N_("Bitte nennen Sie den letzten Tag."))],
    )
    reason = TextAreaField(
        N_("Grund"),
        description=N_(
            "Kurz und ohne Namen der Parteien. Ihn lesen Fallverantwortung und Koordinierungsstelle."
        ),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=LONGEST_REASON)],
    )
    steps = SelectMultipleField(
        N_("Diese Schritte warten so lange"),
        description=N_(
            "Gesetzliche Fristen, Stunden und alles, was mit Gefahr zu tun hat, "
            "laufen weiter und stehen nicht hier."
        ),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(N_("Bitte wählen Sie mindestens einen Schritt."))],
    )
    today: date
    calendar: Calendar

    def validate_until(self, box: Any) -> None:
        if box.data is None:  # no day at all, and that is said already
            return
        try:
            insist_on_day(box.data, today=self.today, calendar=self.calendar)
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from refusal


class EventForm(FlaskForm):
    """When something really happened; asked with GET first, which shows what would move."""

    class Meta:
        csrf = False

    tag = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    zeit = TimeField(N_("Uhrzeit"), validators=[InputRequired(N_("Bitte nennen Sie die Uhrzeit."))])

    def moment(self) -> datetime:
        return utc(local_moment(datetime.combine(self.tag.data, self.zeit.data))[0])


class CorrectForm(ReasonForm):
    """Why, beside the moment that was asked for."""


class CalendarForm(FlaskForm):
    """Asked with GET: what the change would move is on a page with an address."""

    class Meta:
        csrf = False

    was = SelectField(
        N_("Was"),
        choices=[SelectChoice(one.value, one.label) for one in CalendarDeed],
        default=CalendarDeed.CLOSE.value,
    )
    stelle = SelectField(N_("Gilt für"), default="")
    tag = DateField(N_("Tag"), validators=[Optional()])
    anlass = StringField(
        N_("Anlass"), description=N_("Zum Beispiel Betriebsausflug."), validators=[Length(max=LONGEST_CAUSE)]
    )
    zeiten = StringField(
        N_("Dienstzeiten"),
        description=N_("Zum Beispiel Mo-Do 08:30-16:00, Fr 08:30-12:00."),
        validators=[Length(max=LONGEST_REASON)],
    )

    def offer(self, offices: Iterable[tuple[UUID, str]]) -> None:
        self.stelle.choices = [
            SelectChoice("", N_("alle Dienststellen")),
            *(SelectChoice(str(office_id), name) for office_id, name in offices),
        ]

    def wish(self) -> Wish:
        what = CalendarDeed(self.was.data)
        words = self.zeiten.data if what is CalendarDeed.HOURS else self.anlass.data
        day = None if what is CalendarDeed.HOURS else self.tag.data
        return Wish(what, UUID(self.stelle.data) if self.stelle.data else None, day, (words or "").strip())


class ApplyForm(CalendarForm):
    """The same once more, to be done."""

    class Meta:
        csrf = True

    bisher = HiddenField()


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

    def start(self) -> tuple[datetime, Note | None]:
        """The beginning, and what to know of it where the clocks change."""
        moment, note = local_moment(datetime.combine(self.tag.data, self.zeit.data or time(0)))
        return utc(moment), note


#: Whose steps can be picked out of all that fall due.
HOLDERS = (StepRole.COORDINATION, StepRole.CASE_LEAD, StepRole.MEDIATOR)


class DueForm(Form):
    """How somebody narrows the calendar of what falls due; asked by GET, in words of the screen."""

    rolle = SelectField(
        N_("Wer den Schritt tut"),
        choices=[SelectChoice("", N_("alle")), *(SelectChoice(one.value, one.label) for one in HOLDERS)],
        default="",
    )
    person = SelectField(N_("Fallverantwortung"), default="")

    @classmethod
    def asked(cls, values: Any, people: Iterable[tuple[UUID, str]]) -> "DueForm":
        form = cls(values)
        form.person.choices = [
            SelectChoice("", N_("alle")),
            *(SelectChoice(str(id_), name) for id_, name in people),
        ]
        return form

    @property
    def has_people(self) -> bool:
        return len(self.person.choices) > 1

    def wanted(self) -> Wanted:
        """What the address asks for; words that mean nothing ask for nothing."""
        return Wanted(
            role=StepRole(self.rolle.data) if self.rolle.data in set(HOLDERS) else None,
            person=UUID(self.person.data) if self.person.data in self._known() else None,
        )

    def kept(self) -> dict[str, str]:
        """As the address of another week carries it on."""
        wanted = self.wanted()
        chosen = {"rolle": wanted.role and wanted.role.value, "person": wanted.person and str(wanted.person)}
        return {key: value for key, value in chosen.items() if value}

    def _known(self) -> set[str]:
        return {choice.value for choice in self.person.choices if choice.value}
