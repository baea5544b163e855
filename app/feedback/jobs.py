"""What happens to answers by the clock."""

from datetime import datetime
from random import SystemRandom

from app.database import db
from app.feedback.actions import answering
from app.localtime import local
from app.municipalities.queries import each_in_turn


def mix_answers(now: datetime) -> int:
    """Take the order out of the answers, and delete what has had its time."""
    day, done = local(now).date(), 0
    for _ in each_in_turn():
        done += answering.forget(day) + answering.mix(day, chance=SystemRandom())
        db.session.commit()
    return done
