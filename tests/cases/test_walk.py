"""A case is led at random by everybody: it never leaves the table, and never shows more than it may."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app import clock
from app.accounts.models import User
from app.audit.models import TimelineEntry
from app.cases import moves
from app.cases.models import Case, CaseLead, CaseTick, Party
from app.cases.queries.facts import facts_of, met_by
from app.cases.rules.addresses import slug
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.guards import FORM_GUARDS, TICK_GUARDS, Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import MAX_AGE_WD, OWNER, Flag, Status, Verb, Who
from app.database import db
from app.privacy import jobs
from app.privacy.actions import holds, releasing
from app.privacy.rules import Ground
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.cases.test_moves_pages import CONTENT
from tests.privacy.kept import sealed_of
from tests.referrals.at_work import run

#: What a person might fill in on the page of any move.
ANSWERS = {
    "question": "Seit wann?",
    "reason": "Es geht gerade nicht.",
    "body": "Beratungsstelle",
    "basis": "LAW",
    "ground": "§ 16 SGB I",
    "flag": "CRISIS",
    "legal_ground": "SERIOUS_HARM",
}
EYES = ("coordinator", "lead", "reporter", "management", "admin", "colleague")
WHO = st.sampled_from(["coordinator", "coordinator", "lead", "lead", "colleague", "reporter"])
PAGES = ("", "/beteiligte", "/verlauf", "/plan", "/vermittlung")


class Walk(RuleBasedStateMachine):
    """Everybody who may know of the case, and some who may not, press what they find."""

    def __init__(self, town: make.Town, browser: Browser) -> None:
        super().__init__()
        self.town, self.browser, self.now = town, browser, make.NOON
        self.moved = self.looked = 0

    @initialize(status=st.sampled_from([s for s in Status if s is not Status.DELETED]), led=st.booleans())
    def a_case_is_somewhere(self, status: Status, led: bool) -> None:
        outcome = Outcome.MED_NONE if status is Status.CLOSED else None
        case = make.case(self.town, status=status, outcome=outcome)
        self.case_id = case.id
        if led:
            make.lead(case, self.town.lead)

    @property
    def case(self) -> Case:
        return db.session.get_one(Case, self.case_id, populate_existing=True)

    def relations(self, person: User) -> frozenset[Who]:
        leads = sa.select(sa.func.count(CaseLead.id)).where(
            CaseLead.case_id == self.case_id,
            CaseLead.user_id == person.id,
            CaseLead.starts_at <= self.now,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > self.now),
        )
        held = {Who.CASE_LEAD: bool(db.session.scalar(leads))}
        held[Who.COORDINATION] = person in (self.town.coordinator, self.town.colleague)
        return frozenset(who for who, holds in held.items() if holds)

    @rule(pick=st.integers(0, 40), known=st.sampled_from([True, True, True, False]), who=WHO)
    def somebody_makes_a_move(self, pick: int, known: bool, who: str) -> None:
        """Mostly one that the table knows from here, sometimes any."""
        person: User = getattr(self.town, who)
        case, relations = self.case, self.relations(person)
        verbs = [m.verb for m in moves.moves_from(case.status) if known] or list(Verb)
        verb = verbs[pick % len(verbs)]
        expected = self._target(case, verb, relations)
        before, outcome = case.status, self._outcome(case, verb)
        known_rows = {row.id for row in self._timeline()}
        with clock.stopped(self.now):
            window = self.browser.as_(person, sees=self._sees(person, after=expected))
            window.post(
                f"/faelle/{case.id}/schritt/{slug(verb)}",
                {**ANSWERS, **self._days(), "version": case.version, "outcome": outcome},
            )
        assert self.case.status is (expected or before), f"{verb} by {who} from {before}"
        if expected is not None:
            self.moved += 1
            (new,) = (row for row in self._timeline() if row.id not in known_rows)
            told = (new.actor_id, new.at, new.facts["before"], new.facts["status"])
            assert told == (person.id, self.now, before.label, expected.label)

    @rule(days=st.sampled_from([0.05, 1, 3, 20]))
    def time_goes_by(self, days: float) -> None:
        self.now += timedelta(days=days)

    @rule(position=st.integers(0, 1), said=st.sampled_from(Said), purpose=st.sampled_from([None, *Purpose]))
    def a_party_says_something(self, position: int, said: Said, purpose: Purpose | None) -> None:
        party = db.session.query(Party).filter_by(case_id=self.case_id, position=position).one()
        make.consent(party, *([purpose] if purpose else []), said=said, at=self.now)

    @rule(fit=st.booleans(), stage=st.integers(1, 9), danger=st.sampled_from([None, "red", "excluded"]))
    def the_review_says_something(self, fit: bool, stage: int, danger: str | None) -> None:
        case = self.case
        case.screening = Screening.FIT if fit else Screening.NOTYET
        case.priority, case.glasl_stage, case.stage_since = Priority.B, stage, self.now
        case.red_flag_since = self.now if danger else None
        case.excluded_since = self.now if danger == "excluded" else None
        db.session.commit()

    @rule(guard=st.sampled_from(sorted(TICK_GUARDS)))
    def something_is_confirmed(self, guard: Guard) -> None:
        by = self.town.coordinator.id
        db.session.add(CaseTick(case_id=self.case_id, guard=guard, set_at=self.now, set_by=by))
        db.session.commit()

    @precondition(lambda self: self.case.status not in {Status.NEW, Status.TRIAGE, Status.INFO})
    @rule()
    def a_lead_is_named(self) -> None:
        with clock.stopped(self.now):
            window = self.browser.as_(self.town.coordinator, sees=CONTENT)
            window.post(f"/faelle/{self.case_id}/fallverantwortung", {"person": str(self.town.lead.id)})

    @precondition(lambda self: self.case.status is Status.CLOSED)
    @rule(held=st.booleans())
    def its_time_is_over_and_the_privacy_officer_lets_it_go(self, held: bool) -> None:
        self.now += timedelta(days=400)
        if held:
            ground = Ground("Klage", self.now.date() + timedelta(days=90))
            holds.set_hold(self.case, ground, by=self.town.coordinator.id, at=self.now)
        with suppress(NotAllowed):
            releasing.release(self.case, by=self.town.privacy_officer.id, at=self.now)
        db.session.commit()
        self.now += timedelta(days=1)
        free = Flag.LEGAL_HOLD not in self.case.flags
        assert run(jobs.erase_cases, self.now) == int(free)
        assert self.case.status is (Status.DELETED if free else Status.CLOSED)
        self.moved += free

    @invariant()
    def the_case_is_whole(self) -> None:
        case = self.case
        over = case.status in {Status.CLOSED, Status.DELETED}
        assert over == (case.closed_at is not None) == (case.outcome is not None) or (
            case.status is Status.FOLLOWUP  # an agreement is noted before the case is closed
        )
        assert (case.status is Status.PAUSED) == (case.paused_from is not None)
        assert over or (case.status in OWNER and MAX_AGE_WD[case.status] > 0)

    @invariant()
    def a_deleted_case_holds_nothing_of_anybody(self) -> None:
        assert self.case.status is not Status.DELETED or sum(sealed_of(self.case).values()) == 0

    @invariant()
    def every_move_is_told_and_nothing_else(self) -> None:
        assert len(self._timeline()) == self.moved

    @invariant()
    def nobody_sees_more_than_they_may(self) -> None:
        """One page for one of them after each step, in turn."""
        self.looked += 1
        who, page = EYES[self.looked % len(EYES)], PAGES[self.looked // len(EYES) % len(PAGES)]
        person: User = getattr(self.town, who)
        with clock.stopped(self.now):
            window = self.browser.as_(person, sees=self._sees(person))
            answer = window.get(f"/faelle/{self.case_id}{page}")
        there = bool(self.relations(person)) and self.case.status is not Status.DELETED
        assert (answer.status_code == 200) == there, f"{who}: {answer.status_code}"

    def _sees(self, person: User, *, after: Status | None = None) -> set[str]:
        """A lead reads the file; whoever takes or opens the case is its acting lead from then on."""
        party = {f"parties.{name}" for name in ("name", "address", "phone", "email")}
        leads = Who.CASE_LEAD in self.relations(person) or after is Status.TRIAGE
        return CONTENT | party if leads else set()

    def _target(self, case: Case, verb: Verb, relations: frozenset[Who]) -> Status | None:
        """Where the table says that this leads, if these people may and every guard is met."""
        found = next((m for m in moves.moves_from(case.status) if m.verb is verb), None)
        if found is None or not found.who & relations or verb is Verb.SEND_OFFERS:
            return None
        facts = facts_of(case, self.now)
        outcome = self._outcome(case, verb)
        chosen = next((one for one in moves.ends(found, facts) if one.value == outcome), None)
        held = met_by(case, facts) | FORM_GUARDS
        if moves.barred(found, facts) or moves.missing(found, held, chosen):
            return None
        return moves.target_of(found, case.paused_from)

    def _outcome(self, case: Case, verb: Verb) -> str | None:
        found = next((m for m in moves.moves_from(case.status) if m.verb is verb), None)
        offered = moves.ends(found, facts_of(case, self.now)) if found else ()
        return offered[-1].value if offered else None

    def _days(self) -> dict[str, Any]:
        today = self.now.date()
        return {
            "wake_up_on": str(today + timedelta(days=7)),
            "agreement_on": str(today - timedelta(days=1)),
            "settled_on": str(today - timedelta(days=1)),
        }

    def _timeline(self) -> list[TimelineEntry]:
        query = sa.select(TimelineEntry).where(
            TimelineEntry.case_id == self.case_id, TimelineEntry.kind == "CaseMoved"
        )
        return list(db.session.scalars(query.order_by(TimelineEntry.at, TimelineEntry.id)))


def test_however_a_case_is_led_it_keeps_to_the_table_and_to_itself(town: make.Town, browser: Browser) -> None:
    run_state_machine_as_test(
        lambda: Walk(town, browser),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
