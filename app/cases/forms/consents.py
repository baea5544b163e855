"""Shapes of what the lead records of a party's consent: a statement, a withdrawal."""

from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms.boxes import empty_is_fine
from app.cases.forms.report_fields import labelled
from app.cases.forms.report_parties import FIRST, LANGUAGE_CHOICES
from app.cases.queries.consent_page import Asked
from app.cases.rules.consent import FIRST_PART, SECOND_PART, WITHIN, Article, Purpose, Said, Way
from app.cases.rules.statements import Decision, Statement, Withdrawal, insist_on_fit, meant
from app.editing import Difference, VersionedForm
from app.labels import N_, Labelled
from app.refusals import NotAllowed
from app.translation import word
from app.versions import Author, seal

RELOAD = N_("Bitte laden Sie die Seite neu.")
NOBODY_ASKED = N_("nicht gefragt")
NOT_ASKED = [SelectChoice("", NOBODY_ASKED)]
NOT_NOW = [SelectChoice("", N_("dabei nicht übergeben"))]
OF_THE_DAY = [SelectChoice("", N_("die an diesem Tag gültige"))]


_POINTS = frozenset(Purpose) - {Purpose.TAKE_PART}


class Extent(Labelled):
    """How much a party takes back."""

    ALL = "ALL", "Alles: Sie nimmt nicht mehr teil"
    PART = "PART", "Nur einen Teil"


def _to(purpose: Purpose) -> RadioField:
    answers = labelled((Said.YES, Said.NO))
    return RadioField(purpose.label, description=purpose.meaning, choices=answers + NOT_ASKED, default="")


def _both(purpose: Purpose, now: Asked, typed: Said | None) -> Difference:
    theirs = now.answers.get(purpose.value)
    return Difference(
        purpose.label, word(theirs.label if theirs else NOBODY_ASKED), word(typed.label) if typed else None
    )


class OfStatement(FlaskForm):
    """A form whose page is one statement: sent twice, it counts once."""

    statement = HiddenField(validators=[InputRequired(RELOAD)])

    def validate_statement(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(RELOAD) from None


class StatementForm(OfStatement, VersionedForm):
    participation = RadioField(
        N_("Nimmt die Partei teil?"),
        description=N_(
            "Die Teilnahme ist immer freiwillig. Zum ersten Teil des Blatts gehören: Teilnahme, Weitergabe "
            "an Mediator:innen und Dolmetschende, Nachfragen nach dem Ende."
        ),
        choices=labelled(Decision),
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    mediators = _to(Purpose.MEDIATORS)
    interpreter = _to(Purpose.INTERPRETER)
    follow_up = _to(Purpose.FOLLOW_UP)
    office = _to(Purpose.OFFICE)
    municipality = _to(Purpose.MUNICIPALITY)
    phone = _to(Purpose.PHONE)
    email = _to(Purpose.EMAIL)
    day = DateField(N_("Gesagt am"), validators=[empty_is_fine])
    language = SelectField(N_("Sprache des Textes"), choices=FIRST + LANGUAGE_CHOICES)
    channel = SelectField(N_("Auf welchem Weg"), choices=FIRST + labelled(Way))
    interpreted = BooleanField(N_("Jemand hat gedolmetscht"))
    for_minor = BooleanField(N_("Eine sorgeberechtigte Person hat für die Partei eingewilligt"))
    text = SelectField(
        N_("Fassung des Textes"),
        description=N_("Sie steht unten auf dem Blatt, zum Beispiel consent.ar.2."),
        choices=OF_THE_DAY,
    )
    notice = SelectField(N_("Information zum Datenschutz"), choices=NOT_NOW + labelled(Article))

    asked: Asked

    @classmethod
    def asking(cls, asked: Asked, **values: Any) -> "StatementForm":
        """The form for this party; what is sent stands over what it proposes."""
        form = cls.knowing(asked.saved, statement=str(uuid4()), **values)
        form.asked = asked
        form.text.choices = OF_THE_DAY + [SelectChoice(one, one) for one in asked.texts]
        return form

    @property
    def first_part(self) -> list[RadioField]:
        return [self[purpose.value.lower()] for purpose in FIRST_PART if purpose in WITHIN]

    @property
    def second_part(self) -> list[RadioField]:
        return [self[purpose.value.lower()] for purpose in SECOND_PART]

    def said(self) -> Statement:
        return Statement(
            id=UUID(self.statement.data),
            answers=self.answers(),
            day=self.day.data,
            way=Way(self.channel.data) if self.channel.data else None,
            language=self.language.data or None,
            interpreted=self.interpreted.data,
            for_minor=self.asked.minor and self.for_minor.data,
            text=self.text.data or None,
            notice=Article(self.notice.data) if self.notice.data else None,
        )

    def answers(self) -> dict[Purpose, Said]:
        decision = self.participation.data
        return meant(Decision(decision), self._given()) if decision in Decision.__members__ else {}

    def _given(self) -> dict[Purpose, Said]:
        """The answers to single points."""
        codes = {purpose: self[purpose.value.lower()].data for purpose in Purpose if purpose in _POINTS}
        return {purpose: Said(code) for purpose, code in codes.items() if code in Said.__members__}

    @property
    def _agrees(self) -> bool:
        return Said.YES in self.answers().values()

    def show_both(self, now: Asked, author: Author) -> None:
        """What is recorded by now, purpose by purpose, beside what was typed."""
        self.asked, typed = now, self.answers()
        about = [purpose for purpose in Purpose if purpose in typed or purpose.value in now.answers]
        self.outrun(
            tuple(_both(purpose, now, typed.get(purpose)) for purpose in about), seal(now.saved), author
        )

    def validate_participation(self, box: Any) -> None:
        decision = Decision(box.data) if box.data in Decision.__members__ else Decision.OPEN
        try:
            insist_on_fit(decision, self._given(), takes_part=self.asked.takes_part)
        except NotAllowed as refusal:
            raise ValidationError(refusal.sentence) from None
        if not box.errors and not self.answers() and not self.notice.data:
            raise ValidationError(N_("Bitte geben Sie an, was Sie festhalten möchten."))

    def validate_day(self, box: Any) -> None:
        if box.data is None and not box.errors:
            raise ValidationError(N_("Bitte nennen Sie den Tag der Einwilligung."))

    def validate_language(self, box: Any) -> None:
        if (self._agrees or self.notice.data) and not box.data:
            raise ValidationError(
                N_("Bitte wählen Sie, in welcher Sprache der Text gelesen oder erklärt wurde.")
            )

    def validate_channel(self, box: Any) -> None:
        if (self._agrees or self.notice.data) and not box.data:
            raise ValidationError(N_("Bitte wählen Sie, auf welchem Weg die Partei eingewilligt hat."))

    def validate_for_minor(self, box: Any) -> None:
        if self._agrees and self.asked.minor and not box.data:
            raise ValidationError(
                N_("Für Minderjährige braucht es die Einwilligung einer sorgeberechtigten Person.")
            )


class WithdrawalForm(OfStatement):
    extent = RadioField(
        N_("Was nimmt die Partei zurück?"),
        choices=labelled(Extent),
        default=Extent.ALL.value,
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    purposes = SelectMultipleField(
        N_("Welchen Teil?"), description=N_("Nur anzukreuzen, wenn sie einen Teil zurücknimmt.")
    )
    channel = RadioField(
        N_("Auf welchem Weg"),
        choices=labelled(Way),
        validators=[InputRequired(N_("Bitte wählen Sie, auf welchem Weg die Partei das gesagt hat."))],
    )

    @classmethod
    def of(cls, asked: Asked) -> "WithdrawalForm":
        form: WithdrawalForm = cls(data={"statement": str(uuid4()), "extent": Extent.ALL.value})
        form.purposes.choices = labelled(asked.parts)
        return form

    def wish(self) -> Withdrawal:
        part = self.extent.data == Extent.PART
        return Withdrawal(
            id=UUID(self.statement.data),
            purposes=frozenset(Purpose(code) for code in self.purposes.data) if part else frozenset(),
            way=Way(self.channel.data),
        )

    def validate_purposes(self, box: Any) -> None:
        if self.extent.data == Extent.PART and not box.data:
            raise ValidationError(N_("Bitte kreuzen Sie an, was die Partei zurücknimmt."))
