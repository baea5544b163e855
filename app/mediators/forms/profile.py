"""Shapes of what somebody of the pool enters on the own page."""

from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.editing import VersionedForm
from app.labels import N_
from app.languages import LANGUAGES, Level
from app.localtime import SHORT_WEEKDAYS, WEEKDAYS
from app.mediators.rules import Slot, parse_slots
from app.refusals import NotAllowed
from app.translation import in_words
from app.versions import seal

#: An absence ends at most so far ahead.
AHEAD = timedelta(days=2 * 366)


class LanguageForm(FlaskForm):
    code = SelectField(
        N_("Sprache"),
        choices=[
            SelectChoice("", N_("bitte wählen")),
            *(SelectChoice(one.code, one.label) for one in LANGUAGES.values()),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie eine Sprache."))],
    )
    level = SelectField(
        N_("Sprechen"),
        choices=[
            SelectChoice("", N_("bitte wählen")),
            *(SelectChoice(level.value, level.label) for level in Level),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie ein Niveau."))],
    )
    reads = SelectField(
        N_("Lesen"),
        choices=[
            SelectChoice("", N_("gar nicht")),
            *(SelectChoice(level.value, level.label) for level in Level),
        ],
        validators=[Optional()],
    )


class DayForm(FlaskForm):
    """Times of one weekday, as people write them."""

    times = StringField(
        N_("Zeit"),
        description=N_("Zum Beispiel 17-19 oder 9:30-12, 14-18"),
        validators=[DataRequired(N_("Bitte geben Sie eine Zeit ein.")), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )

    def __init__(self, weekday: int) -> None:
        # Seven of them stand on one page: the prefix keeps them apart, the page brings the CSRF token.
        super().__init__(prefix=f"tag-{weekday}-", meta={"csrf": False})
        self.weekday = weekday
        self.day_name = WEEKDAYS[weekday]
        self.slots: tuple[Slot, ...] = ()

    def validate_times(self, field: StringField) -> None:
        parts = [part for part in (field.data or "").replace(";", ",").split(",") if part.strip()]
        try:
            self.slots = parse_slots(", ".join(self._of_this_day(part) for part in parts))
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from None
        if not self.slots or {slot.weekday for slot in self.slots} != {self.weekday}:
            raise ValidationError(N_("Hier stehen nur die Zeiten dieses Tages."))

    def _of_this_day(self, part: str) -> str:
        """„17-19“ gets its day; „Mo 17-19“ has one."""
        return part if part.strip()[:1].isalpha() else f"{SHORT_WEEKDAYS[self.weekday]} {part}"


class AbsenceForm(FlaskForm):
    first_day = DateField(
        N_("Erster Tag"), validators=[InputRequired(N_("Bitte geben Sie den ersten Tag an."))]
    )
    last_day = DateField(
        N_("Letzter Tag"), validators=[InputRequired(N_("Bitte geben Sie den letzten Tag an."))]
    )

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def validate_last_day(self, field: DateField) -> None:
        if field.data is None:
            return
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(N_("Der letzte Tag liegt vor dem ersten."))
        if field.data < self.today:
            raise ValidationError(N_("Diese Tage sind schon vorbei."))
        if field.data > self.today + AHEAD:
            raise ValidationError(
                N_(
                    "Bitte wählen Sie einen letzten Tag in den nächsten zwei Jahren. "
                    "Verlängern geht jederzeit."
                )
            )


class CapacityForm(VersionedForm):
    capacity = IntegerField(
        N_("Höchstens so viele Fälle gleichzeitig"),
        validators=[
            InputRequired(N_("Bitte geben Sie eine ganze Zahl ein.")),
            NumberRange(0, 20, N_("Erwartet wird eine Zahl von 0 bis 20.")),
        ],
    )

    @classmethod
    def fresh(cls, capacity: int) -> "CapacityForm":
        """As the page shows it, whatever was sent from another form of it."""
        saved = {"capacity": capacity}
        return cls(formdata=None, data={**saved, "version": seal(saved)})
