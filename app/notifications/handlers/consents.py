"""What waits for mediators is called off the moment that a party takes back what opened the case to them."""

from app.cases.events import ConsentWithdrawn
from app.cases.rules.consent import TO_MEDIATE
from app.notifications.actions import call_off
from app.notifications.rules import BY_CONSENT


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    if event.closes(*TO_MEDIATE):
        call_off(event.case_id, BY_CONSENT)
