"""Two municipalities with their people, cases and belongings."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app import sheetfiles
from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.audit import trail
from app.cases.models import CaseImport, CaseSearch, Draft, QuickNote
from app.cases.rules.basis import Basis
from app.cases.rules.intake import Category, Setting
from app.cases.rules.report import Section
from app.cases.rules.status import Status
from app.database import db
from app.lending.models import LendingAgreement, LoanCandidate, LoanInquiry
from app.lending.rules import Daytime, Format, LoanKind
from app.letters.actions.texts import bring
from app.letters.models import LetterText
from app.mediators import poolfile
from app.mediators.models import PoolImport, PoolPerson, PoolUpload
from app.municipalities.models import ClosingDay
from app.municipalities.scope import acting_in
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.planning.actions import drafting
from app.planning.models import PlanDraftStep
from app.plans.actions.adopting import adopt_default
from app.plans.models import Plan
from app.relocations.models import Arrival
from app.transfers.models import Deputyship
from app.transfers.rules import AwayCause
from app.workdays import Land
from tests import make
from tests.house.canaries import hang_on, plant
from tests.house.crises import in_red
from tests.house.people import Actor, Actors, actors_of, added, belongings, pool_person
from tests.house.scenes import STATUSES, Scene, scene_of
from tests.mediators.pool import HEADER, file_of

COUNTED = ("imported", "updated", "unchanged", "rejected")
SECRET = "a-one-time-link-that-nobody-has-ever-got-0000"


@dataclass
class Place:
    """One municipality with its people and scenes."""

    town: make.Town
    actors: Actors
    scenes: dict[Status, Scene]
    examples: dict[str, Any]
    """What belongs to no case: people, offices, absences."""
    own: dict[str, dict[str, Any]]
    """By actor: what belongs to this person alone."""

    def values(self, scene: Scene, actor: str = "") -> dict[str, Any]:
        found = {**self.examples, **scene.examples, **self.own.get(actor, {})}
        if actor in scene.offers:
            found["offer_id"] = scene.offers[actor]
        return found


def build(slug: str, land: Land) -> Place:
    """A municipality with one case in each of STATUSES; committed."""
    town = make.town(slug, land)
    with acting_in(town.id):
        adopt_default(town.municipality, at=make.NOON)
        bring(at=make.NOON)
        actors = actors_of(town)
        place = Place(
            town=town,
            actors=actors,
            scenes={status: scene_of(town, actors, status) for status in STATUSES},
            examples=_general(town),
            own={name: _own(actor) for name, actor in actors.items() if actor.person},
        )
        for name, actor in actors.items():
            if actor.pool:
                asked = _candidate(town, actor.pool, place.examples["inquiry_id"])
                place.own[name]["candidate_id"] = asked.id
        for scene in place.scenes.values():
            hang_on(scene.examples, town.lead.id)
        plant()
        trail.log("Built", by=town.admin.id, at=make.NOON)
        db.session.commit()
    return place


def _general(town: make.Town) -> dict[str, Any]:
    """Things of people who knock nowhere, and of the municipality."""
    pool = pool_person(make.user(name="Paula Pool", role=Role.MEDIATOR))
    membership = db.session.query(Membership).filter_by(user_id=town.colleague.id).one()
    imported = PoolImport(
        at=make.NOON,
        counts=dict.fromkeys(COUNTED, 1) | {"ignored": []},
        expires_at=make.later(days=1),
        rejects="line;column;reason",
    )
    waiting = PoolUpload(
        at=make.NOON,
        by=town.coordinator.id,
        expires_at=make.later(days=1),
        content=sheetfiles.opened(file_of({"Themen": ""})).as_json(),
        fields=list(poolfile.fields_of(tuple(HEADER.split(";")))),
    )
    closing = ClosingDay(day=date(2026, 12, 24), reason="Heiligabend")
    mail = _notification(town.colleague, Delivery.FAILED)
    for made in (imported, waiting, closing, mail):
        added(made)
    return {
        "user_id": town.colleague.id,
        "member_id": membership.id,
        "membership_id": membership.id,
        "office_id": town.office.id,
        "district_id": town.district.id,
        "person_id": pool.id,
        "import_id": imported.id,
        "upload_id": waiting.id,
        "closing_day_id": closing.id,
        "notification_id": mail.id,
        "draft_id": added(_draft(town.colleague)).id,
        "text_id": db.session.query(LetterText.id).filter_by(kind="CONSENT", language="ar").scalar(),
        "deputyship_id": added(_deputyship(town.colleague, make.user(name="Vera Vertretung"))).id,
        "case_import_id": added(_case_import()).id,
        "note_id": added(_note(town.colleague)).id,
        "arrival_id": added(_arrival(town)).id,
        "search_id": added(_search(town.colleague)).id,
        "agreement_id": added(_agreement(town)).id,
        **_lending(town, pool),
        **in_red(town),
        "code": "F06",
        "part": "fallplan",
        **_planning(town),
        "secret": SECRET,
        "token": SECRET,
        "section": Section.PLACE.value,
        "field": "name",
        "weekday": 1,
        "whom": "OFFICE",
        "step": "fachkraft",
        "language": "ar",
        **belongings(pool),
    }


def _planning(town: make.Town) -> dict[str, Any]:
    """A draft of the next version of the plan."""
    drafting.begin(by=town.coordinator.id, at=make.NOON)
    rule = db.session.query(PlanDraftStep.id).filter_by(code="F06").scalar()
    return {"rule_id": rule, "version_id": db.session.query(Plan.id).scalar()}


def _arrival(town: make.Town) -> Arrival:
    return Arrival(
        from_municipality_id=town.id,
        basis=Basis.CONSENT,
        category=Category.NOISE,
        setting=Setting.HOME,
        parties=2,
        warning=False,
        proposed_at=make.NOON,
        answer_by=make.later(days=5),
        reminded_on=date(2026, 3, 2),
    )


def _agreement(town: make.Town) -> LendingAgreement:
    return LendingAgreement(pair_id=uuid4(), other_id=town.id, offered_by_us=False, offered_at=make.NOON)


def _lending(town: make.Town, pool: PoolPerson) -> dict[str, Any]:
    """Somebody else asks to be lent somebody, and one person of the pool was asked whether she would."""
    inquiry = added(
        LoanInquiry(
            from_municipality_id=town.id, kind=LoanKind.MEDIATOR, format=Format.ON_SITE, daytime=Daytime.ANY,
            first_day=date(2026, 3, 2), last_day=date(2026, 4, 2), urgent=False, languages="ar",
            sent_at=make.NOON, answer_by=make.later(days=3),
        )
    )  # fmt: skip
    return {"inquiry_id": inquiry.id, "candidate_id": _candidate(town, pool, inquiry.id).id}


def _candidate(town: make.Town, pool: PoolPerson, inquiry_id: UUID) -> LoanCandidate:
    return added(
        LoanCandidate(
            inquiry_id=inquiry_id, person_id=pool.id, asked_at=make.NOON, asked_by=town.coordinator.id,
            answer_by=make.later(days=3),
        )
    )  # fmt: skip


def _deputyship(absent: User, deputy: User) -> Deputyship:
    return Deputyship(
        user_id=absent.id,
        deputy_id=deputy.id,
        starts_at=make.later(days=7),
        ends_at=make.later(days=9),
        asked_at=make.NOON,
        sheet_from=make.later(days=4),
    )


def _entered(absent: User, deputy: User) -> Deputyship:
    """One that coordination may take back, too."""
    found = _deputyship(absent, deputy)
    found.entered_by, found.cause = absent.id, AwayCause.SUDDEN
    return found


def _own(actor: Actor) -> dict[str, Any]:
    """What nobody but this person may touch."""
    assert actor.person is not None
    own = {"notification_id": added(_notification(actor.person, Delivery.SENT)).id}
    if actor.role in {Role.REPORTER, Role.COORDINATOR}:
        own["draft_id"] = added(_draft(actor.person)).id
        own["deputyship_id"] = added(_entered(actor.person, make.user(name="Vera Vertretung"))).id
        own["note_id"] = added(_note(actor.person)).id
        own["search_id"] = added(_search(actor.person)).id
    if actor.pool:
        own |= belongings(actor.pool)
    own["membership_id"] = db.session.query(Membership.id).filter_by(user_id=actor.person.id).scalar()
    return own


def _draft(person: User) -> Draft:
    return Draft(user_id=person.id, edited_at=make.NOON, answers="{}")


def _case_import() -> CaseImport:
    counts = {"imported": 1, "unchanged": 1, "rejected": 1, "ignored": []}
    return CaseImport(
        at=make.NOON, counts=counts, expires_at=make.later(days=1), rejects="line;column;reason"
    )


def _note(person: User) -> QuickNote:
    text = make.canary("quick_notes.text")
    return QuickNote(
        user_id=person.id, at=make.NOON, category=Category.NOISE, last_day=date(2026, 4, 1), text=text
    )


def _search(person: User) -> CaseSearch:
    return CaseSearch(user_id=person.id, at=make.NOON, expires_at=make.later(hours=1), text="Müller")


def _notification(person: User, status: Delivery) -> Notification:
    return Notification(
        dedupe_key=make.canary("key"),
        user_id=person.id,
        kind=Kind.REMINDER,
        created_at=make.NOON,
        next_try_at=make.NOON,
        status=status,
    )
