"""What the searches of the demo go by: times of the parties, wishes, a further language."""

from app.cases.actions.moves import Actor
from app.cases.rules.status import Who
from app.demo.walk import Walk
from app.languages import Level
from app.mediators.rules import Gender
from app.referrals.actions import needs
from app.referrals.actions.needs import Setting, Word
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import NO_WISHES, Speech, Wishes, in_order

EVENINGS = in_order(f"{day}-EVENING" for day in range(5))
AFTER_NOON = in_order([*EVENINGS, *(f"{day}-AFTERNOON" for day in range(5))])


def wish(walk: Walk) -> None:
    """The lead has asked both parties when they can; one would rather talk with a woman."""
    first, second = walk.parties[:2]
    wishes = NO_WISHES.having(first.id, times=AFTER_NOON)
    wishes = wishes.having(second.id, times=EVENINGS, gender=Gender.FEMALE)
    _set(walk, wishes, "Mit beiden am Telefon besprochen.")


def interpret(walk: Walk, language: str) -> None:
    """Whoever speaks it and no German is heard through an interpreter."""
    heard = [party for party in walk.parties if language in party.language_codes]
    wishes = NO_WISHES
    for party in heard:
        wishes = wishes.having(party.id, speech=Speech.INTERPRETER)
    _set(walk, wishes, "So mit der Partei besprochen.")


def ask_much(walk: Walk) -> None:
    """So much is asked for that nobody is left; one party has been asked about a further language."""
    first, second = walk.parties[:2]
    wishes = Wishes(place=Strength.MUST, level=Level.C1).having(first.id, times=AFTER_NOON)
    wishes = wishes.having(second.id, times=AFTER_NOON)
    _set(walk, wishes, "Beide wollen jemanden, der sich im Viertel auskennt.")
    walk.wait(hours=1)
    word = Word(first.id, "tr", possible=False)
    needs.record_language(walk.case_id, word, by=_lead(walk), at=walk.at)


def _set(walk: Walk, wishes: Wishes, reason: str) -> None:
    walk.wait(hours=1)
    needs.set_need(walk.case_id, Setting(wishes, reason), by=_lead(walk), at=walk.at)


def _lead(walk: Walk) -> Actor:
    return Actor(walk.lead, frozenset({Who.CASE_LEAD}))
