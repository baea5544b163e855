"""Shapes of a letter that is wanted, of a new version of a text, of its approval, and of the head."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.editing import VersionedForm
from app.labels import N_
from app.letters.queries.head import HeadShown
from app.letters.queries.letter import DAY, Wish
from app.letters.rules.kinds import GERMAN, LetterKind, Placeholder
from app.letters.rules.writing import placeholders
from app.letters.texts import languages, model
from app.translation import word

LONGEST_PLACE = 200
LONGEST_ENTRY = 400
MISSING = N_("Bitte füllen Sie dieses Feld aus; es steht im Brief.")
PAST = N_("Dieser Tag ist schon vorbei.")


class LetterForm(FlaskForm):
    """Which letter; only those fields are shown and asked that its text leaves open."""

    kind = HiddenField()
    language = SelectField(N_("Sprache des Briefs"))
    with_german = BooleanField(
        N_("Den deutschen Text anhängen"),
        description=N_("So wissen alle, die den Brief später lesen, was darin steht."),
    )
    answer_by = DateField(Placeholder.ANSWER_BY.label, validators=[Optional()])
    news_by = DateField(Placeholder.NEWS_BY.label, validators=[Optional()])
    day = DateField(Placeholder.DAY.label, validators=[Optional()])
    time = TimeField(Placeholder.TIME.label, validators=[Optional()])
    place = StringField(
        Placeholder.PLACE.label,
        description=N_("Zum Beispiel: Kreishaus, Raum 12. Der Ort wird nicht gespeichert."),
        validators=[Length(max=LONGEST_PLACE)],
    )

    today: date

    @classmethod
    def of(cls, kind: LetterKind, *, language: str, answer_by: date, today: date) -> "LetterForm":
        """With proposals for what is usual."""
        form: LetterForm = cls(
            data={
                "kind": kind.value,
                "language": language,
                "with_german": language != GERMAN,
                "answer_by": answer_by,
                "news_by": answer_by,
            }
        )
        form.today = today
        form.language.choices = [
            SelectChoice(one.code, _named(one.label, one.autonym)) for one in languages()
        ]
        return form

    @property
    def letter_kind(self) -> LetterKind:
        return LetterKind(self.kind.data)

    @property
    def asked(self) -> Sequence[str]:
        """Names of the fields that this kind of letter needs."""
        open_ones = placeholders(model(self.letter_kind))
        return [one.name.lower() for one in Placeholder if one.typed and one in open_ones]

    def validate(self, extra_validators: None = None) -> bool:
        fine: bool = super().validate(extra_validators)
        for box in (self[name] for name in self.asked):
            if not box.errors and not box.data:
                box.errors = (MISSING,)
            elif isinstance(box.data, date) and box.data < self.today and not box.errors:
                box.errors = (PAST,)
            fine = fine and not box.errors
        return fine

    def wish(self) -> Wish:
        return Wish(
            kind=self.letter_kind,
            language=self.language.data,
            with_german=self.with_german.data,
            said={Placeholder[name.upper()]: _written(self[name].data) for name in self.asked},
        )

    def sent(self) -> dict[str, str]:
        """The same again, as hidden fields of the button that makes the PDF."""
        names = ["kind", "language", *self.asked]
        return {name: self[name]._value() if name in self.asked else self[name].data for name in names} | (
            {"with_german": "y"} if self.with_german.data else {}
        )


class VersionForm(VersionedForm):
    body = TextAreaField(N_("Neuer Text"), validators=[InputRequired(N_("Bitte schreiben Sie den Text."))])


class ApprovalForm(FlaskForm):
    checked = BooleanField(
        N_("Ich habe den Text geprüft, oder jemand, der diese Sprache sicher beherrscht, hat ihn geprüft."),
        validators=[InputRequired(N_("Bitte bestätigen Sie, dass der Text geprüft ist."))],
    )


def _entry(label: str, hint: str, *, area: bool = False) -> StringField:
    kind = TextAreaField if area else StringField
    needed = InputRequired(N_("Bitte füllen Sie dieses Feld aus; es steht in jedem Brief."))
    return kind(label, description=hint, validators=[needed, Length(max=LONGEST_ENTRY)])


class HeadForm(VersionedForm):
    sender = _entry(
        N_("Verantwortliche Stelle mit Anschrift"),
        N_("Eine Zeile für den Namen, dann Straße und Ort. Steht als Absender im Fenster."),
        area=True,
    )
    contact = _entry(N_("Telefon und E-Mail"), N_("Unter denen die Parteien Sie erreichen."))
    privacy_officer = _entry(N_("Datenschutzbeauftragte"), N_("Bezeichnung, Anschrift oder E-Mail, Telefon."))
    legal_basis = _entry(
        N_("Rechtsgrundlage"), N_("Vorgeschlagen nach dem Recht Ihres Landes. Bitte prüfen Sie sie.")
    )
    authority = _entry(
        N_("Aufsichtsbehörde für den Datenschutz"), N_("Für Beschwerden, am besten mit Anschrift.")
    )

    def said(self) -> HeadShown:
        return HeadShown(**{name: self[name].data for name in HeadShown.__dataclass_fields__})


def _named(label: str, autonym: str) -> str:
    label = word(label)
    return label if label == autonym else f"{label} – {autonym}"


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.strftime(DAY)
    return value.strftime("%H:%M") if hasattr(value, "strftime") else " ".join(str(value).split())
