"""What happens to answers by the clock."""

from datetime import datetime
from random import SystemRandom

from app.feedback.actions import answering
from app.localtime import local
from app.municipalities.turns import in_each_municipality


def mix_answers(now: datetime) -> int:
    """Take the order out of the answers, and delete what has had its time."""
    day = local(now).date()
    return in_each_municipality(lambda: answering.forget(day) + answering.mix(day, chance=SystemRandom()))
