"""Shapes of calling a conference, inviting an office, agreeing on a measure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.cases.rules.disclosure import Ground
from app.conferences.queries.conferences import InvitationLine
from app.conferences.rules import Owner
from app.editing import OnceForm
from app.labels import N_
from app.localtime import local_moment, utc

LINE, TEXT = Length(max=200), Length(max=4000)


class CallForm(OnceForm):
    day = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    starts = TimeField(N_("Beginn"), validators=[InputRequired(N_("Bitte nennen Sie den Beginn."))])
    place = StringField(
        N_("Ort"),
        description=N_("Ein Raum, oder: online. Zugangsdaten gehören in Ihre Einladung, nicht hierher."),
        validators=[DataRequired(N_("Bitte nennen Sie den Ort.")), LINE],
    )
    purpose = TextAreaField(
        N_("Worum soll es gehen?"),
        description=N_(
            "Das lesen nur Fallverantwortung und Koordinierungsstelle. Was die eingeladenen Stellen "
            "erfahren, schreiben Sie für jede eigens auf."
        ),
        validators=[DataRequired(N_("Bitte schreiben Sie, worum es gehen soll.")), TEXT],
    )

    def starts_at(self) -> datetime:
        return utc(local_moment(datetime.combine(self.day.data, self.starts.data))[0])


class InviteForm(OnceForm):
    office = SelectField(
        N_("Dienststelle"), validators=[InputRequired(N_("Bitte wählen Sie eine Dienststelle."))]
    )
    ground = RadioField(
        N_("Auf welcher Grundlage?"),
        description=N_("Ohne Grundlage geht nichts an eine andere Stelle."),
        choices=[SelectChoice(one.value, one.label) for one in Ground],
        validators=[InputRequired(N_("Bitte wählen Sie die Grundlage."))],
    )
    law = StringField(
        N_("Welche gesetzliche Grundlage?"),
        description=N_("Nur, wenn es nicht die Einwilligung ist. Zum Beispiel: § 8a SGB VIII."),
        validators=[LINE],
    )
    share = TextAreaField(
        N_("Was soll diese Stelle wissen?"),
        description=N_(
            "Nur das liest sie, und nur, was sie für ihren Teil braucht; wenn es geht, ohne Namen."
        ),
        validators=[DataRequired(N_("Bitte schreiben Sie, was diese Stelle wissen soll.")), TEXT],
    )

    def offer(self, offices: list[tuple[UUID, str]]) -> None:
        self.office.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(str(id_), name) for id_, name in offices),
        ]

    def validate_law(self, box: Any) -> None:
        if self.ground.data == Ground.LAW.value and not (box.data or "").strip():
            raise ValidationError(N_("Bitte nennen Sie die gesetzliche Grundlage."))


class MeasureForm(OnceForm):
    text = TextAreaField(
        N_("Was ist vereinbart?"),
        description=N_("Eine Maßnahme je Eintrag. Wer sie übernimmt, liest diesen Text."),
        validators=[DataRequired(N_("Bitte schreiben Sie, was vereinbart ist.")), TEXT],
    )
    owner = SelectField(N_("Wer übernimmt sie?"), validators=[InputRequired(N_("Bitte wählen Sie."))])
    due_on = DateField(N_("Bis wann?"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])

    def offer(self, invited: tuple[InvitationLine, ...]) -> None:
        self.owner.choices = [
            SelectChoice(Owner.LEAD.value, Owner.LEAD.label),
            SelectChoice(Owner.COORDINATION.value, Owner.COORDINATION.label),
            *(SelectChoice(str(line.office_id), line.office) for line in invited),
        ]

    def who(self) -> tuple[Owner, UUID | None]:
        chosen = self.owner.data
        return (Owner(chosen), None) if chosen in Owner.__members__ else (Owner.OFFICE, UUID(chosen))
