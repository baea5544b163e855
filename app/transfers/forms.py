"""Shapes of handing a case over, refusing it, and being away."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.cases.rules.basis import Basis
from app.labels import N_
from app.localtime import LOCAL
from app.transfers.rules import BASES, Away, AwayCause, Occasion, Wish

PERSON, OFFICE = "person", "stelle"
DAY = timedelta(days=1)


class TransferForm(FlaskForm):
    to = SelectField(
        N_("An wen?"),
        description=N_("Bei einer Dienststelle übernimmt, wer dort zuerst annimmt."),
        validators=[InputRequired(N_("Bitte wählen Sie eine Person oder eine Dienststelle."))],
    )
    occasion = RadioField(
        N_("Warum?"),
        choices=[SelectChoice(one.value, one.label) for one in Occasion],
        validators=[InputRequired(N_("Bitte wählen Sie einen Grund."))],
    )
    basis = RadioField(
        N_("Auf welcher Grundlage erfährt die andere Person von den Parteien?"),
        choices=[SelectChoice(one.value, one.label) for one in BASES],
        validators=[InputRequired(N_("Bitte wählen Sie eine Grundlage."))],
    )
    with_note = BooleanField(
        N_("Meine interne Notiz mitgeben"),
        description=N_("Sonst bleibt sie zurück: Niemand liest sie mehr, auch Sie nicht."),
    )

    @classmethod
    def to_one_of(
        cls, people: Iterable[tuple[UUID, str]], offices: Iterable[tuple[UUID, str]], *, but: UUID
    ) -> "TransferForm":
        form: TransferForm = cls()
        form.to.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(f"{OFFICE}:{key}", name, optgroup=N_("Dienststellen")) for key, name in offices),
            *(
                SelectChoice(f"{PERSON}:{key}", words, optgroup=N_("Personen"))
                for key, words in people
                if key != but
            ),
        ]
        return form

    @property
    def wish(self) -> Wish:
        kind, _, key = self.to.data.partition(":")
        return Wish(
            to_user_id=UUID(key) if kind == PERSON else None,
            to_office_id=UUID(key) if kind == OFFICE else None,
            occasion=Occasion(self.occasion.data),
            basis=Basis(self.basis.data),
            with_note=self.with_note.data,
        )


class RefuseForm(FlaskForm):
    reason = TextAreaField(
        N_("Warum übernehmen Sie den Fall nicht?"),
        description=N_("Das liest nur, wer den Fall übergeben wollte."),
        validators=[DataRequired(N_("Bitte schreiben Sie kurz, warum.")), Length(max=1000)],
    )


class AwayForm(FlaskForm):
    deputy = SelectField(
        N_("Wer vertritt Sie?"), validators=[InputRequired(N_("Bitte wählen Sie eine Person."))]
    )
    first = DateField(N_("Von"), validators=[InputRequired(N_("Bitte nennen Sie den ersten Tag."))])
    first_time = TimeField(N_("ab Uhrzeit"), validators=[Optional()])
    last = DateField(N_("Bis"), validators=[InputRequired(N_("Bitte nennen Sie den letzten Tag."))])
    last_time = TimeField(N_("bis Uhrzeit"), validators=[Optional()])

    @classmethod
    def with_one_of(cls, people: Iterable[tuple[UUID, str]], *, but: UUID) -> Self:
        form = cls()
        form.deputy.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(str(key), words) for key, words in people if key != but),
        ]
        return form

    def validate_last(self, box: Any) -> None:
        if self.first.data and box.data and box.data < self.first.data:
            raise ValidationError(N_("Der letzte Tag liegt vor dem ersten."))

    @property
    def away(self) -> Away:
        """Without a time the whole first and the whole last day."""
        starts = _moment(self.first.data, self.first_time.data or time())
        until = self.last_time.data
        ends = _moment(self.last.data, until) if until else _moment(self.last.data + DAY, time())
        return Away(starts, ends)


class AbsentForm(AwayForm):
    """The same for a lead who can't do it herself."""

    absent = SelectField(
        N_("Wer ist abwesend?"), validators=[InputRequired(N_("Bitte wählen Sie eine Person."))]
    )
    cause = RadioField(
        N_("Warum tragen Sie es ein?"),
        description=N_("Beide lesen es unter „Vertretung“. Kein Wort zur Gesundheit."),
        choices=[SelectChoice(one.value, one.label) for one in AwayCause],
        validators=[InputRequired(N_("Bitte wählen Sie einen Grund."))],
    )
    deputy = SelectField(N_("Wer vertritt?"), validators=[InputRequired(N_("Bitte wählen Sie eine Person."))])

    @classmethod
    def of_one_of(
        cls, leads: Iterable[tuple[UUID, str, int]], people: Iterable[tuple[UUID, str]], *, but: UUID
    ) -> "AbsentForm":
        form = cls.with_one_of(people, but=but)
        form.absent.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(
                SelectChoice(
                    str(key), ngettext("%(name)s, ein Fall", "%(name)s, %(num)s Fälle", number, name=name)
                )
                for key, name, number in leads
                if key != but
            ),
        ]
        return form


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LOCAL)
