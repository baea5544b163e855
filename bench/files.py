"""The case files of a large municipality: each with its people, steps, search and history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.accounts.permissions import Role
from app.audit.models import AccessEntry, AccessHead, TimelineEntry
from app.audit.trail import START, hashed
from app.cases.models import (
    Case,
    CaseLead,
    CaseQuestion,
    Consent,
    ContactAttempt,
    Draft,
    LeadKind,
    NameWord,
    Party,
    PartyMark,
    SafetyCheck,
    StageRating,
)
from app.cases.queries.search import word_index
from app.cases.rules.consent import FIRST_PART, Said, Way
from app.cases.rules.intake import (
    Answer,
    Category,
    Disclosure,
    LanguageAnswer,
    PartyKind,
    Setting,
)
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.search import Match, forms
from app.cases.rules.status import Status, number
from app.naming import parts
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.codes import StepRole
from app.plans.models import Alarm, AnchorMoment, PlannedCase, PlanStep, StepChange, StepEnd
from app.plans.template import CASE_STEPS
from bench.making import BUSY, DAY, EXAMINED, LED, LONG, MIX, OVER, YOUNGEST, Making
from bench.searches import add_searches
from bench.world import AT_ONCE, LANGUAGES, Rows, World, marks

NAME = "Chris Beispiel"


def add_cases(world: World, rows: Rows, *, count: int) -> None:
    log: list[tuple[datetime, UUID, UUID]] = []
    numbers: set[str] = set()
    for place in range(count):
        made = _started(world, rows, place)
        while made.number in numbers or not made.number:
            made.number = number(made.at.year, below=made.chance.randrange)
        numbers.add(made.number)
        for part in PARTS:
            part(made)
        if place < len(MIX) or made.long:
            world.ids[made.status] = made.ids
        log += [(made.at + n * DAY, made.lead, made.case_id) for n in made.often(3, 80)]
        rows.write(enough=AT_ONCE)
    _access_log(rows, log)
    _drafts(world, rows, 30)


def _started(world: World, rows: Rows, place: int) -> Making:
    chance = Random(f"{world.slug}{place}")
    busy = (place // len(MIX)) % BUSY == 0
    reporters = world.users[Role.REPORTER]
    return Making(
        world=world,
        rows=rows,
        chance=chance,
        status=MIX[place % len(MIX)],
        at=world.now - YOUNGEST - timedelta(minutes=150 * place + chance.randint(1, 100)),
        long=place >= LONG and place % LONG < len(MIX),
        busy=busy,
        case_id=rows.new_id(),
        reporter=reporters[0] if busy else chance.choice(reporters),
        lead=reporters[1] if busy else chance.choice(reporters[1:]),
        ids={},
    )


def _case(m: Making) -> None:
    over, chance = m.status in OVER, m.chance
    m.rows.add(
        Case,
        id=m.case_id,
        number=m.number,
        status=m.status,
        status_since=m.at + DAY,
        paused_from=Status.CONTACT if m.status is Status.PAUSED else None,
        version=1,
        reporter_id=m.reporter,
        office_id=chance.choice(m.world.offices),
        submitted_at=m.at,
        category=chance.choice(list(Category)),
        setting=chance.choice(list(Setting)),
        district_id=chance.choice(m.world.districts),
        pseudonymized=False,
        disclosure=Disclosure.OWN_KNOWLEDGE,
        urgent_wish=False,
        previous_attempts=[],
        priority=chance.choice(list(Priority)) if m.status in EXAMINED else None,
        glasl_stage=chance.randint(1, 6) if m.status in EXAMINED else None,
        screening=Screening.FIT if m.status in EXAMINED else None,
        flags=[],
        accepted_at=m.at + DAY if m.status in EXAMINED else None,
        outcome=chance.choice(list(Outcome)) if over else None,
        closed_at=m.at + 55 * DAY if over else None,
        sealed={"description": "Seit Monaten Streit über Lärm im Treppenhaus.", "goal": "Ruhe am Abend."},
    )
    m.ids.update(case_id=m.case_id, number=m.number)


def _parties(m: Making) -> None:
    for position in range(2):
        code = "de" if position == 0 else m.chance.choice(LANGUAGES)
        party = m.add(
            Party,
            position=position,
            kind=PartyKind.PERSON,
            minor=False,
            language_answer=LanguageAnswer.KNOWN,
            contact_agreed=Answer.YES,
            data_received_at=m.at,
            first_contact_at=m.at + 3 * DAY if m.status in LED else None,
            sealed={"name": NAME, "phone": "0201 0000000", "languages": code},
        )
        for match, index in _words():
            m.rows.add(NameWord, party_id=party, match=match, word_index=index)
        for mark in marks(NAME, body=True):
            m.add(PartyMark, party_id=party, **mark)
        _consents(m, party)
        m.parties.append(party)
        m.ids.update(party_id=party)
        for _ in m.often(1, 20):
            m.add(ContactAttempt, party_id=party, at=m.at + 2 * DAY, by=m.lead, reached=False)


def _consents(m: Making, party: UUID) -> None:
    """Yes to all that mediation needs, said in one breath."""
    said_at = m.at + 5 * DAY
    about = {
        "party_id": party,
        "statement_id": party,
        "said_at": said_at,
        "recorded_at": said_at,
        "by": m.lead,
    }
    for purpose in FIRST_PART if m.status in LED[1:] else ():
        m.add(
            Consent,
            purpose=purpose,
            said=Said.YES,
            way=Way.PHONE,
            interpreted=False,
            for_minor=False,
            **about,
        )


def _words() -> list[tuple[Match, str]]:
    found = ((match, form) for word in parts(NAME) for match, made in forms(word).items() for form in made)
    return [(match, word_index(form, match)) for match, form in found]


def _people(m: Making) -> None:
    coordinator = m.world.users[Role.COORDINATOR][0]
    ends = None if m.status in (Status.TRIAGE, Status.INFO) else m.at + 2 * DAY
    _leads(m, LeadKind.ACTING, coordinator, ends=ends)
    if m.status in LED:
        _leads(m, LeadKind.LEAD, m.lead, ends=None)


def _leads(m: Making, kind: LeadKind, user: UUID, *, ends: datetime | None) -> None:
    m.add(CaseLead, user_id=user, kind=kind, starts_at=m.at, ends_at=ends, named_by=user)


def _examined(m: Making) -> None:
    for n in m.often(1, 15):
        m.add(SafetyCheck, at=m.at + n * DAY, by=m.lead, result=None, sealed={"signs": ""})
        m.add(StageRating, at=m.at + n * DAY, by=m.lead, stage=3)
    if m.status is Status.INFO or m.long:
        open_ = m.status is Status.INFO
        answered = None if open_ else m.at + 2 * DAY
        text = {"text": "In welchem Haus ist das?"}
        m.add(CaseQuestion, asked_at=m.at + DAY, asked_by=m.lead, answered_at=answered, sealed=text)


def _plan(m: Making) -> None:
    m.add(PlannedCase, plan_id=m.world.plan_id)
    for anchor in ("REPORT_SUBMITTED", "CASE_ACCEPTED"):
        m.add(AnchorMoment, anchor=anchor, subject="", at=m.at)
    running = 0 if m.status in OVER else m.chance.randint(1, 4)
    done = m.chance.sample(CASE_STEPS, 2 + running)
    for round_ in m.often(1, 12):
        for place, rule in enumerate(done):
            _step(m, rule.code, round_=round_ + 1, is_open=round_ == 0 and place < running)


def _step(m: Making, code: str, *, round_: int, is_open: bool) -> None:
    due = m.now + timedelta(hours=m.chance.randint(-48, 600)) if is_open else m.at + 20 * DAY
    step = m.add(
        PlanStep,
        code=code,
        subject="",
        round=round_,
        anchor="REPORT_SUBMITTED",
        anchor_at=m.at,
        started_at=m.at,
        by_hand=False,
        limit_number=1,
        due_at=due,
        whole_day=True,
        original_due_at=due,
        holder=m.chance.choice((StepRole.COORDINATION, StepRole.CASE_LEAD, StepRole.MEDIATOR)).value,
        ended_at=None if is_open else m.at + 19 * DAY,
        end=None if is_open else StepEnd.DONE,
        ended_by=None if is_open else m.lead,
    )
    m.ids.setdefault("step_id", step)
    handled = None if is_open else due
    for kind, before in (("-1WD", 1), ("M1", 0), ("M2", -2)) if is_open else (("-1WD", 1),):
        at = due - before * DAY
        m.rows.add(Alarm, step_id=step, limit_number=1, kind=kind, at=at, handled_at=handled, late=False)
    if round_ > 1:
        m.rows.add(StepChange, step_id=step, at=m.at, by=m.lead, before=m.at, after=due, cause="Verlängert")


def _history(m: Making) -> None:
    moved = {"verb": "Fall annehmen", "before": Status.TRIAGE.label, "status": Status.CONTACT.label}
    for n in m.often(8, 300):
        kind, facts = ("CaseMoved", moved) if n % 3 else ("CaseReported", {"number": m.number})
        m.add(TimelineEntry, at=m.at + n * timedelta(hours=7), actor_id=m.lead, kind=kind, facts=facts)


def _letters(m: Making) -> None:
    coordinator = m.world.users[Role.COORDINATOR][0]
    for user, role, kind in (
        (coordinator, Role.COORDINATOR, Kind.CASE_NEW),
        (m.reporter, Role.REPORTER, Kind.REPORT_RECEIVED),
        (m.lead, Role.REPORTER, Kind.LEAD_NAMED),
        (m.lead, Role.REPORTER, Kind.REMINDER),
        (coordinator, Role.COORDINATOR, Kind.OVERDUE),
    ):
        _letter(m, user, role=role, kind=kind)


def _letter(m: Making, user: UUID, *, role: Role, kind: Kind) -> None:
    failed = m.chance.random() < 0.01
    m.add(
        Notification,
        dedupe_key=str(m.rows.new_id()),
        user_id=user,
        role=role.value,
        kind=kind,
        case_number=m.number,
        created_at=m.at,
        read_at=None if m.chance.random() < 0.1 else m.at + DAY,
        status=Delivery.FAILED if failed else Delivery.SENT,
        next_try_at=m.at,
        tries=5 if failed else 1,
        sent_at=None if failed else m.at,
    )


def _access_log(rows: Rows, lines: list[tuple[datetime, UUID, UUID]]) -> None:
    """A chain whose seals hold."""
    seal, last = START, 0
    for last, (at, user, case_id) in enumerate(sorted(lines), start=1):
        seal = hashed(seal, last, at, str(user), "FileRead", str(case_id), str(None))
        rows.add(AccessEntry, number=last, at=at, actor_id=user, kind="FileRead", case_id=case_id, hash=seal)
        rows.write(enough=AT_ONCE)
    rows.add(AccessHead, number=last, hash=seal)


def _drafts(world: World, rows: Rows, count: int) -> None:
    for n in range(count):
        user = world.users[Role.REPORTER][n % 3]
        draft = rows.add(Draft, user_id=user, edited_at=world.now - n * DAY, sealed={"answers": "{}"})
        world.ids.setdefault("draft", {"draft_id": draft})


PARTS: tuple[Callable[[Making], None], ...] = (
    _case,
    _parties,
    _people,
    _examined,
    _plan,
    add_searches,
    _history,
    _letters,
)
