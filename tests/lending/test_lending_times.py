"""What keeps somebody away at home counts where she is lent, and the other way round: hours, without why."""

from collections.abc import Callable
from datetime import date, time

import pytest

from app.accounts.permissions import Role
from app.cases.models import Case
from app.database import db
from app.events import ask
from app.lending.actions import choosing
from app.localtime import local
from app.mediators.actions import profile, times
from app.mediators.calendarfile import read
from app.mediators.horizon import DayTime, Taken
from app.mediators.models import Absence, PoolDay, PoolPerson
from app.referrals.actions import appointments, sending
from app.referrals.appointments import Clash
from app.referrals.events.helping import TakenElsewhere
from app.referrals.queries import search
from app.referrals.queries.clashes import Slot, clashes
from tests import make
from tests.browser import Browser
from tests.lending import lent
from tests.mediators.ics import berlin, calendar, event
from tests.referrals import at_work, helped, meeting, waiting
from tests.watch import statements

TUESDAY, THURSDAY = "Di 03.03., 17:00–19:00", "Do 05.03., 17:00–19:00"
DAY = date(2026, 3, 3)
EVENING = meeting.wall("2026-03-03T17:30")


class Loan:
    """Mina Tesfay of Musterland is a guest of Musterkreis for one case, beside Adler of its own pool."""

    def __init__(self, town: make.Town, case: Case | None = None) -> None:
        self.town, self.there = town, lent.neighbour()
        self.case = case or at_work.searching(town)
        self.adler = at_work.mediator("Adler", "de C2, ar C2")
        self.who = lent.person(self.there, spoken="de C2, ar C2")
        lent.lent(town, self.there, self.case, self.who, languages=("ar",))
        self.guest: PoolPerson = lent.only(PoolPerson, last_name="Tesfay")

    def page(self, browser: Browser, *, query: str = "") -> str:
        return browser.as_(self.town.coordinator).get(f"/faelle/{self.case.id}/vermittlung{query}").main

    def taken(self) -> frozenset[object]:
        """All that comes over."""
        return ask(TakenElsewhere(case_id=self.case.id, first_day=DAY, last_day=date(2026, 3, 6)))


@pytest.fixture
def loan(town: make.Town) -> Loan:
    return Loan(town)


Undo = Callable[[], object]


def _is_away(loan: Loan) -> Undo:
    by = lent.user_of(loan.who)
    profile.add_absence(loan.who.id, first_day=DAY, last_day=DAY, by=by, at=make.NOON)
    absence = lent.only(Absence).id
    return lambda: profile.remove_absence(loan.who.id, absence)


def _cannot_on_one_day(loan: Loan) -> Undo:
    times.add_day(loan.who.id, DayTime(DAY, False, time(16), time(20)))
    day = lent.only(PoolDay).id
    return lambda: times.remove_day(loan.who.id, day)


def _uploads_a_calendar(loan: Loan) -> Undo:
    data = calendar(event(*berlin("20260303T160000", "20260303T200000")))
    times.take_calendar(loan.who.id, read(data, today=lent.MONDAY), at=make.NOON)
    return lambda: times.drop_calendar(loan.who.id)


def _has_an_appointment(loan: Loan) -> Undo:
    found = booked(loan.there, loan.who)
    made = meeting.planned(found, EVENING)
    by, later = lent.user_of(loan.who), make.later(hours=1)
    return lambda: appointments.cancel(found.referral.id, made, by=by, at=later)


def booked(place: make.Town, who: PoolPerson) -> at_work.Asked:
    """She works on a case of this place; nobody else of it can be asked."""
    found = meeting.mediating(place)
    found.offer(found.people[0]).person_id = who.id
    for one in found.people:
        one.resting = True
    found.people[0] = who
    db.session.commit()
    return found


@pytest.mark.parametrize(
    "keeps_away", [_is_away, _cannot_on_one_day, _uploads_a_calendar, _has_an_appointment]
)
def test_what_keeps_a_guest_away_at_home_counts_where_she_is_lent_until_it_is_taken_back(
    loan: Loan, browser: Browser, keeps_away: Callable[[Loan], Undo]
):
    assert TUESDAY in loan.page(browser)

    with lent.within(loan.there):
        undo = keeps_away(loan)
        db.session.commit()
    page = loan.page(browser)
    assert TUESDAY not in page and THURSDAY in page and "Tesfay" in page

    with lent.within(loan.there):
        undo()
        db.session.commit()
    assert TUESDAY in loan.page(browser)


def test_an_appointment_as_a_guest_counts_at_home(loan: Loan, browser: Browser):
    with lent.within(loan.there):
        loan.who.capacity = 3
        at_work.mediator("Bruns", "de C2, ar C2")
        own = at_work.searching(loan.there)
    window = browser.as_(loan.there.coordinator)
    assert TUESDAY in window.get(f"/faelle/{own.id}/vermittlung").main

    meeting.planned(booked(loan.town, loan.guest), EVENING)

    page = window.get(f"/faelle/{own.id}/vermittlung").main
    assert TUESDAY not in page and THURSDAY in page


def test_why_she_cannot_stays_at_home(loan: Loan):
    """An absence, and a whole day on which she is booked by her calendar, look the same from elsewhere."""
    with lent.within(loan.there):
        undo = _is_away(loan)
        db.session.commit()
    away = loan.taken()
    with lent.within(loan.there):
        undo()
        data = calendar(event(*berlin("20260303T000000", "20260304T000000"), "SUMMARY:Geheim"))
        times.take_calendar(loan.who.id, read(data, today=lent.MONDAY), at=make.NOON)
        db.session.commit()

    assert away == loan.taken() == {(loan.guest.id, Taken(DAY, (1 << 96) - 1))}


def test_of_nobody_who_is_not_lent_anything_comes_over(town: make.Town):
    """She works for both, which is her own affair."""
    there, case = lent.neighbour(), at_work.searching(town)
    user = make.user(name="Mina Tesfay", role=Role.MEDIATOR)
    at_work.mediator("Tesfay", user=user)
    with lent.within(there):
        both = at_work.mediator("Tesfay", user=user)
        profile.add_absence(both.id, first_day=DAY, last_day=DAY, by=user.id, at=make.NOON)
        db.session.commit()

    assert ask(TakenElsewhere(case_id=case.id, first_day=DAY, last_day=DAY)) == frozenset()


def test_only_the_case_that_she_is_lent_for_learns_of_her_hours(loan: Loan):
    with lent.within(loan.there):
        _is_away(loan)
        db.session.commit()
    other = at_work.searching(loan.town)

    assert loan.taken()
    assert ask(TakenElsewhere(case_id=other.id, first_day=DAY, last_day=DAY)) == frozenset()


def test_with_the_loan_it_ends(loan: Loan):
    with lent.within(loan.there):
        _is_away(loan)
        db.session.commit()
    card = lent.card()
    choosing.give_back(loan.case.id, card.id, by=loan.town.coordinator.id, at=make.NOON)
    db.session.commit()

    assert loan.taken() == frozenset()


@pytest.mark.parametrize(("looks", "clash"), [("guest", Clash.OWN_TIMES), ("partner", Clash.OTHER)])
def test_an_appointment_while_she_is_away_at_home_is_warned_of(loan: Loan, looks: str, clash: Clash):
    """As if her own calendar said it: that she is away she has told only there."""
    found = together(loan)
    viewer = lent.user_of(loan.guest if looks == "guest" else loan.adler)
    wish = Slot(starts_at=EVENING)
    assert clashes(found.case.id, found.referral.id, wish, user_id=viewer) == ()

    with lent.within(loan.there):
        _is_away(loan)
        db.session.commit()

    assert clashes(found.case.id, found.referral.id, wish, user_id=viewer) == (clash,)


def test_what_a_guest_says_of_her_days_where_she_is_lent_is_warned_of_too(loan: Loan):
    found = together(loan)
    user = lent.user_of(loan.guest)
    profile.add_absence(loan.guest.id, first_day=DAY, last_day=DAY, by=user, at=make.NOON)
    db.session.commit()

    seen = clashes(found.case.id, found.referral.id, Slot(starts_at=EVENING), user_id=user)

    assert seen == (Clash.OWN_ABSENCE,)


def away_at_home(loan: Loan) -> None:
    with lent.within(loan.there):
        _is_away(loan)
        db.session.commit()


def together(loan: Loan) -> at_work.Asked:
    """Both work on the case."""
    choice = sending.Choice(people=(loan.guest.id, loan.adler.id))
    sending.send_offers(loan.case.id, choice, by=at_work.coordination(loan.town), at=make.NOON)
    db.session.commit()
    found = at_work.Asked(loan.case, [loan.guest, loan.adler])
    at_work.accepted(found, loan.guest, loan.adler)
    return found


def test_where_an_interpreter_may_help_it_counts_as_well(town: make.Town, browser: Browser):
    """The page with the most statements; the browser counts them."""
    loan = Loan(town, helped.searching(town))
    away_at_home(loan)

    page = loan.page(browser)

    assert TUESDAY not in page and THURSDAY in page


def test_in_a_large_pool_it_counts_as_well(
    town: make.Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "LARGE", 1)
    loan = Loan(town)
    away_at_home(loan)

    page = loan.page(browser)

    assert TUESDAY not in page and THURSDAY in page


def test_where_all_speak_german_a_search_that_asks_elsewhere_takes_no_more_statements(
    town: make.Town, monkeypatch: pytest.MonkeyPatch
):
    """Of a large pool those who live nearby would be counted before, if nobody were lent."""
    monkeypatch.setattr(search, "LARGE", 1)
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "de"
    for name in ("Celik", "Dietz"):
        at_work.mediator(name, home=town.district.name)
    before = _cost(case)

    loan = Loan(town, case)

    assert _cost(loan.case) <= before


def _cost(case: Case) -> int:
    db.session.commit()
    db.session.refresh(case)
    seen: list[str] = []
    token = statements.set(seen)
    search.pool_for(case, make.NOON, foremost=True)
    statements.reset(token)
    return len(seen)


def test_she_reads_that_her_hours_go_along_before_she_consents(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), at_work.searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    lent.chosen(town, case, candidate)

    page = browser.as_(lent.user_of(who)).get(f"/leihe/{candidate.id}").main

    assert "an welchen Tagen und zu welchen Uhrzeiten Sie nicht können" in page and "ohne Grund" in page


def test_a_run_over_the_whole_list_plans_her_for_no_day_on_which_she_is_away_at_home(loan: Loan):
    def day() -> date:
        (line,) = waiting.proposals(waiting.done(loan.town))
        assert line.meets_at is not None and loan.guest.id in {line.first_id, line.second_id}
        return local(line.meets_at).date()

    before = day()
    away_at_home(loan)

    assert (before, day()) == (DAY, date(2026, 3, 5))
