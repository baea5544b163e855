"""Shapes of giving a case to another municipality, and of refusing one."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.cases.rules.basis import Basis
from app.labels import N_
from app.relocations.rules import BASES, Wish

LONGEST = 1000


class RelocationForm(FlaskForm):
    to = SelectField(
        N_("An welche Kommune?"), validators=[InputRequired(N_("Bitte wählen Sie eine Kommune."))]
    )
    basis = RadioField(
        N_("Auf welcher Grundlage?"),
        choices=[SelectChoice(one.value, one.label) for one in BASES],
        validators=[InputRequired(N_("Bitte wählen Sie eine Grundlage."))],
    )
    reason = TextAreaField(
        N_("Warum soll der Fall dorthin?"),
        description=N_("Das liest die Koordinierungsstelle dort, bevor sie antwortet. Bitte ohne Namen."),
        validators=[DataRequired(N_("Bitte nennen Sie einen Grund.")), Length(max=LONGEST)],
    )
    with_summary = BooleanField(N_("Den Übergabetext mitgeben"))

    @classmethod
    def to_one_of(cls, towns: Iterable[tuple[UUID, str]]) -> "RelocationForm":
        form: RelocationForm = cls()
        form.to.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(str(key), name) for key, name in towns),
        ]
        return form

    @property
    def wish(self) -> Wish:
        return Wish(
            to=UUID(self.to.data),
            basis=Basis(self.basis.data),
            reason=self.reason.data,
            with_summary=self.with_summary.data,
        )


class RefuseForm(FlaskForm):
    reason = TextAreaField(
        N_("Warum nehmen Sie den Fall nicht an?"),
        description=N_("Das liest die Kommune, die den Fall abgeben wollte."),
        validators=[DataRequired(N_("Bitte schreiben Sie kurz, warum.")), Length(max=LONGEST)],
    )
