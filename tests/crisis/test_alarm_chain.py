"""The chain of alarm: who is called, who counts as reached, who follows if nobody answers."""

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.crisis.actions.calls import confirm
from app.crisis.actions.phases import Word, declare_red
from app.crisis.jobs import go_on_calling
from app.crisis.models import Call, Contact, LogEntry
from app.crisis.queries.told import told
from app.crisis.rules.words import DECLARED, NOBODY_NEXT, Reached
from app.database import db
from app.notifications import recipients
from app.plans.actions.starting import FILLED
from app.plans.codes import LadderRole, StepRole, Trigger
from app.plans.models import PlanStep
from tests import make
from tests.crisis import events


def test_nobody_asks_or_tells_who_has_declared_red_herself(town: make.Town):
    events.ready(town)

    crisis = events.red(town)

    own = db.session.query(Call).filter_by(user_id=town.coordinator.id).one()
    assert (own.reached, own.confirmed_by, own.confirmed_at) == (
        Reached.DECLARED, town.coordinator.id, make.NOON,
    )  # fmt: skip
    assert town.coordinator.name not in {name for kind, name in events.told("CRISIS_ALARM", "CRISIS_NEWS")}
    log = [one.sentence for one in db.session.query(LogEntry).filter_by(crisis_id=crisis.id)]
    assert DECLARED in log


def test_the_alarm_is_done_when_the_head_of_the_crisis_team_declares_it(town: make.Town):
    crew = events.ready(town)

    crisis = declare_red(Trigger.T01, Word(crew.head.id, make.NOON, "Grund"))

    assert "E-R1" not in events.running(crisis) and "E-R4" in events.running(crisis)


def test_where_no_head_is_called_who_declares_it_does_not_answer_her_own_alarm(town: make.Town):
    events.ready(town)
    for one in db.session.query(Contact).filter_by(function="CRISIS_LEAD"):
        one.in_alarm = False
    crisis = events.red(town)
    duty = db.session.query(Call).filter_by(function="DUTY_OFFICER").one()

    assert "E-R1" in events.running(crisis)
    confirm(duty, how=Reached.PHONE, by=town.coordinator.id, at=make.later(minutes=2))

    assert "E-R1" not in events.running(crisis)


def test_the_line_ends_with_the_deputy_who_has_declared_red_herself(town: make.Town):
    crew = events.ready(town)
    crisis = declare_red(Trigger.T01, Word(crew.member.id, make.NOON, "Grund"))
    own = (crisis, crew.head, crew.member, town.coordinator)

    events.run(go_on_calling, make.later(minutes=15), *own)

    call = db.session.query(Call).filter_by(function="CRISIS_LEAD", user_id=crew.member.id).one()
    assert (call.reached, call.confirmed_at) == (Reached.DECLARED, make.later(minutes=15))
    assert crew.member.name not in {name for kind, name in events.told("CRISIS_ALARM", "CRISIS_NEWS")}
    assert "E-R1" not in events.running(crisis)


def test_the_page_before_says_where_the_line_ends(town: make.Town):
    crew = events.ready(town)
    events.contact(town, "CRISIS_LEAD", "Dora Dritte", position=3)

    lines = {line.function: line for line in told(make.NOON, by=crew.member.id).chain}

    assert [link.name for link in lines["COORDINATION"].waiting(crew.member.id)] == ["Kemal Kurt"]
    assert lines["CRISIS_LEAD"].waiting(crew.member.id) == ()
    assert lines["CRISIS_LEAD"].waiting(crew.head.id) == ()
    assert len(lines["CRISIS_LEAD"].waiting(town.coordinator.id)) == 2


def test_the_alarm_is_done_when_the_head_of_the_crisis_team_has_heard_it(town: make.Town):
    crew = events.ready(town)
    crisis = events.red(town)
    calls = {one.function: one for one in db.session.query(Call)}

    confirm(calls["DUTY_OFFICER"], how=Reached.PHONE, by=town.coordinator.id, at=make.later(minutes=2))
    assert "E-R1" in events.running(crisis)
    assert confirm(calls["CRISIS_LEAD"], how=Reached.SELF, by=crew.head.id, at=make.later(minutes=3))
    assert not confirm(calls["CRISIS_LEAD"], how=Reached.SELF, by=crew.head.id, at=make.later(minutes=4))

    assert events.running(crisis) == {"E-R13", "E-R2", "E-R3", "E-R4", "E-R8"}


def test_somebody_in_two_functions_hears_of_it_once_and_confirms_once(town: make.Town):
    crew = events.ready(town)
    events.contact(town, "CRISIS_TEAM", crew.head.name, user_id=crew.head.id)
    events.red(town)
    assert events.told("CRISIS_ALARM").count(("CRISIS_ALARM", crew.head.name)) == 1
    call = db.session.query(Call).filter_by(function="CRISIS_TEAM").one()

    assert confirm(call, how=Reached.SELF, by=crew.head.id, at=make.later(minutes=1))

    own = db.session.query(Call).filter_by(user_id=crew.head.id).populate_existing().all()
    assert [one.reached for one in own] == [Reached.SELF, Reached.SELF]


def test_who_does_not_answer_is_followed_by_the_next_in_line_once(town: make.Town):
    crew = events.ready(town)
    crisis = events.red(town)

    own = (crisis, crew.head, crew.member)

    assert events.run(go_on_calling, make.later(minutes=14), *own) == 0
    assert events.run(go_on_calling, make.later(minutes=15), *own) == 2
    assert events.run(go_on_calling, make.later(minutes=15), *own) == 0

    heads = db.session.query(Call).filter_by(function="CRISIS_LEAD").order_by(Call.called_at).all()
    assert [one.user_id for one in heads] == [crew.head.id, crew.member.id]
    assert ("CRISIS_ALARM", crew.member.name) in events.told()
    log = [one.sentence for one in db.session.query(LogEntry).filter_by(crisis_id=crisis.id)]
    assert any("niemand mehr in der Reihe" in (line or "") for line in log), "the duty officer has no deputy"


def test_an_account_that_is_closed_is_called_by_phone(town: make.Town):
    crew = events.ready(town)
    crew.head.active = False

    events.red(town)

    assert db.session.query(Call).filter_by(function="CRISIS_LEAD").one().user_id is None
    assert crew.head.name not in {name for _, name in events.told()}


def test_of_the_crisis_team_one_yes_is_enough(town: make.Town):
    crew = events.ready(town)
    for name, person in (("Head", crew.head), ("Member", crew.member)):
        events.contact(town, "CRISIS_TEAM", name, user_id=person.id)
    crisis = events.red(town)
    call = db.session.query(Call).filter_by(function="CRISIS_TEAM", user_id=crew.head.id).one()
    confirm(call, how=Reached.SELF, by=crew.head.id, at=make.later(minutes=5))

    events.run(go_on_calling, make.later(minutes=20), crisis)

    nobody = db.session.query(LogEntry).filter_by(crisis_id=crisis.id, sentence=NOBODY_NEXT)
    assert {one.facts["function"] for one in nobody} == {"Rufbereitschaft"}
    assert db.session.query(Call).filter_by(function="CRISIS_LEAD").count() == 1


def test_a_step_of_a_case_that_the_head_of_the_crisis_team_holds_reaches_her(town: make.Town):
    crew = events.ready(town)
    step = PlanStep(holder=StepRole.CRISIS_LEAD.value)

    assert recipients.people(LadderRole.HOLDER, step, make.NOON) == [(crew.head.id, Role.MANAGEMENT)]
    assert StepRole.CRISIS_LEAD in FILLED


def test_a_head_who_has_left_the_crisis_team_holds_no_step_of_it(town: make.Town):
    crew = events.ready(town)
    for person in (crew.head, crew.member):
        db.session.query(Membership).filter_by(user_id=person.id).one().crisis_team = False

    assert events.step(events.red(town), "E-R13").holder == "COORDINATION"
