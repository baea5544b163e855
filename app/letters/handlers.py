"""What letters answer when the case file asks."""

from collections.abc import Iterable

from app.cases.events import ConsentTexts
from app.cases.rules.consent import TextVersion
from app.letters.queries.texts import for_parties


def consent_texts(_: ConsentTexts) -> Iterable[TextVersion]:
    return for_parties()
