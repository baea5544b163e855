"""Shapes of what people enter while mediators are sought."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.labels import N_, Labelled
from app.referrals.queries.cards import Person
from app.referrals.rules import WAVE, WAVES, Ladder, Mode


class Acquaintance(Labelled):
    """What a mediator says of the parties' names (§ 3(1) MediationsG)."""

    NO = "NO", "Nein, ich kenne niemanden"
    YES = "YES", "Ja, und zwar …"
    ACTED_BEFORE = "ACTED_BEFORE", "Ich war in dieser Sache schon für eine Partei tätig und sage ab"
    SAME_PRACTICE = "SAME_PRACTICE", "Mein Büro oder meine Praxis war für eine Partei tätig; ich sage ab"
    RATHER_NOT = "RATHER_NOT", "Lieber nicht, ich sage ab"


class DeclareForm(FlaskForm):
    known = RadioField(
        N_("Kennen Sie jemanden?"),
        choices=[SelectChoice(one.value, one.label) for one in Acquaintance],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    circumstances = TextAreaField(
        N_("Woher kennen Sie die Person?"),
        description=N_(
            "Nur bei „Ja“. Ihre Angabe sehen die Fallverantwortung und, durch sie, die Parteien; "
            "diese entscheiden, ob sie damit einverstanden sind."
        ),
        validators=[Length(max=2000)],
    )

    def validate_circumstances(self, box: Any) -> None:
        if self.known.data == Acquaintance.YES.value and not (box.data or "").strip():
            raise ValidationError(N_("Bitte schreiben Sie kurz, woher Sie die Person kennen."))


class SendForm(FlaskForm):
    """Confirm a pair: the substitutes of each seat, ranked, can be unchecked; and how they are asked."""

    first = SelectMultipleField(N_("Ersatz für Platz 1, in dieser Reihenfolge"), validators=[Optional()])
    second = SelectMultipleField(N_("Ersatz für Platz 2, in dieser Reihenfolge"), validators=[Optional()])
    solo_reason = TextAreaField(
        N_("Warum eine Person allein?"),
        description=N_("Üblich sind zwei. Der Grund steht nur für die Koordinierungsstelle."),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=500)],
    )
    wave = SelectField(
        N_("So viele zugleich, für jeden Platz"),
        coerce=int,
        choices=[SelectChoice(one, str(one)) for one in WAVES],
        default=WAVE,
    )
    mode_reason = TextAreaField(
        N_("Warum anders, als es zur Dringlichkeit passt?"),
        description=N_("Ein Wort genügt. Es steht nur für die Koordinierungsstelle."),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=500)],
    )

    @classmethod
    def confirming(cls, ranked: tuple[tuple[Person, ...], ...], mode: Mode, usual: Mode) -> "SendForm":
        boxes = ("first", "second")
        filled = {name: [str(p.id) for p in people] for name, people in zip(boxes, ranked, strict=False)}
        form: SendForm = cls(data=filled)
        for place, name in enumerate(boxes):
            people = ranked[place] if place < len(ranked) else ()
            if people:
                form[name].choices = [SelectChoice(str(one.id), one.name) for one in people]
            else:
                delattr(form, name)
        if len(ranked) > 1:
            del form.solo_reason
        if mode is not Mode.TIERED:
            del form.wave
        if mode is usual:
            del form.mode_reason
        return form

    def ladder(self, mode: Mode) -> Ladder:
        wave = self.wave.data if "wave" in self._fields else WAVE
        reason = self.mode_reason.data.strip() if "mode_reason" in self._fields else None
        return Ladder(mode, wave, reason)

    def confirmed(self, name: str) -> list[str]:
        """In the order of the list, whatever the order in which they were sent."""
        if name not in self._fields:
            return []
        chosen = set(self[name].data or ())
        return [choice.value for choice in self[name].choices if choice.value in chosen]


class ApproveForm(FlaskForm):
    """A party's word on the persons; the choices name them."""

    shown = HiddenField()
    """The offers of the persons that the page named."""
    told = HiddenField()
    """Of these, the persons of whom it said that they work in the reporting office."""
    word = RadioField(
        N_("Was sagt die Partei?"), validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))]
    )

    @property
    def offers(self) -> frozenset[UUID]:
        """What the page named when it was sent."""
        return _ids(self.shown.data)

    @property
    def of_reporting_office(self) -> frozenset[UUID]:
        return _ids(self.told.data)

    def name(self, offers: Iterable[UUID], *, of_reporting_office: Iterable[UUID]) -> None:
        self.shown.data = " ".join(sorted(map(str, offers)))
        self.told.data = " ".join(sorted(map(str, of_reporting_office)))


def _ids(text: str | None) -> frozenset[UUID]:
    """Nonsense names nobody."""
    try:
        return frozenset(UUID(one) for one in (text or "").split())
    except ValueError:
        return frozenset()


class GiveBackForm(FlaskForm):
    """Nothing to fill in: a seat is given back by saying so once more."""
