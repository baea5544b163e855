"""How much of the answers is shown: whole half-years, enough answers, and rounded outside of the office."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.feedback.rules.questionnaire import SCALE, Question

#: Fewer answers than this are not shown at all.
FEWEST = 10

#: Outside of the own office every figure is rounded to this (decision 39).
ROUNDED_TO = 5

#: Free words go after so many half-years.
REMARKS_KEPT = 4


@dataclass(frozen=True)
class Row:
    """One question: how many gave which answer, the best first; None where too few answered."""

    question: Question
    counts: tuple[int, ...] | None
    silent: int | None
    mean: float | None


def period_of(day: date) -> str:
    """The half-year of a day, as ``2026-H1``: the finest that is kept of an answer."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def before(period: str, count: int = 1) -> str:
    """So many half-years earlier."""
    number = int(period[:4]) * 2 + int(period[-1]) - 1 - count
    return f"{number // 2}-H{number % 2 + 1}"


def is_over(period: str, day: date) -> bool:
    """Only then it is shown: in a running half-year one could see what each new answer changes."""
    return period < period_of(day)


def rounded(count: int) -> int:
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def enough(count: int) -> bool:
    return count >= FEWEST


def table(questions: Iterable[Question], answers: list[Mapping[str, int]], *, exact: bool) -> tuple[Row, ...]:
    """The figures of each question; ``exact`` inside the own office alone."""
    return tuple(_row(question, answers, exact=exact) for question in questions)


def _row(question: Question, answers: list[Mapping[str, int]], *, exact: bool) -> Row:
    given = [answer[question.code] for answer in answers if question.code in answer]
    if not enough(len(given)):
        return Row(question, None, None, None)
    by_value, silent = Counter(given), len(answers) - len(given)
    if not exact:
        return Row(question, tuple(rounded(by_value[v]) for v in SCALE), rounded(silent), None)
    mean = round(sum(given) / len(given), 1)
    return Row(question, tuple(by_value[value] for value in SCALE), silent, mean)
