"""What the ledger of promises tells when it is asked."""

from collections.abc import Iterable

from flask import url_for

from app.cases.events import OpenTask, OpenTasks, Promised, PromisedToReporter
from app.cases.rules.status import Who
from app.labels import N_
from app.localtime import end_of
from app.promises.queries import of_case, open_in
from app.promises.rules import PromiseKind

HOLDER = Who.CASE_LEAD
TASKS: dict[PromiseKind, str] = {
    PromiseKind.INTERIM_NOTICE: N_("Versprochen: Zwischenbescheid"),
    PromiseKind.CALL_BACK: N_("Versprochen: Rückruf"),
    PromiseKind.VISIT: N_("Versprochen: Besuch"),
    PromiseKind.LETTER: N_("Versprochen: Brief"),
    PromiseKind.OTHER: N_("Versprochen"),
}


def open_tasks(question: OpenTasks) -> Iterable[OpenTask]:
    """Whoever answers for the case keeps what was promised."""
    for kind, due_on in open_in(question.case_id):
        yield OpenTask(
            code="",
            label=TASKS[kind],
            due_at=end_of(due_on),
            whole_day=True,
            holder=HOLDER.label,
            mine=HOLDER in question.relations,
            url=url_for("promises.promises", case_id=question.case_id),
        )


def promised_to_reporter(question: PromisedToReporter) -> Iterable[Promised]:
    for line in of_case(question.case_id, question.today):
        if line.party is None:
            yield Promised(line.due_on, line.kind.label, line.standing.label, line.standing.tone)
