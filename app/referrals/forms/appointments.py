"""Shapes of what people enter about appointments."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, DataRequired, InputRequired, Length, Optional, ValidationError

from app.cases.forms.boxes import empty_is_fine
from app.editing import VersionedForm
from app.labels import N_
from app.localtime import local_moment
from app.referrals.appointments import Clash, GuestKind, MoveCause, Wish
from app.translation import in_words, word

SESSION = "session"
#: So long a talk or a session may have taken.
MINUTES = range(5, 601)


class WarningForm(FlaskForm):
    """A form that warns once: what was warned of goes on only after a tick beside these very warnings."""

    warned = HiddenField()
    anyway = BooleanField(
        N_("Trotzdem eintragen"),
        description=N_("Die Warnungen habe ich gelesen."),
    )
    clashes: tuple[Clash, ...] = ()

    def may_go_on(self, clashes: tuple[Clash, ...], when: datetime) -> bool:
        """True without warnings, or if exactly these were seen and ticked; else they stand on the page."""
        if not clashes:
            return True
        about = f"{when:%Y-%m-%dT%H:%M} {' '.join(clashes)}"
        if self.anyway.data and self.warned.data == about:
            return True
        self.clashes, self.warned.data, self.anyway.data = clashes, about, False
        return False


class AppointmentForm(WarningForm):
    day = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    starts = TimeField(
        N_("Beginn"),
        validators=[InputRequired(N_("Bitte nennen Sie den Beginn."))],
    )
    place = RadioField(
        N_("Wo?"),
        choices=[SelectChoice("room", N_("In einem Raum")), SelectChoice("online", N_("Online"))],
        default="room",
        validators=[InputRequired(N_("Bitte wählen Sie, wo der Termin ist."))],
    )
    room = StringField(
        N_("Raum oder Anschrift"),
        description=N_("Sehen nur Sie, die andere Mediator:in und die Fallverantwortung; kein Kalender."),
        validators=[Length(max=200)],
    )
    link = StringField(
        N_("Link zum Online-Treffen"),
        description=N_("Beginnt mit https://. Auch er steht in keinem Kalender und in keiner Mail."),
        validators=[
            Optional(),
            Length(max=500),
            URL(require_tld=False, message=N_("Bitte prüfen Sie den Link.")),
        ],
    )

    def validate_link(self, box: Any) -> None:
        if not (box.data or "").strip().startswith("https://"):
            raise ValidationError(N_("Bitte nennen Sie einen Link, der mit https:// beginnt."))

    @property
    def party_id(self) -> UUID | None:
        return None

    def wish(self) -> tuple[Wish, str | None]:
        """What was asked for, and a word about the clock change if the hour needs one."""
        moment, note = _moment(self.day.data, self.starts.data)
        online = self.place.data == "online"
        wish = Wish(
            starts_at=moment,
            party_id=self.party_id,
            online=online,
            room=None if online else (self.room.data or "").strip() or None,
            link=(self.link.data or "").strip() or None if online else None,
            despite=bool(self.anyway.data),
        )
        return wish, note


class PlanForm(AppointmentForm):
    what = RadioField(
        N_("Was für ein Termin?"),
        description=N_("Ein Vorgespräch führen Sie mit einer Partei allein."),
        default=SESSION,
        validators=[InputRequired(N_("Bitte wählen Sie eine Art."))],
    )

    @classmethod
    def for_case(cls, parties: Mapping[UUID, str]) -> "PlanForm":
        """``parties``: with whom a pre-talk is still to be held; empty once the mediation runs."""
        form: PlanForm = cls()
        if parties:
            talks = [
                SelectChoice(str(id_), gettext(N_("Vorgespräch mit %(party)s"), party=word(label)))
                for id_, label in parties.items()
            ]
            form.what.choices = [*talks, SelectChoice(SESSION, gettext(N_("Sitzung mit allen Parteien")))]
        else:
            del form.what
        return form

    @property
    def party_id(self) -> UUID | None:
        box = self._fields.get("what")
        return UUID(box.data) if box is not None and box.data != SESSION else None


class ChangeForm(AppointmentForm, VersionedForm):
    """Another time or place than people were invited to."""

    cause = RadioField(
        N_("Warum ändert sich der Termin?"),
        description=N_("Steht im Verlauf des Falls. Mehr halten wir nicht fest."),
        choices=[SelectChoice(one.value, one.label) for one in MoveCause],
        validators=[InputRequired(N_("Bitte sagen Sie, warum der Termin sich ändert."))],
    )

    def wish(self) -> tuple[Wish, str | None]:
        wish, note = super().wish()
        return replace(wish, cause=MoveCause(self.cause.data)), note


class ReportForm(WarningForm):
    held = RadioField(
        N_("Hat der Termin stattgefunden?"),
        choices=[SelectChoice("yes", N_("Ja")), SelectChoice("no", N_("Nein"))],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    minutes = IntegerField(
        N_("Dauer in Minuten"),
        description=N_("Nur, wenn er stattgefunden hat. Mehr halten wir von einem Termin nicht fest."),
        validators=[empty_is_fine],
    )
    next_day = DateField(N_("Nächste Sitzung am"), validators=[empty_is_fine])
    next_starts = TimeField(N_("um"), validators=[empty_is_fine])

    def validate_minutes(self, box: Any) -> None:
        if self.held.data == "yes" and box.data is None and not box.errors:
            raise ValidationError(N_("Bitte nennen Sie die Dauer."))
        if box.data is not None and box.data not in MINUTES:
            raise ValidationError(N_("Bitte nennen Sie 5 bis 600 Minuten."))

    def validate_next_starts(self, box: Any) -> None:
        if bool(self.next_day.data) != bool(box.data):
            raise ValidationError(N_("Für die nächste Sitzung brauchen wir Tag und Uhrzeit."))

    def next_wish(self) -> tuple[Wish | None, str | None]:
        if not (self.next_day.data and self.next_starts.data):
            return None, None
        moment, note = _moment(self.next_day.data, self.next_starts.data)
        return Wish(starts_at=moment, despite=bool(self.anyway.data)), note


class GuestForm(FlaskForm):
    """Somebody who is planned for the case is chosen; whoever isn't is named."""

    planned = SelectField(N_("Vorgesehene Sprachmittlung"), validators=[Optional()])
    kind = RadioField(
        N_("Wer soll dabei sein?"),
        choices=[SelectChoice(one.value, one.explained) for one in GuestKind],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    name = StringField(
        N_("Name"),
        description=N_("Sehen nur Sie, die andere Mediator:in und die Fallverantwortung."),
        validators=[DataRequired(N_("Bitte nennen Sie den Namen.")), Length(max=120)],
    )

    @classmethod
    def among(cls, planned: Iterable[tuple[UUID, str]]) -> "GuestForm":
        form: GuestForm = cls()
        people = [SelectChoice(str(key), name) for key, name in planned]
        if not people:
            del form.planned
            return form
        form.planned.choices = [SelectChoice("", N_("jemand anderes")), *people]
        if form.planned.data:
            form.kind.validate_choice = False
            form.kind.validators = form.name.validators = [Optional()]
        return form

    @property
    def chosen(self) -> str | None:
        return self.planned.data if self.planned else None


class CancelForm(FlaskForm):
    """Nothing to fill in: an appointment is called off by saying so once more."""


def _moment(day: date, starts: time) -> tuple[datetime, str | None]:
    moment, note = local_moment(datetime.combine(day, starts))
    return moment.astimezone(UTC), in_words(note) if note else None
