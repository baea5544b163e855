"""Shapes of recording a check, handing out a questionnaire, and answering one."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.editing import OnceForm
from app.feedback.queries.links import Recipient
from app.feedback.rules.checks import Check, CheckResult
from app.feedback.rules.questionnaire import (
    GERMAN,
    LONGEST_REMARK,
    PAPER_LANGUAGES,
    QUESTIONS,
    SCALE,
    Audience,
    words,
    written_in,
)
from app.labels import N_, Labelled

PREFIX = "q_"


def _labelled(kind: type[Labelled]) -> list[SelectChoice]:
    return [SelectChoice(one.value, one.label) for one in kind]


class CheckForm(OnceForm):
    check = RadioField(
        N_("Welche Nachfrage?"),
        choices=_labelled(Check),
        validators=[InputRequired(N_("Bitte wählen Sie, welche Nachfrage es war."))],
    )
    result = RadioField(
        N_("Hält die Einigung?"),
        description=N_("Was die Parteien im Einzelnen sagen, wird nicht gespeichert."),
        choices=_labelled(CheckResult),
        validators=[InputRequired(N_("Bitte wählen Sie ein Ergebnis."))],
    )


class WaiveForm(FlaskForm):
    reason = TextAreaField(
        N_("Grund"),
        description=N_("Kurz und ohne Namen, zum Beispiel: Beide möchten nicht mehr gefragt werden."),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=500)],
    )


class LinkForm(OnceForm):
    recipient = RadioField(
        N_("Für wen?"), validators=[InputRequired(N_("Bitte wählen Sie, für wen der Link ist."))]
    )
    language = SelectField(
        N_("Sprache"), choices=[SelectChoice(one.code, one.label) for one in PAPER_LANGUAGES.values()]
    )

    def offer(self, recipients: tuple[Recipient, ...]) -> None:
        self.recipient.choices = [SelectChoice(one.key, one.label) for one in recipients if one.left]
        self._audiences = {one.key: one.audience for one in recipients}

    def validate_language(self, box: Any) -> None:
        audience = self._audiences.get(self.recipient.data)
        if audience is not None and not written_in(box.data or GERMAN, audience):
            raise ValidationError(
                N_("In dieser Sprache gibt es den Fragebogen nur für Parteien. Bitte wählen Sie Deutsch.")
            )


class AnswerForm(FlaskForm):
    """The questionnaire of one audience in one language; its sentences are not the program's."""

    remark = TextAreaField()

    @classmethod
    def asking(cls, audience: Audience, language: str) -> "AnswerForm":
        fields = {}
        for question in QUESTIONS[audience]:
            choices = [SelectChoice(str(v), words(f"{question.scale}_{v}", language)) for v in SCALE]
            fields[PREFIX + question.code] = RadioField(
                words(question.key(audience), language),
                choices=[*choices, SelectChoice("", words("none", language))],
                default="",
                validate_choice=False,
            )
        form: AnswerForm = type("AskingForm", (cls,), fields)()
        return form

    def questions(self) -> list[Any]:
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def choices(self) -> dict[str, int]:
        """What was ticked; anything else is no answer."""
        valid = {str(value) for value in SCALE}
        return {
            field.name.removeprefix(PREFIX): int(field.data)
            for field in self.questions()
            if field.data in valid
        }

    @property
    def fault(self) -> str | None:
        """The key of the sentence that says what is wrong."""
        if len((self.remark.data or "").strip()) > LONGEST_REMARK:
            return "too_long"
        return None if self.choices else "empty"
