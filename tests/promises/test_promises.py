"""What was promised, whether it was kept, and who is reminded."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.cases.models import Party
from app.cases.rules.status import Status
from app.database import db
from app.notifications.models import Notification
from app.promises import actions, jobs, queries
from app.promises.models import Promise
from app.promises.rules import PromiseKind, Standing, Word, standing
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.oversight.test_lists import Person
from tests.referrals.at_work import run

TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 2, 1), date(2026, 4, 1))


def led(town: make.Town, **values):
    case = make.case(town, **({"status": Status.CONTACT} | values))
    make.lead(case, town.lead)
    return case


def promised(case, **values):
    fallback = {
        "kind": PromiseKind.CALL_BACK,
        "due_on": TODAY,
        "made_at": make.NOON,
        "made_by": case.reporter_id,
    }
    made = Promise(case_id=case.id, **(fallback | values))
    db.session.add(made)
    db.session.commit()
    return made


@given(due=DAYS, kept=st.none() | DAYS, released=st.booleans(), today=DAYS)
def test_a_promise_is_kept_or_broken_by_its_days_alone(due, kept, released, today):
    found = standing(due_on=due, kept_on=kept, released=released, today=today)

    assert (found is Standing.BROKEN) == (not released and kept is None and due < today)
    assert (found is Standing.KEPT) == (not released and kept is not None and kept <= due)
    assert (found is Standing.RELEASED) == released


def test_rules_and_database_say_the_same_of_every_promise(town: make.Town):
    case, days = led(town), [date(2026, 3, day) for day in (1, 2, 3)]
    for due in days:
        for kept in (None, *days):
            for released in (None, make.NOON):
                promised(case, due_on=due, kept_on=kept, released_at=released)

    for wanted in Standing:
        found = db.session.scalars(sa.select(Promise).where(queries.stands(wanted, TODAY))).all()
        assert found
        assert {
            standing(due_on=p.due_on, kept_on=p.kept_on, released=p.released_at is not None, today=TODAY)
            for p in found
        } == {wanted}


def test_the_lead_promises_a_party_something_and_keeps_it(town: make.Town, browser: Browser):
    case, window = led(town), browser.as_(town.lead)
    party = db.session.scalars(sa.select(Party).where(Party.case_id == case.id, Party.position == 0)).one()
    path = f"/faelle/{case.id}/versprochen"
    word = {"to": str(party.id), "kind": "VISIT", "due_on": "2026-03-04"}

    page = window.submit(window.get(path), word, button="Versprechen festhalten")
    assert "Besuch an Partei Abis Mi 04.03.2026 · noch Zeit" in page.main
    page = window.submit(page, button="Gehalten Besuch bis Mi 04.03.2026")

    assert "gehalten" in page.main
    assert db.session.scalar(sa.select(Promise.kept_on)) == TODAY


def test_what_is_promised_stands_among_what_is_to_be_done(town: make.Town, browser: Browser):
    case = led(town)
    promised(case, kind=PromiseKind.LETTER)
    sees = {
        f"cases.{one}" for one in ("description", "goal", "location", "internal_note", "handover_summary")
    }

    page = browser.as_(town.lead, sees=sees).get(f"/faelle/{case.id}")

    assert "Versprochen: Briefheute, Mo 02.03. · Sie" in page.main
    assert len(page.statements) <= 12


def test_errors_keep_what_was_typed(town: make.Town, browser: Browser):
    case, window = led(town), browser.as_(town.lead)

    page = window.submit(
        window.get(f"/faelle/{case.id}/versprochen"),
        {"to": "meldend", "kind": "LETTER", "due_on": "2026-03-01"},
        button="Versprechen festhalten",
    )

    assert (page.status_code, "Der Tag liegt in der Vergangenheit." in page.main) == (422, True)
    assert 'value="2026-03-01"' in page.response.text


def test_promising_twice_is_promising_once(town: make.Town):
    case = led(town)

    for _ in range(2):
        actions.make(case, Word(PromiseKind.LETTER, TODAY), by=town.lead.id, at=make.NOON)

    assert db.session.query(Promise).count() == 1


def test_of_a_closed_case_nothing_more_is_promised(town: make.Town):
    with pytest.raises(NotAllowed, match="abgeschlossen"):
        actions.make(
            led(town, status=Status.CLOSED), Word(PromiseKind.LETTER, TODAY), by=town.lead.id, at=make.NOON
        )


def test_a_promise_of_another_case_is_not_there(town: make.Town, browser: Browser):
    mine, other = led(town), promised(led(town))

    for verb in ("gehalten", "hinfaellig"):
        page = browser.as_(town.lead).post(f"/faelle/{mine.id}/versprochen/{other.id}/{verb}")
        assert page.status_code == 404


def test_a_stranger_finds_no_promises(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    codes = [
        browser.as_(who).get(f"/faelle/{case.id}/versprochen").status_code for who in (town.lead, town.admin)
    ]

    assert codes == [404, 403]


def test_the_reporter_sees_what_was_promised_to_the_reporter_and_no_more(town: make.Town, browser: Browser):
    case = led(town)
    party = db.session.scalars(sa.select(Party).where(Party.case_id == case.id, Party.position == 0)).one()
    promised(case, kind=PromiseKind.INTERIM_NOTICE, due_on=date(2026, 3, 1))
    promised(case, kind=PromiseKind.VISIT, party_id=party.id)
    own = {"cases.description", "cases.goal", "cases.location"}

    page = browser.as_(town.reporter, sees=own).get(f"/meldungen/{case.id}")

    assert "Zwischenbescheid bis So 01.03.2026 überfällig" in page.main
    assert "Besuch" not in page.main


def test_each_figure_is_as_long_as_its_list(town: make.Town, browser: Browser):
    case = led(town)
    for due, kept in ((1, None), (1, None), (2, None), (3, None), (3, 2), (1, 2)):
        promised(case, due_on=date(2026, 3, due), kept_on=date(2026, 3, kept) if kept else None)
    from app.accounts.permissions import Role

    person = Person(town.coordinator, Role.COORDINATOR)
    figures = queries.figures(person, make.NOON, today=TODAY)

    lists = {
        one: len(queries.page(person, make.NOON, today=TODAY, wanted=one, after=None).lines)
        for one in Standing
    }
    assert figures == lists
    assert [figures[one] for one in Standing] == [1, 2, 1, 1, 1, 0]
    assert "2 überfällig" in browser.as_(town.coordinator).get("/versprochen").main


def test_the_list_goes_on_on_the_next_page(town: make.Town, browser: Browser):
    case, window = led(town), browser.as_(town.coordinator)
    for _ in range(queries.PAGE + 1):
        promised(case)

    page = window.get("/versprochen")

    assert case.number in window.get(page.links["Weitere anzeigen"]).main


def test_whoever_answers_for_the_case_is_reminded_once_on_the_day(town: make.Town):
    promised(led(town))
    promised(led(town), due_on=date(2026, 3, 3))
    promised(make.case(town, status=Status.CONTACT))

    with clock.stopped(make.NOON):
        done = [run(jobs.remind_of_promises, make.NOON) for _ in range(2)]

    told = set(db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == "PROMISE_DUE")))
    assert (done, told) == ([2, 0], {town.lead.id, town.coordinator.id, town.colleague.id})
