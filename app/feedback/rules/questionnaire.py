"""The questionnaire: who is asked what, in which languages, in which words. Tables in this package."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.labels import Labelled
from app.seed import rows

#: Answers to other questions are never added up with these.
VERSION = 1

LONGEST_REMARK = 1000

#: From best to worst; to give no answer is always possible.
SCALE = (5, 4, 3, 2, 1)


class Audience(Labelled):
    """Who is asked."""

    PARTY = "PARTY", "Parteien"
    REPORTER = "REPORTER", "Meldende Stellen"
    MEDIATOR = "MEDIATOR", "Mediator:innen"


@dataclass(frozen=True)
class PaperLanguage:
    """A language of the questionnaire; ``checked``: somebody who speaks it has read the words."""

    code: str
    label: str
    autonym: str
    direction: str
    checked: bool


@dataclass(frozen=True)
class Question:
    """One statement, with the scale of its answers (agree, better)."""

    code: str
    scale: str

    def key(self, audience: Audience) -> str:
        return f"{audience.value.lower()}_{self.code}"


PAPER_LANGUAGES: Mapping[str, PaperLanguage] = {
    row["code"]: PaperLanguage(
        row["code"], row["label"], row["autonym"], row["direction"], row["checked"] == "yes"
    )
    for row in rows("app.feedback", "languages")
}
GERMAN = "de"

_TEXTS = {row["key"]: row for row in rows("app.feedback", "texts")}
_QUESTIONS = rows("app.feedback", "questions")

QUESTIONS: Mapping[Audience, tuple[Question, ...]] = {
    audience: tuple(
        Question(row["code"], row["scale"]) for row in _QUESTIONS if row["audience"] == audience.value
    )
    for audience in Audience
}


def words(key: str, language: str) -> str:
    """A text of the questionnaire in this language."""
    return _TEXTS[key][language]


def languages_for(audience: Audience) -> tuple[PaperLanguage, ...]:
    """The languages in which every question of this audience is written."""
    keys = [question.key(audience) for question in QUESTIONS[audience]]
    return tuple(
        language
        for language in PAPER_LANGUAGES.values()
        if all(_TEXTS[key][language.code] for key in (audience.value.lower(), *keys))
    )


def written_in(language: str, audience: Audience) -> bool:
    return any(one.code == language for one in languages_for(audience))


def fitting(spoken: tuple[str, ...], audience: Audience) -> str:
    """The first of these languages that the questionnaire is written in, else German."""
    return next((code for code in spoken if written_in(code, audience)), GERMAN)
