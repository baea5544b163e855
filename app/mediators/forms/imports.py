"""The forms with which a pool file comes in, its columns are named, and it is taken."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.labels import N_
from app.mediators.poolfile import KNOWN
from app.refusals import NotAllowed
from app.translation import in_words

COLUMN = "column_"


class PoolFileForm(FlaskForm):
    file = FileField(
        N_("Tabelle"),
        description=N_("Excel (.xlsx), LibreOffice (.ods) oder CSV, höchstens 5 MB und 10.000 Zeilen."),
        validators=[FileRequired(N_("Bitte wählen Sie eine Datei aus."))],
        render_kw={"accept": ".xlsx,.xlsm,.ods,.csv,text/csv"},
    )


class ColumnsForm(FlaskForm):
    """What each column of a file is read as: a choice for each, called by its place."""

    def boxes(self) -> list[SelectField]:
        """The choices, in the order of the columns."""
        return [box for box in self if box.name.startswith(COLUMN)]

    def fields(self) -> tuple[str, ...]:
        return tuple(box.data or "" for box in self.boxes())

    def refuse(self, refusal: NotAllowed) -> None:
        """What is wrong with all of them together."""
        self.form_errors = [in_words(refusal)]


class TakeForm(FlaskForm):
    """Takes what its page has shown, and nothing else."""

    seen = HiddenField()


def columns_form(header: Sequence[str], fields: Sequence[str]) -> ColumnsForm:
    """A choice for each column of this file; ``fields``: what is chosen before anybody does."""
    names = {f"{COLUMN}{place}": _choice(name, place) for place, name in enumerate(header)}
    kind: type[ColumnsForm] = type("ColumnsOfFile", (ColumnsForm,), names)
    return kind(data={f"{COLUMN}{place}": field for place, field in enumerate(fields)})


def _choice(name: str, place: int) -> SelectField:
    choices = [SelectChoice("", N_("nicht lesen")), *(SelectChoice(c.field, c.name) for c in KNOWN)]
    return SelectField(name or letters(place), choices=choices)


def letters(place: int) -> str:
    """What a spreadsheet calls a column: A, B … Z, AA."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
