"""Shapes of the parties in a report: with names, or pseudonymised."""

from collections.abc import Iterator

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
from app.cases.rules.speech import Reading, Speaking, Tongue
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
UNSURE = [SelectChoice("", N_("weiß ich nicht"))]


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
    protected = BooleanField(
        N_("Anschrift geschützt"),
        description=N_(
            "Dann sieht sie allein die Fallverantwortung; sie steht in keinem Brief, Kalender oder Ausdruck."
        ),
    )
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
            protected=self.protected.data,
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
    speaks = SelectField(N_("Wie gut gesprochen?"), choices=UNSURE + labelled(Speaking), default="")
    reads = SelectField(N_("Wie gut gelesen?"), choices=UNSURE + labelled(Reading), default="")
    second_language = SelectField(N_("Zweite Sprache"), choices=NONE + LANGUAGE_CHOICES)
    second_speaks = SelectField(
        N_("Zweite: wie gut gesprochen?"), choices=UNSURE + labelled(Speaking), default=""
    )
    second_reads = SelectField(N_("Zweite: wie gut gelesen?"), choices=UNSURE + labelled(Reading), default="")
    third_language = SelectField(N_("Dritte Sprache"), choices=NONE + LANGUAGE_CHOICES)
    third_speaks = SelectField(
        N_("Dritte: wie gut gesprochen?"), choices=UNSURE + labelled(Speaking), default=""
    )
    third_reads = SelectField(N_("Dritte: wie gut gelesen?"), choices=UNSURE + labelled(Reading), default="")
    contact_agreed = RadioField(
        N_("Einverstanden, dass wir uns melden?"),
        choices=labelled(Answer),
        validators=[InputRequired(N_("Bitte sagen Sie, ob die Partei einverstanden ist."))],
    )
    minor = BooleanField(N_("Jemand auf dieser Seite ist minderjährig"))
    needs = SelectMultipleField(N_("Was diese Partei braucht"), choices=labelled(AccessNeed))

    @property
    def about(self) -> str | None:
        """Which party of several an error is about; the prefix is "parties-0-", none where there is one."""
        if not self._prefix:
            return None
        letter = "ABCD"[int(self._prefix.split("-")[1])]
        return str(_(N_("Partei %(letter)s"), letter=letter))

    def validate_second_language(self, field: SelectField) -> None:
        if (field.data or self.third_language.data) and self.language.data not in LANGUAGES:
            raise ValidationError(_(N_("Bitte wählen Sie die Sprache zuerst im Feld „Sprache“.")))

    def said(self) -> ReportedParty:
        known = self.language.data in LANGUAGES
        return ReportedParty(
            kind=PartyKind(self.kind.data),
            minor=self.minor.data,
            language_answer=LanguageAnswer.KNOWN if known else LanguageAnswer(self.language.data),
            languages=tuple(self._tongues()) if known else (),
            needs=tuple(chosen(AccessNeed, self.needs.data)),
            contact_agreed=Answer(self.contact_agreed.data),
            contact=self.contact(),
        )

    def contact(self) -> PartyContact:
        return PartyContact()

    @property
    def knows_more(self) -> bool:
        """Whether something is said of the languages beyond the first one's name."""
        return any(box.data for row in self._rows() for box in row if box is not self.language)

    def _tongues(self) -> Iterator[Tongue]:
        """Each language once; the first time it is named counts."""
        named = set()
        for language, speaks, reads in self._rows():
            if language.data and language.data not in named:
                named.add(language.data)
                yield Tongue(
                    language.data,
                    Speaking(speaks.data) if speaks.data else None,
                    Reading(reads.data) if reads.data else None,
                )

    def _rows(self) -> tuple[tuple[SelectField, SelectField, SelectField], ...]:
        return (
            (self.language, self.speaks, self.reads),
            (self.second_language, self.second_speaks, self.second_reads),
            (self.third_language, self.third_speaks, self.third_reads),
        )


class NamedPartyFields(ContactFields, PartyFields):
    """The same with name and contact."""
