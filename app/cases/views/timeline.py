"""What happened to a case, and who read it; and the whole access log for the privacy officer."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, Role
from app.accounts.queries import names
from app.audit import queries as audit
from app.audit.kinds import sentence, without_values
from app.cases.actions.holding import LEAD, only
from app.cases.forms.timeline import TimelineForm
from app.cases.queries import changes
from app.cases.views.blueprint import bp
from app.cases.views.opening import note_reading, opened
from app.labels import N_
from app.localtime import Note
from app.refusals import NotFound
from app.translation import in_words

#: Digits of the greatest number that a line of the log is given.
LONGEST_NUMBER = 9

#: The log lies below accounts, which its pages need; so they live here.
log_bp = Blueprint("audit", __name__, template_folder="../templates")


@bp.get("/faelle/<uuid:case_id>/verlauf")
@requires(Permission.CASE_READ)
def timeline(case_id: UUID) -> ResponseReturnValue:
    """All that happened to the case; filters stand in the address, so a part can be looked at again."""
    found, place = opened(case_id), _uuid(request.args.get("nach"))
    if found.head.by_lead:
        note_reading("FileRead", case_id)
    people = changes.people(case_id)
    form = TimelineForm.asked(request.args, people | {audit.PROGRAM: _(N_("Fallbrücke"))})
    happened, more = audit.timeline(case_id, narrowed=form.narrowed(), after=place)
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "nach" and value}
    return render_template(
        "cases/timeline.html",
        file=found.head,
        form=form,
        reasons=changes.reasons(case_id, happened) if found.head.by_lead else {},
        rows=said(happened, people),
        next_url=url_for("cases.timeline", case_id=case_id, nach=happened[-1].id, **kept) if more else None,
        first_url=url_for("cases.timeline", case_id=case_id, **kept) if place else None,
    )


@bp.get("/faelle/<uuid:case_id>/zugriffe")
@requires(Permission.ACCESS_READ)
def accesses(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    entries, more = audit.entries(case_id, before=_number(request.args.get("nach")))
    return render_template(
        "cases/accesses.html",
        file=found.head,
        rows=_rows(entries),
        next_url=url_for("cases.accesses", case_id=case_id, nach=entries[-1].number) if more else None,
        first_url=url_for("cases.accesses", case_id=case_id) if "nach" in request.args else None,
    )


@log_bp.get("/zugriffe")
@requires(Permission.ACCESS_READ)
def log() -> ResponseReturnValue:
    """All lines of the municipality; a lead reads those of the own cases there, not here."""
    if viewer().role is not Role.PRIVACY_OFFICER:
        raise NotFound
    page = audit.log(before=_number(request.args.get("nach")))
    return render_template(
        "cases/log.html",
        page=page,
        rows=_rows(page.entries),
        next_url=url_for("audit.log", nach=page.entries[-1].number) if page.more else None,
        first_url=url_for("audit.log") if "nach" in request.args else None,
    )


Said = tuple[audit.Happened, str | None, str]


def said(happened: Iterable[audit.Happened], known: Mapping[UUID, str] | None = None) -> list[Said]:
    """Facts as the timeline says them: who did it, and the sentence in the language of the screen."""
    facts, known = list(happened), known or {}
    people = _people({one for row in facts for one in (row.actor_id, row.about)} - set(known))
    people.update(known.items())
    return [
        (row, people.get(row.actor_id), _words(*sentence(row.kind, row.facts, people.get(row.about))))
        for row in facts
    ]


def _rows(entries: list[audit.Access]) -> list[tuple[audit.Access, str | None, str]]:
    people = _people({entry.actor_id for entry in entries})
    return [(entry, people.get(entry.actor_id), _words(*without_values(entry.kind))) for entry in entries]


def _words(sentence: str, values: dict[str, Any]) -> str:
    return in_words(Note(sentence, values))


def _people(ids: set[UUID | None]) -> dict[UUID | None, str]:
    return dict(names({one for one in ids if one is not None}).items())


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise NotFound
    return int(text)
