"""Who is told of the event plan, and in which words; an exercise has words of its own."""

from collections.abc import Mapping

from app.crisis.events import CrisisTold, News
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind

KINDS: Mapping[News, Kind] = {
    News.ALARM: Kind.CRISIS_ALARM,
    News.TASK: Kind.CRISIS_TASK,
    News.OVERDUE: Kind.CRISIS_OVERDUE,
    News.SIGNAL: Kind.CRISIS_SIGNAL,
    News.SITUATION: Kind.CRISIS_NEWS,
    News.SHEET: Kind.CONTACT_SHEET,
}
IN_EXERCISE: Mapping[News, Kind] = {
    News.ALARM: Kind.EXERCISE_ALARM,
    News.TASK: Kind.EXERCISE_TASK,
    News.OVERDUE: Kind.EXERCISE_OVERDUE,
    News.SITUATION: Kind.EXERCISE_NEWS,
}


def crisis_told(event: CrisisTold) -> None:
    kind = (IN_EXERCISE if event.exercise else KINDS)[event.news]
    send_at = event.at if event.urgent else calendar().next_opening(event.at)
    for user_id, role in event.recipients:
        tell(
            kind,
            user_id=user_id,
            role=role,
            at=event.at,
            subject_id=event.subject_id,
            answer_by=event.answer_by,
            occurrence=event.occurrence,
            send_at=send_at,
        )
