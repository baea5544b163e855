"""Shapes of the parties in a report: with names, or pseudonymised."""

from flask_babel import LazyString
from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from app.cases.forms.report_fields import LONG, chosen, kept, labelled, trimmed
from app.cases.rules.intake import AccessNeed, Answer, Channel, LanguageAnswer, PartyKind
from app.cases.rules.report import PartyContact, ReportedParty
from app.labels import N_
from app.languages import LANGUAGES
from app.translation import word

NO_LANGUAGE = (LanguageAnswer.UNKNOWN, LanguageAnswer.NOT_STATED, LanguageAnswer.NONE_SHARED)


def _named(code: str) -> str:
    language, label = LANGUAGES[code], word(LANGUAGES[code].label)
    return str(label) if language.autonym in {"", label} else f"{label} – {language.autonym}"


LANGUAGE_CHOICES = [
    SelectChoice(code, LazyString(_named, code), optgroup=N_("Sprachen")) for code in LANGUAGES
]
ANSWER_CHOICES = [
    SelectChoice(answer.value, answer.label, optgroup=N_("Keine bestimmte Sprache")) for answer in NO_LANGUAGE
]
FIRST = [SelectChoice("", N_("Bitte wählen"))]
NONE = [SelectChoice("", "–")]


class ContactFields(Form):
    """Name and contact of one party."""

    name = StringField(N_("Name"), filters=[trimmed], validators=[Length(max=200, message=LONG)])
    phone = TelField(N_("Telefon"), filters=[trimmed], validators=[Length(max=60, message=LONG)])
    email = EmailField(
        N_("E-Mail"),
        filters=[trimmed],
        validators=[
            Optional(),
            Email(N_("Das ist keine gültige E-Mail-Adresse.")),
            Length(max=254, message=LONG),
        ],
    )
    address = StringField(N_("Anschrift"), filters=[trimmed], validators=[Length(max=300, message=LONG)])
    best_time = StringField(
        N_("Wann gut zu erreichen"), filters=[trimmed], validators=[Length(max=120, message=LONG)]
    )
    channel = SelectField(N_("Am besten erreichbar"), choices=NONE + labelled(Channel))

    def contact(self) -> PartyContact:
        return PartyContact(
            name=kept(self.name.data),
            phone=kept(self.phone.data),
            email=kept(self.email.data),
            address=kept(self.address.data),
            best_time=kept(self.best_time.data),
            channel=Channel(self.channel.data) if self.channel.data else None,
        )


class PartyFields(Form):
    """What may be said of a party without naming it."""

    kind = SelectField(
        N_("Wer oder was"),
        choices=FIRST + labelled(PartyKind),
        validators=[InputRequired(N_("Bitte wählen Sie, wer oder was diese Partei ist."))],
    )
    language = SelectField(
        N_("Sprache"),
        choices=FIRST + ANSWER_CHOICES + LANGUAGE_CHOICES,
        validators=[InputRequired(N_("Bitte wählen Sie eine Sprache, „unbekannt“ oder „keine Angabe“."))],
    )
    second_language = SelectField(N_("Zweite Sprache"), choices=NONE + LANGUAGE_CHOICES)
    third_language = SelectField(N_("Dritte Sprache"), choices=NONE + LANGUAGE_CHOICES)
    contact_agreed = RadioField(
        N_("Einverstanden, dass wir uns melden?"),
        choices=labelled(Answer),
        validators=[InputRequired(N_("Bitte sagen Sie, ob die Partei einverstanden ist."))],
    )
    minor = BooleanField(N_("Jemand auf dieser Seite ist minderjährig"))
    needs = SelectMultipleField(N_("Was diese Partei braucht"), choices=labelled(AccessNeed))

    @property
    def about(self) -> str:
        """Which party an error is about; the prefix is "parties-0-"."""
        letter = "ABCD"[int(self._prefix.split("-")[1])]
        return str(_(N_("Partei %(letter)s"), letter=letter))

    def validate_second_language(self, field: SelectField) -> None:
        if (field.data or self.third_language.data) and self.language.data not in LANGUAGES:
            raise ValidationError(_(N_("Bitte wählen Sie die Sprache zuerst im Feld „Sprache“.")))

    def said(self) -> ReportedParty:
        more = (self.language.data, self.second_language.data, self.third_language.data)
        known = self.language.data in LANGUAGES
        return ReportedParty(
            kind=PartyKind(self.kind.data),
            minor=self.minor.data,
            language_answer=LanguageAnswer.KNOWN if known else LanguageAnswer(self.language.data),
            languages=tuple(dict.fromkeys(code for code in more if code)) if known else (),
            needs=tuple(chosen(AccessNeed, self.needs.data)),
            contact_agreed=Answer(self.contact_agreed.data),
            contact=self.contact(),
        )

    def contact(self) -> PartyContact:
        return PartyContact()


class NamedPartyFields(ContactFields, PartyFields):
    """The same with name and contact."""
