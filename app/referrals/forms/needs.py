"""Shapes of what the search for mediators goes by: the wishes of a case, and further languages."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import LazyString
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.cases.rules.intake import Answer
from app.editing import VersionedForm
from app.labels import N_, Labelled
from app.languages import LANGUAGES, Level
from app.localtime import SHORT_WEEKDAYS
from app.mediators.rules import Gender
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import BANDS, LONG_SPAN, SPAN, Band, Format, Speech
from app.referrals.queries.chips import in_words
from app.translation import word


def _choices(kind: type[Labelled]) -> list[SelectChoice]:
    return [SelectChoice(one.value, one.label) for one in kind]


class NeedForm(VersionedForm):
    """The case; a subclass adds the parties (``need_form``)."""

    place = RadioField(N_("Nähe zum Ort des Konflikts"), choices=_choices(Strength))
    topic = RadioField(N_("Erfahrung mit dem Thema"), choices=_choices(Strength))
    times = RadioField(
        N_("Mögliche Zeiten der Parteien"),
        choices=[SelectChoice(one.value, one.label) for one in (Strength.WISH, Strength.MUST)],
    )
    format = RadioField(N_("Wo getroffen wird"), choices=_choices(Format))
    level = SelectField(N_("Sprachniveau mindestens"), validators=[Optional()])
    span = RadioField(
        N_("Erster Termin innerhalb von"),
        choices=[
            SelectChoice(str(SPAN), N_("15 Arbeitstagen")),
            SelectChoice(str(LONG_SPAN), N_("25 Arbeitstagen")),
        ],
    )
    reason = TextAreaField(
        N_("Warum so?"),
        description=N_("Steht für Koordinierungsstelle und Fallverantwortung beim gespeicherten Bedarf."),
        validators=[Length(max=500)],
    )

    days = SHORT_WEEKDAYS
    bands = tuple((band.label, "–".join(f"{hour:%H}" for hour in band.hours)) for band in Band)

    @property
    def fields(self) -> dict[str, Any]:
        return {name: box.data for name, box in self._fields.items()}

    def put(self, fields: dict[str, Any]) -> None:
        """What a button has changed stands in the boxes."""
        for name, value in fields.items():
            self[name].process(None, value)


def need_form(labels: Sequence[str], usual: Level) -> type[NeedForm]:
    """With three boxes for each party, and no level below what is usual here."""
    higher = [level for level in Level if level.rank > usual.rank and level is not Level.NATIVE]
    boxes: dict[str, Any] = {}
    boxes["level"] = SelectField(
        N_("Sprachniveau mindestens"),
        choices=[
            SelectChoice(
                "", LazyString(lambda: word(N_("%(level)s (üblich)")) % {"level": word(usual.label)})
            ),
            *(SelectChoice(level.value, level.label) for level in higher),
        ],
        validators=[Optional()],
    )
    for place, label in enumerate(labels):
        boxes[f"speech_{place}"] = SelectField(_of(label, N_("Sprache")), choices=_choices(Speech))
        boxes[f"gender_{place}"] = SelectField(
            _of(label, N_("Geschlecht der Vermittelnden")), choices=_GENDERS, validators=[Optional()]
        )
        boxes[f"times_{place}"] = SelectMultipleField(
            _of(label, N_("Mögliche Zeiten")),
            choices=[SelectChoice(code, LazyString(lambda code=code: in_words((code,)))) for code in BANDS],
            validators=[Optional()],
        )
    return type("PartiesNeedForm", (NeedForm,), boxes)


def _of(label: str, what: str) -> LazyString:
    said: Callable[[], str] = lambda: f"{word(label)}: {word(what)}"  # noqa: E731
    return LazyString(said)


def _gender(counts: Strength, gender: Gender) -> LazyString:
    return LazyString(lambda: f"{word(counts.label)}: {word(gender.label)}")


_GENDERS = [
    SelectChoice("", Strength.IGNORE.label),
    *(
        SelectChoice(f"{counts.value}:{gender.value}", _gender(counts, gender))
        for counts in (Strength.WISH, Strength.MUST)
        for gender in Gender
    ),
]


class LanguageForm(FlaskForm):
    """What a party said; the first choice names the party and the language."""

    what = SelectField(
        N_("Partei und Sprache"), validators=[InputRequired(N_("Bitte wählen Sie eine Sprache."))]
    )
    possible = RadioField(
        N_("Wäre diese Sprache auch möglich?"),
        choices=[
            SelectChoice(Answer.YES.value, Answer.YES.label),
            SelectChoice(Answer.NO.value, Answer.NO.label),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )

    @property
    def chosen(self) -> tuple[int, str]:
        place, _, code = str(self.what.data).partition(":")
        return int(place), code

    @property
    def is_possible(self) -> bool:
        return bool(self.possible.data == Answer.YES.value)


def language_form(labels: Sequence[str], spoken: Sequence[Sequence[str]]) -> LanguageForm:
    """``spoken``: for each party the languages that it can be asked about."""
    form = LanguageForm()
    form.what.choices = [
        SelectChoice(f"{place}:{code}", f"{word(label)}: {word(LANGUAGES[code].label)}")
        for place, (label, codes) in enumerate(zip(labels, spoken, strict=True))
        for code in codes
    ]
    return form
