"""What somebody records of a party at once: which answers that stands for, and whether they fit; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from app.cases.rules.consent import FIRST_PART, WITHIN, Article, Purpose, Said, Way, Words
from app.labels import N_, Labelled
from app.localtime import LOCAL, local
from app.refusals import NotAllowed

Answers = Mapping[Purpose, Said]


class Decision(Labelled):
    """Whether a party takes part, as somebody in a hurry records it."""

    AGREED = "AGREED", "Ja, zu allem im ersten Teil"
    PARTLY = "PARTLY", "Ja, aber nicht zu allem: bitte unten angeben"
    DECLINED = "DECLINED", "Nein"
    OPEN = "OPEN", "Darüber wurde nicht gesprochen"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a party said in one breath: to what, on which day, in which way; the same ``id`` counts once."""

    id: UUID
    answers: Answers
    day: date
    way: Way | None = None
    language: str | None = None
    interpreted: bool = False
    for_minor: bool = False
    text: str | None = None
    """The version on the paper; None: the one that counted on that day."""
    notice: Article | None = None
    """Which information on data protection was handed over with it."""


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """What a party takes back, and how it said so; no ``purposes``: everything."""

    id: UUID
    purposes: frozenset[Purpose] = frozenset()
    way: Way | None = None


def meant(decision: Decision, given: Answers) -> dict[Purpose, Said]:
    """The answers that a decision and the single points stand for.

    Whoever doesn't take part isn't asked for what belongs to it.
    """
    if decision is Decision.AGREED:
        return {**given, **dict.fromkeys(FIRST_PART, Said.YES)}
    if decision is Decision.PARTLY:
        return {Purpose.TAKE_PART: Said.YES, **given}
    if decision is Decision.DECLINED:
        others = {purpose: said for purpose, said in given.items() if purpose not in WITHIN}
        return {Purpose.TAKE_PART: Said.NO, **others}
    return dict(given)


def insist_on_fit(decision: Decision, given: Answers, *, takes_part: bool) -> None:
    """``NotAllowed`` where decision and points contradict each other, or say nothing.

    ``takes_part``: the party has said so before.
    """
    within = {said for purpose, said in given.items() if purpose in WITHIN}
    if decision is Decision.AGREED and Said.NO in within:
        raise NotAllowed(
            N_("„Ja, zu allem“ passt nicht zu einem Nein unten. Bitte wählen Sie „Ja, aber nicht zu allem“.")
        )
    if decision is Decision.PARTLY and not within:
        raise NotAllowed(N_("Bitte geben Sie unten an, wozu die Partei Ja oder Nein sagt."))
    without = decision is Decision.DECLINED or (decision is Decision.OPEN and not takes_part)
    if without and Said.YES in within:
        raise NotAllowed(N_("Zu den Punkten des ersten Teils kann nur Ja sagen, wer teilnimmt."))


def insist_on_order(words: Words, said: Answers, *, moment: datetime, party: str) -> None:
    """A yes is taken back, never overwritten; a new one is said after that."""
    for purpose, answer in said.items():
        no = words.no_since(purpose)
        if answer is Said.YES and no is not None and moment <= no:
            raise NotAllowed(
                N_(
                    "Die neue Einwilligung liegt vor der Rücknahme oder dem Nein. Bitte nennen Sie den "
                    "Tag danach."
                )
            )
        if answer is Said.NO and words.agrees(purpose):
            raise NotAllowed(
                N_("%(party)s hat eingewilligt (%(purpose)s). Bitte halten Sie dafür die Rücknahme fest."),
                party=party,
                purpose=purpose.label,
            )


def lost(words: Words, wish: Withdrawal) -> frozenset[Purpose]:
    """What stands no more after this withdrawal; taking part is named even where nothing stood.

    Empty if there is nothing to take back.
    """
    if wish.purposes and Purpose.TAKE_PART not in wish.purposes:
        return words.standing & wish.purposes
    if words.took_back(Purpose.TAKE_PART) and not words.standing:
        return frozenset()
    return words.standing | {Purpose.TAKE_PART}


def said_at(day: date, at: datetime) -> datetime:
    """When something was said that is recorded ``at``: now if it was today, else as the day began."""
    return at if day == local(at).date() else datetime.combine(day, time.min, LOCAL)
