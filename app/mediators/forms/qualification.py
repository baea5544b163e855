"""Shapes of what is said of training: by coordination of the course, by the person of what she has done."""

import re
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.editing import VersionedForm
from app.labels import N_
from app.mediators.qualification import Claim, CourseFacts, EvidenceKind

MOST_HOURS = 400
_NUMBER = re.compile(r"[0-9]{1,3}([.][0-9]{1,2})?")


class CourseForm(VersionedForm):
    course_began_on = DateField(
        N_("Beginn des Lehrgangs"),
        description=N_("Vor dem 01.03.2024 begonnen: Es gilt die Fassung von 2017 mit ihrer Übergangsregel."),
        validators=[Optional()],
    )
    course_ended_on = DateField(N_("Ende des Lehrgangs"), validators=[Optional()])
    training_hours = IntegerField(
        N_("Ausbildungsstunden"),
        validators=[Optional(), NumberRange(0, 9999, N_("Erwartet wird eine Zahl von 0 bis 9999."))],
    )
    online_hours = IntegerField(
        N_("davon online"),
        validators=[Optional(), NumberRange(0, 9999, N_("Erwartet wird eine Zahl von 0 bis 9999."))],
    )
    certificate_on = DateField(
        N_("Bescheinigung der Ausbildungseinrichtung vom"),
        description=N_("§ 2 Abs. 6 ZMediatAusbV. Mit diesem Tag beginnen die vier Jahre der Fortbildung."),
        validators=[Optional()],
    )
    association = StringField(
        N_("Standard eines Verbands"),
        description=N_("Zum Beispiel: BM, 200 Stunden."),
        validators=[Length(max=120)],
    )
    certified_until = DateField(
        N_("Zertifiziert bis, nach anderer Angabe"),
        description=N_("Zählt nur, solange die Bescheinigung nicht eingetragen ist."),
        validators=[Optional()],
    )

    def validate_course_ended_on(self, box: DateField) -> None:
        if box.data and self.course_began_on.data and box.data < self.course_began_on.data:
            raise ValidationError(N_("Das Ende liegt vor dem Beginn."))

    def validate_online_hours(self, box: IntegerField) -> None:
        if box.data is not None and box.data > (self.training_hours.data or 0):
            raise ValidationError(N_("Mehr Stunden online als im Ganzen: Bitte prüfen Sie die Zahlen."))

    def validate_certificate_on(self, box: DateField) -> None:
        ended = self.course_ended_on.data or self.course_began_on.data
        if box.data and ended and box.data < ended:
            raise ValidationError(N_("Die Bescheinigung gibt es erst, wenn der Lehrgang beendet ist."))

    def facts(self) -> CourseFacts:
        values = {name: self[name].data for name in CourseFacts.__dataclass_fields__}
        return CourseFacts(**{**values, "association": (self.association.data or "").strip() or None})


class EvidenceForm(FlaskForm):
    kind = RadioField(
        N_("Was möchten Sie nachweisen?"),
        choices=[SelectChoice(one.value, one.label) for one in EvidenceKind],
        validators=[InputRequired(N_("Bitte wählen Sie, was Sie nachweisen."))],
    )
    done_on = DateField(
        N_("Tag"),
        description=N_("Bei mehreren Tagen der letzte."),
        validators=[InputRequired(N_("Bitte geben Sie den Tag an."))],
    )
    hours = StringField(
        N_("Zeitstunden"),
        description=N_("Bei einer Fortbildung; eine Zeitstunde sind 60 Minuten. Zum Beispiel 7,5."),
        validators=[Length(max=8)],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    title = StringField(
        N_("Titel oder Thema"),
        description=N_("Bitte keine Namen von Parteien und nichts aus einer Mediation."),
        validators=[DataRequired(N_("Bitte geben Sie einen Titel an.")), Length(max=200)],
    )
    issued_by = StringField(
        N_("Bescheinigt von"),
        description=N_("Fortbildungseinrichtung oder Supervisor:in"),
        validators=[DataRequired(N_("Bitte geben Sie an, wer es bescheinigt.")), Length(max=200)],
    )

    today: date

    @classmethod
    def on(cls, today: date, **options: Any) -> "EvidenceForm":
        form = cls(**options)
        form.today = today
        return form

    def validate_done_on(self, box: DateField) -> None:
        _not_ahead(box.data, self.today)

    def validate_hours(self, box: StringField) -> None:
        if self.kind.data != EvidenceKind.FURTHER.value:
            return
        if not (box.data or "").strip():
            raise ValidationError(N_("Bitte geben Sie die Zeitstunden an."))
        if not 0 < _hours(box.data) <= MOST_HOURS:
            raise ValidationError(N_("Erwartet wird eine Zahl bis 400, zum Beispiel 7,5."))

    def claim(self) -> Claim:
        kind = EvidenceKind(self.kind.data)
        return Claim(
            kind=kind,
            done_on=self.done_on.data,
            minutes=round(_hours(self.hours.data) * 60) if kind is EvidenceKind.FURTHER else 0,
            title=self.title.data.strip(),
            issued_by=self.issued_by.data.strip(),
        )


class RefusalForm(FlaskForm):
    reason = TextAreaField(
        N_("Warum zählt der Nachweis nicht?"),
        description=N_("Die Person liest diesen Satz."),
        validators=[DataRequired(N_("Bitte begründen Sie das.")), Length(max=1000)],
    )


def _hours(typed: str | None) -> float:
    """With a comma or a point; 0 if it is no number."""
    text = (typed or "").strip().replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else 0


def _not_ahead(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise ValidationError(N_("Dieser Tag liegt in der Zukunft."))
