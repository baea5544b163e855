"""What the event plan knows that others ask for."""

from app.crisis.queries.people import filled
from app.plans.codes import Addressee
from app.plans.events import RolesFilled


def roles_filled(question: RolesFilled) -> frozenset[Addressee]:
    return filled(question.today)
