"""When X, then Y: every side effect of the program, on one page."""

from app.audit import trail
from app.events import Answers, CaseEvent, Reactions

REACTIONS: Reactions = {
    CaseEvent: [trail.record],
}

ANSWERS: Answers = {}
