"""A case in which a child may be in danger, with its channel; say only what the test is about."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.viewer import Hat, Viewer
from app.cases.actions import moving
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.answers import Answers
from app.cases.rules.status import Flag, Status, Verb, Who
from app.database import db
from app.protection.actions import people, writing
from app.protection.actions.people import Guest
from app.protection.models import ChannelReader, ProtectedChannel
from app.protection.queries import access
from app.protection.rules import Entry, EntryKind, PassingGround
from app.translation import ScreenLanguage
from tests import make

SEES = {"channel_entries.text", "channel_entries.body", "channel_readers.reason"}
CASE = {"cases.description", "cases.goal", "cases.location", "cases.internal_note", "cases.handover_summary"}


def protected(town: make.Town, *, by: User | None = None, who: Who = Who.CASE_LEAD, **values: Any) -> Case:
    """The lead, unless somebody else, has led the case onto the path that protects a child; committed."""
    case = make.case(town, **({"status": Status.CONTACT} | values))
    make.lead(case, town.lead)
    flag(case, by or town.lead, who=who)
    return case


def flag(
    case: Case,
    by: User,
    *,
    who: Who = Who.CASE_LEAD,
    kind: Flag = Flag.CHILD_PROTECTION,
    at: datetime = make.NOON,
) -> None:
    actor = Actor(by.id, frozenset({who}))
    moving.make(case, Verb.PROTECT, Answers(flag=kind), version=None, by=actor, at=at)
    db.session.commit()


def channel(case: Case) -> ProtectedChannel:
    return (
        db.session.query(ProtectedChannel)
        .filter_by(case_id=case.id)
        .order_by(ProtectedChannel.opened_at.desc())
        .first()
    )


def path(case: Case, *rest: str) -> str:
    return "/".join((f"/schutzkanal/{channel(case).id}", *rest))


def readers(case: Case) -> dict[UUID, str]:
    """Who reads now, and on what way."""
    rows = db.session.query(ChannelReader).filter_by(channel_id=channel(case).id, ended_at=None)
    return {row.user_id: row.way.value for row in rows}


def viewer(town: make.Town, person: User, role: Role = Role.REPORTER) -> Viewer:
    hat = Hat(uuid4(), role, town.id, "Musterkreis", None, False)
    return Viewer(person.id, person.name, person.email, ScreenLanguage.DE, hat, (hat,))


def entered(
    town: make.Town, case: Case, person: User | None = None, at: datetime = make.NOON
) -> access.Entered:
    return access.enter(channel(case).id, viewer(town, person or town.lead), at)


def written(
    town: make.Town,
    case: Case,
    kind: EntryKind = EntryKind.NOTE,
    *,
    person: User | None = None,
    at: datetime = make.NOON,
    **values: Any,
) -> str:
    """An entry of the lead, unless of somebody else; committed. Returns its text."""
    writer = person or town.lead
    fallback: dict[str, Any] = {"id": uuid4(), "kind": kind, "text": make.canary("channel_entries.text")}
    if kind is not EntryKind.NOTE:
        fallback["happened_on"] = at.date()
    if kind is EntryKind.YOUTH_OFFICE:
        fallback |= {"ground": PassingGround.KKG_4, "body": make.canary("channel_entries.body")}
    entry = Entry(**(fallback | values))
    writing.write(entered(town, case, writer, at), entry, by=writer.id, at=at)
    db.session.commit()
    return entry.text


def let_in(town: make.Town, case: Case, person: User, *, at: datetime = make.NOON) -> str:
    """By the lead, for a reason; committed."""
    reason = make.canary("channel_readers.reason")
    people.let_in(entered(town, case, at=at), Guest(person.id, reason), by=town.lead.id, at=at)
    db.session.commit()
    return reason
