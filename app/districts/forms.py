"""What administration says of a district."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.editing import VersionedForm
from app.labels import N_
from app.municipalities.rules import point_of
from app.refusals import NotAllowed
from app.translation import in_words


def _trimmed(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _point(typed: str | None) -> tuple[float, float] | None:
    return point_of(typed) if typed else None


class DistrictForm(FlaskForm):
    name = StringField(
        N_("Name"),
        filters=[_trimmed],
        validators=[DataRequired(N_("Bitte geben Sie einen Namen ein.")), Length(max=120)],
    )
    lies = StringField(
        N_("Lage"),
        description=N_(
            "Breite und Länge in Grad, wie eine Karte sie nennt: 51.96, 7.63. Damit weiß die Vermittlung, "
            "wie weit jemand es dorthin hat. Leer: Sie bittet darum, den Weg zu prüfen."
        ),
        filters=[_trimmed],
        validators=[Length(max=60)],
    )

    def validate_lies(self, box: Any) -> None:
        try:
            _point(box.data)
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from None

    @property
    def point(self) -> tuple[float, float] | None:
        return _point(self.lies.data)


class ChangeDistrictForm(DistrictForm, VersionedForm):
    """The same of one that is there."""
