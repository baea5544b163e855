"""Who may enter where, said a second time and independently of the program (the oracle of the matrix)."""

from collections.abc import Callable, Set

from app.accounts.permissions import GRANTS, Permission, Role
from app.cases.rules.status import Status
from app.classification import Reader
from tests.house.people import Actor
from tests.house.scenes import SEARCHING, Scene

P = Permission
#: Variables of addresses that lead to a case; every other id leads to a thing of a person or of the town.
OF_A_CASE = {
    "case_id", "party_id", "question_id", "tick_id", "step_id", "referral_id", "seat_id", "meeting_id",
    "deputy_id", "offer_id", "guest_id", "promise_id", "transfer_id", "conference_id",
    "invitation_id", "measure_id", "channel_id", "reader_id", "proposal_id", "card_id", "wait_id",
    "revisit_id",
}  # fmt: skip


def ids(variables: Set[str]) -> set[str]:
    """Those variables of an address that name a row."""
    return {name for name in variables if name.endswith("_id")}


def opens(actor: Actor, permission: Permission) -> bool:
    """The door: does the role hold the permission?"""
    return actor.role is not None and permission in GRANTS[actor.role]


def answers_for(actor: Actor, scene: Scene) -> bool:
    """Lead, acting lead and deputy, from the moment that one is named."""
    return actor.name in {"lead", "deputy", "acting_lead"} and scene.case.status is not Status.NEW


def coordinates(actor: Actor, _: Scene) -> bool:
    return actor.role is Role.COORDINATOR


def knows(actor: Actor, scene: Scene) -> bool:
    """The file is visible to coordination and to whoever answers for the case."""
    return coordinates(actor, scene) or answers_for(actor, scene)


def reported(actor: Actor, _: Scene) -> bool:
    return actor.name == "reporter"


def was_asked(actor: Actor, scene: Scene) -> bool:
    """An offer is visible to the person asked once it was sent."""
    return actor.name in scene.offers and scene.case.status in SEARCHING


def sits(actor: Actor, scene: Scene) -> bool:
    """A case is visible to a mediator from the own accepted offer on."""
    return actor.name == "mediator" and scene.case.status in SEARCHING - {Status.PROPOSED}


def could_take(actor: Actor, _: Scene) -> bool:
    """A hand-over is there for whoever it is offered to, and for whoever offers it."""
    return actor.name in {"other_reporter", "lead"}


def watches(actor: Actor, scene: Scene) -> bool:
    return answers_for(actor, scene) or coordinates(actor, scene) or actor.role is Role.PRIVACY_OFFICER


def is_invited(actor: Actor, _: Scene) -> bool:
    """Of the office that is invited to the conference of every scene only the lead is a reporter."""
    return actor.name == "lead"


def is_let_in(actor: Actor, _: Scene) -> bool:
    """By name, whatever the case stands at; a mediator to write what she has seen, and to read that alone."""
    return actor.name in {"lead", "management", "mediator"}


def keeps_watch(actor: Actor, _: Scene) -> bool:
    """Of the scenes each is closed, deleted or held."""
    return actor.role is Role.PRIVACY_OFFICER


#: Which cases a permission reaches; a permission that isn't here reaches none.
RELATION: dict[Permission, Callable[[Actor, Scene], bool]] = {
    P.CASE_READ: knows,
    P.CASE_WORK: knows,
    P.CASE_EXAMINE: knows,
    P.PLAN_READ: knows,
    P.PLAN_EDIT: coordinates,
    P.PLAN_WORK: knows,
    P.OFFER_SEND: coordinates,
    P.REPORT_WRITE: reported,
    P.OFFER_ANSWER: was_asked,
    P.MEDIATION_WORK: sits,
    P.ACCESS_READ: watches,
    P.DISCLOSURE_READ: knows,
    P.TRANSFER_ANSWER: could_take,
    P.CONFERENCE_READ: is_invited,
    P.PROTECTION_READ: is_let_in,
    P.HOLD_SET: coordinates,
    P.RETENTION_RELEASE: keeps_watch,
}

#: Things of a person or of the municipality: whoever holds one of these permissions reaches them …
REACHES_ALL = {
    P.PEOPLE_MANAGE, P.POOL_MANAGE, P.OPERATION_READ, P.OFFER_SEND, P.CASE_EXAMINE,
    P.TEXT_READ, P.TEXT_WRITE, P.TEXT_APPROVE, P.RELOCATION_ANSWER, P.LENDING_AGREE, P.LENDING_ANSWER,
    P.PLAN_DRAFT, P.PLAN_EDIT, P.PLAN_READ,
    P.ADDRESS_MEND, P.CONTACTS_KEEP, P.CRISIS_READ, P.CRISIS_WORK,
}  # fmt: skip


def visible(actor: Actor, permission: Permission, variables: Set[str], scene: Scene) -> bool:
    """Whether this address, with the ids of the actor's own municipality, is there for this actor."""
    if not variables & OF_A_CASE:
        return True  # the own thing, or one that the permission reaches
    if scene.case.status is Status.DELETED and permission is not P.RETENTION_RELEASE:
        return False  # like one that never was
    if "revisit_id" in variables and actor.name != "lead":
        return False  # it belongs to whoever laid it there
    relation = RELATION.get(permission)
    return relation is not None and relation(actor, scene)


def reaches_others(permission: Permission, variables: Set[str]) -> bool:
    """Whether the things of another person of the same municipality are there, too."""
    return permission in REACHES_ALL or bool(variables & OF_A_CASE)


def reads_as(actor: Actor, scene: Scene) -> set[Reader]:
    """In which of the relations that columns declare this actor stands to a case."""
    relations = {
        Reader.EVERYBODY: True,
        Reader.SELF: True,
        Reader.LEAD: answers_for(actor, scene),
        Reader.LEAD_ALONE: answers_for(actor, scene) and actor.name != "deputy",
        Reader.COORDINATION: coordinates(actor, scene),
        Reader.REPORTER: reported(actor, scene),
        Reader.MEDIATOR_ASKED: was_asked(actor, scene),
        Reader.MEDIATOR_CHECKING: sits(actor, scene),
        Reader.MEDIATOR: sits(actor, scene),
        Reader.LET_IN: actor.name in {"lead", "management"},
        Reader.CRISIS_TEAM: actor.name == "crisis_member",
        Reader.MANAGEMENT: actor.role is Role.MANAGEMENT,
        Reader.PRIVACY: actor.role is Role.PRIVACY_OFFICER,
        Reader.ADMIN: actor.role is Role.ADMIN,
        Reader.STATE_POOL: actor.role is Role.STATE_POOL,
    }
    return {reader for reader, stands in relations.items() if stands}
