"""Addresses of calendars and people who have left are forgotten by the clock."""

from datetime import UTC, date, datetime

from app.accounts.actions import mint_link
from app.accounts.models import LinkPurpose, Membership, OneTimeLink, User
from app.accounts.permissions import Role
from app.cases.rules.outcomes import Outcome
from app.database import db
from app.mediators.models import PoolEvidence, PoolExclusion, PoolLanguage
from app.municipalities.scope import acting_in
from app.privacy import jobs
from app.referrals.models import CalendarFeed
from app.workdays import Land
from tests import make
from tests.browser import Browser
from tests.house.people import belongings, pool_person
from tests.referrals.at_work import run

# Addresses of calendars


def test_an_address_of_a_calendar_goes_when_it_is_too_old(town: make.Town):
    for role, days in ((Role.REPORTER, 0), (Role.COORDINATOR, 1)):
        given = {"token_hash": role.value, "user_id": town.lead.id, "role": role}
        db.session.add(CalendarFeed(**given, created_at=make.NOON, expires_at=make.later(days=days)))
    db.session.commit()

    assert run(jobs.forget_feeds, make.NOON) == 1

    assert [feed.role for feed in db.session.query(CalendarFeed)] == [Role.COORDINATOR]


# People


def test_of_somebody_who_left_the_pool_nothing_is_known_after_six_months(town: make.Town, browser: Browser):
    gone, recent = (
        pool_person(make.user(name=name, role=Role.MEDIATOR)) for name in ("Gerda Alt", "Nina Neu")
    )
    belongings(gone)
    gone.phone, gone.certificate_seen_on = "0561 1", date(2025, 1, 1)
    gone.association, gone.title_until, gone.radius_km = "BM", date(2027, 1, 1), 30
    gone.left_at, recent.left_at = datetime(2025, 9, 1, 20, tzinfo=UTC), datetime(2025, 9, 2, 6, tzinfo=UTC)
    db.session.commit()

    done = [run(jobs.forget_people, make.NOON) for _ in range(2)]

    db.session.expire_all()
    page = browser.as_(town.coordinator).get("/pool?stand=LEFT").main
    assert done == [1, 0]
    assert (gone.name.strip(), gone.phone, gone.user_id, gone.certificate_seen_on) == ("–", None, None, None)
    assert (gone.association, gone.title_until, gone.radius_km) == (None, None, None)
    for model in (PoolLanguage, PoolExclusion, PoolEvidence):
        assert db.session.query(model).filter_by(person_id=gone.id).count() == 0
    assert "Alt" not in page
    assert browser.as_(town.coordinator).get(f"/pool/{gone.id}").status_code == 404


def ended(town: make.Town, user: User, day: date) -> None:
    for member in db.session.query(Membership).filter_by(user_id=user.id):
        member.ends_on = day
    db.session.commit()


def test_an_account_goes_six_months_after_its_last_role(town: make.Town):
    ended(town, town.colleague, date(2025, 9, 1))
    ended(town, town.lead, date(2025, 9, 2))
    mint_link(town.colleague.id, LinkPurpose.RESET, at=make.NOON)
    db.session.commit()

    done = [run(jobs.forget_people, make.NOON) for _ in range(2)]

    db.session.expire_all()
    gone, stays = (db.session.get_one(User, who.id) for who in (town.colleague, town.lead))
    assert done == [1, 0]
    assert (gone.name, "@example.org" in gone.email, gone.password_hash, gone.active) == (
        "–",
        False,
        None,
        False,
    )
    assert (stays.name, db.session.query(OneTimeLink).count()) == ("Lars Lindner", 0)


def test_a_role_elsewhere_keeps_the_account(town: make.Town):
    other = make.town("musterland", Land.NI)
    with acting_in(other.id):
        db.session.add(
            Membership(
                user_id=town.colleague.id,
                role=Role.REPORTER,
                starts_on=date(2026, 1, 1),
                accepted_at=make.NOON,
            )
        )
        db.session.commit()
    ended(town, town.colleague, date(2025, 1, 1))

    assert run(jobs.forget_people, make.NOON) == 0


def test_what_a_forgotten_person_did_stays_readable(town: make.Town, browser: Browser):
    case = make.case(town, outcome=Outcome.MED_NONE)
    make.lead(case, town.colleague)
    ended(town, town.colleague, date(2025, 9, 1))
    run(jobs.forget_people, make.NOON)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert (page.status_code, "Kemal Kurt" in page.main) == (200, False)
