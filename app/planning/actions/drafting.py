"""A draft begins with a version, a template or a file; its steps are edited one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import db, insert_once
from app.labels import N_
from app.municipalities.scope import here
from app.planning.models import PlanDraft, PlanDraftStep
from app.planning.queries.library import known_codes, newest, steps_of, template, template_steps
from app.planning.rules.comparing import Steps
from app.planning.rules.drafts import DraftStatus, next_code
from app.plans.cells import Row
from app.plans.codes import PlanKind, PlanSource
from app.plans.template import CASE_STEPS, EVENT_STEPS
from app.refusals import NotAllowed, NotFound, Outrun
from app.versions import insist

SUBMITTED = N_("Der Entwurf wartet auf Freigabe. Holen Sie ihn zurück, bevor Sie ihn ändern.")
CHANGED = N_("Inzwischen wurde der Entwurf geändert. Bitte sehen Sie ihn sich noch einmal an.")
ONE_AT_A_TIME = N_("Es gibt schon einen Entwurf. Verwerfen Sie ihn, bevor Sie einen neuen beginnen.")
#: Codes that mean the same everywhere.
SHARED = frozenset(step.code for step in (*CASE_STEPS, *EVENT_STEPS))

Rows = Mapping[PlanKind, Sequence[Row]]


class Origin(NamedTuple):
    source: PlanSource
    template_version: int | None = None


def begin(*, by: UUID, at: datetime) -> bool:
    """A draft with the steps of the newest version; false if there is a draft already."""
    version = newest()
    if version is None:
        raise NotFound
    return _begin(_rows(steps_of(version.id)), Origin(PlanSource.OWN, version.template_version), by=by, at=at)


def take_template(*, by: UUID, at: datetime) -> bool:
    """A draft with the steps of the state's template; false if there is a draft already."""
    found = template()
    if found is None:
        raise NotFound
    origin = Origin(PlanSource.TEMPLATE, found.version.version)
    return _begin(_rows(template_steps(found)), origin, by=by, at=at)


def take_file(rows: Rows, *, by: UUID, at: datetime) -> None:
    """A draft with the steps of a file."""
    if not _begin(rows, Origin(PlanSource.FILE), by=by, at=at):
        raise NotAllowed(ONE_AT_A_TIME)


def change_step(  # noqa: PLR0913 - which step, its text, what the page had shown, by whom, when
    rule_id: UUID,
    row: Row,
    *,
    shown: str | None,
    read: Callable[[Row], Mapping[str, object]],
    by: UUID,
    at: datetime,
) -> None:
    """``shown``: the seal of the page; ``read``: what a form shows of a row. ``Outrun`` if they differ."""
    draft, step = _step(rule_id)
    insist(shown, read(step.rule))
    step.rule, step.changed_at, step.changed_by = {**row, "id": step.code}, at, by
    _touch(draft, by=by, at=at)


def add_step(kind: PlanKind, row: Row, *, by: UUID, at: datetime) -> UUID:
    """A step of the municipality's own, after those of its stages or phase; its id."""
    draft = open_draft()
    taken = [*known_codes(), *db.session.scalars(sa.select(PlanDraftStep.code))]
    step = PlanDraftStep(
        draft_id=draft.id,
        kind=kind,
        code=next_code(kind, taken),
        position=max((one.position for one in _in_order(kind)), default=-1) + 1,
        rule={},
        changed_at=at,
        changed_by=by,
    )
    step.rule = {**row, "id": step.code}
    db.session.add(step)
    _touch(draft, by=by, at=at)
    return step.id


def remove_step(rule_id: UUID, *, by: UUID, at: datetime) -> None:
    draft, step = _step(rule_id)
    db.session.delete(step)
    _touch(draft, by=by, at=at)


def place_step(rule_id: UUID, *, beside: str, after: bool, by: UUID, at: datetime) -> None:
    """Put a step right before the step of this code, or right after it; ``Outrun`` if that is gone."""
    draft, step = _step(rule_id)
    rows = [one for one in _in_order(step.kind) if one is not step]
    place = next((place for place, one in enumerate(rows) if one.code == beside), None)
    if place is None:
        raise Outrun(CHANGED)
    places = sorted(one.position for one in (*rows, step))
    rows.insert(place + after, step)
    for position, one in zip(places, rows, strict=True):
        one.position = position
    _touch(draft, by=by, at=at)


def restore_step(code: str, *, by: UUID, at: datetime) -> None:
    """Put a step back as it was in the version that the draft began with; nothing if it is there."""
    draft = open_draft()
    there = db.session.scalar(sa.select(PlanDraftStep.id).where(PlanDraftStep.code == code))
    for kind, steps in steps_of(draft.based_on_id).items():
        for position, step in enumerate(steps):
            if step.code == code and there is None:
                _make_room(kind, position)
                values = {"position": position, "rule": step.to_row(), "changed_at": at, "changed_by": by}
                db.session.add(PlanDraftStep(draft_id=draft.id, kind=kind, code=code, **values))
                _touch(draft, by=by, at=at)


def discard(*, by: UUID, at: datetime) -> None:
    """Throw the draft away; what is in force stays."""
    draft = open_draft()
    trail.log("PlanDraftDiscarded", by=by, at=at, subject_id=draft.id)
    db.session.delete(draft)
    db.session.flush()


def the_draft() -> PlanDraft:
    """The draft, held until the end of the transaction."""
    draft = db.session.scalar(sa.select(PlanDraft).with_for_update())
    if draft is None:
        raise NotFound
    db.session.refresh(draft)
    return draft


def open_draft() -> PlanDraft:
    """The same, if it can be changed."""
    draft = the_draft()
    if draft.status is not DraftStatus.OPEN:
        raise NotAllowed(SUBMITTED)
    return draft


def _begin(rows: Rows, origin: Origin, *, by: UUID, at: datetime) -> bool:
    version, draft_id = newest(), uuid4()
    begun = insert_once(
        PlanDraft,
        ("municipality_id",),
        id=draft_id,
        municipality_id=here(),
        based_on_id=version.id if version else None,
        source=origin.source,
        template_version=origin.template_version,
        begun_at=at,
        begun_by=by,
        changed_at=at,
        changed_by=by,
        editors=[str(by)],
    )
    if not begun:
        return False
    for kind, fitted in _fitted(rows).items():
        for position, row in enumerate(fitted):
            db.session.add(
                PlanDraftStep(draft_id=draft_id, kind=kind, code=row["id"], position=position, rule=dict(row))
            )
    db.session.flush()
    trail.log("PlanDraftBegun", by=by, at=at, subject_id=draft_id)
    return True


def _fitted(rows: Rows) -> dict[PlanKind, list[Row]]:
    """The rows with codes that mean nothing else here: an own step of others gets a number of ours."""
    known = known_codes()
    taken = {*known, *(row["id"] for some in rows.values() for row in some)}
    found: dict[PlanKind, list[Row]] = {}
    for kind, some in rows.items():
        found[kind] = []
        for row in some:
            code = row["id"]
            if not code or (code not in SHARED and known.get(code, row["label_de"]) != row["label_de"]):
                code = next_code(kind, taken)
                taken.add(code)
            found[kind].append({**row, "id": code})
    return found


def _rows(steps: Steps) -> Rows:
    return {kind: [step.to_row() for step in some] for kind, some in steps.items()}


def _step(rule_id: UUID) -> tuple[PlanDraft, PlanDraftStep]:
    draft = open_draft()
    step = db.session.scalar(sa.select(PlanDraftStep).where(PlanDraftStep.id == rule_id))
    if step is None:
        raise NotFound
    db.session.refresh(step)
    return draft, step


def _in_order(kind: PlanKind) -> list[PlanDraftStep]:
    query = sa.select(PlanDraftStep).where(PlanDraftStep.kind == kind)
    return list(db.session.scalars(query.order_by(PlanDraftStep.position, PlanDraftStep.code)))


def _make_room(kind: PlanKind, position: int) -> None:
    """Nobody else stands on this place."""
    rows = _in_order(kind)
    if any(one.position == position for one in rows):
        for one in rows:
            one.position += one.position >= position


def _touch(draft: PlanDraft, *, by: UUID, at: datetime) -> None:
    draft.changed_at, draft.changed_by = at, by
    draft.editors = _with(draft.editors, str(by))
    db.session.flush()


def _with(editors: Iterable[str], one: str) -> list[str]:
    return list(dict.fromkeys((*editors, one)))
