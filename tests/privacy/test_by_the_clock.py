"""What has a period of its own goes by itself: signs of danger, records, logs, messages, secrets, people."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.actions import mint_link
from app.accounts.models import FailedSignIns, LinkPurpose, Membership, OneTimeLink, User, WebSession
from app.accounts.permissions import Role
from app.audit import trail
from app.audit.models import AccessEntry, AccessHead
from app.audit.trail import START
from app.cases.models import Case, CaseTick, SafetyCheck
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.database import db
from app.mediators.models import PoolLanguage
from app.municipalities.scope import acting_in
from app.notifications import outbox
from app.notifications.models import Delivery, Notification
from app.privacy import jobs
from app.referrals.models import CalendarFeed
from app.transfers.models import Deputyship
from app.workdays import Land
from tests import make
from tests.browser import Browser
from tests.house.people import belongings, pool_person
from tests.privacy.kept import NIGHT, closed, held, released, sealed_of
from tests.referrals.at_work import run


def checked(case: Case, by: User) -> None:
    db.session.add_all(
        [
            SafetyCheck(case_id=case.id, at=make.NOON, by=by.id, signs="WEAPONS_THREATS", note="Messer"),
            CaseTick(
                case_id=case.id,
                guard=Guard.NO_RED_FLAG,
                set_at=make.NOON,
                set_by=by.id,
                note="Polizei sagt nein",
            ),
        ]
    )
    db.session.commit()


def safety_left(case: Case) -> int:
    found = sealed_of(case)
    return found["safety_checks"] + found["case_ticks"]


# Signs of danger


@pytest.mark.parametrize(("months", "left"), [(5, 3), (6, 3), (7, 0)])
def test_what_was_noted_of_danger_goes_after_six_months_and_nothing_else(town: make.Town, months, left):
    year, month = divmod(make.NOON.year * 12 + make.NOON.month - 1 - months, 12)
    case = closed(town, closed_at=make.NOON.replace(year=year, month=month + 1))
    checked(case, town.lead)
    rest = sum(sealed_of(case).values()) - safety_left(case)

    done = [run(jobs.erase_safety_notes, make.NOON) for _ in range(2)]

    assert (safety_left(case), sum(sealed_of(case).values()) - left) == (left, rest)
    assert done == [int(left == 0), 0]


def test_its_file_can_still_be_read_without_them(town: make.Town, browser: Browser):
    case = closed(town)
    make.lead(case, town.lead)
    checked(case, town.lead)

    run(jobs.erase_safety_notes, NIGHT)

    sees = {
        "cases.description",
        "cases.goal",
        "cases.location",
        "cases.internal_note",
        "cases.handover_summary",
    }
    window = browser.as_(town.lead, sees=sees)
    assert {window.get(f"/faelle/{case.id}{tab}").status_code for tab in ("", "/verlauf", "/plan")} == {200}
    assert "Angaben zur Sicherheit gelöscht." in window.get(f"/faelle/{case.id}/verlauf").main


# Records


def test_process_facts_of_a_deleted_case_go_three_years_after_the_end_of_its_year(town: make.Town):
    case_id = released(town).id
    run(jobs.erase_cases, NIGHT)
    last = datetime(2028, 12, 31, 12, tzinfo=UTC)

    done = [
        run(jobs.forget_records, at)
        for at in (NIGHT, last, last + timedelta(days=1), last + timedelta(days=2))
    ]

    assert done == [0, 0, 1, 0]
    assert db.session.get(Case, case_id) is None
    assert db.session.query(AccessEntry).filter_by(kind="CaseForgotten", case_id=case_id).count() == 1


def test_a_case_that_nobody_released_is_never_forgotten(town: make.Town):
    closed(town)

    assert run(jobs.forget_records, datetime(2031, 1, 1, 12, tzinfo=UTC)) == 0


# Logs


def lines(*ages: int, case: Case | None = None) -> None:
    """Lines of the access log, so many days before NOON."""
    for age in ages:
        trail.log("FileRead", by=None, at=make.later(days=-age), case_id=case.id if case else None)
    db.session.commit()


def chain() -> list[AccessEntry]:
    return list(db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number)))


def begins() -> tuple[int, str]:
    head = db.session.scalars(sa.select(AccessHead)).one()
    return head.gone_number, head.gone_hash or START


def test_the_log_loses_its_oldest_lines_and_keeps_its_chain(town: make.Town, browser: Browser):
    lines(900, 800, 731, 729, 5)

    run(jobs.forget_logs, make.NOON)

    assert [entry.number for entry in chain()] == [4, 5, 6]
    assert trail.first_broken(chain(), gone=begins()) is None
    page = browser.as_(town.privacy_officer).get("/zugriffe")
    assert "Kette dieser Seite vollständig geprüft: 3 Einträge." in page.main
    assert "Einträge dieses Protokolls nach 24 Monaten gelöscht" in page.main


def test_whoever_takes_lines_away_besides_is_found(town: make.Town, browser: Browser):
    lines(900, 729, 5, 4)
    run(jobs.forget_logs, make.NOON)

    db.session.execute(sa.delete(AccessEntry).where(AccessEntry.number == 2))
    db.session.commit()

    assert trail.first_broken(chain(), gone=begins()) == 2
    assert "Die Kette passt bei Eintrag 3 nicht" in browser.as_(town.privacy_officer).get("/zugriffe").main


def test_the_log_goes_on_after_all_of_it_has_gone(town: make.Town):
    lines(900, 800)

    run(jobs.forget_logs, make.NOON)
    lines(1)

    assert [entry.number for entry in chain()] == [3, 4]
    assert trail.first_broken(chain(), gone=begins()) is None


def test_nothing_old_means_nothing_done(town: make.Town):
    lines(3)

    assert [run(jobs.forget_logs, make.NOON) for _ in range(2)] == [0, 0]


def test_from_the_first_line_about_a_held_case_on_the_log_stays(town: make.Town):
    case = closed(town)
    held(town, case)
    db.session.execute(sa.delete(AccessEntry))
    db.session.execute(sa.delete(AccessHead))
    lines(900)
    lines(850, case=case)
    lines(800)

    run(jobs.forget_logs, make.NOON)

    assert [entry.number for entry in chain()][:2] == [2, 3]


def test_messages_with_their_copies_and_absences_go_after_24_months(app: Flask, town: make.Town):
    data = app.config["SETTINGS"].data
    made = [
        Notification(
            dedupe_key=f"k{age}", user_id=town.lead.id, kind="REMINDER", created_at=make.later(days=-age),
            next_try_at=make.NOON, status=Delivery.SENT,
        )
        for age in (731, 729)
    ]  # fmt: skip
    away = [
        Deputyship(
            user_id=town.lead.id, deputy_id=town.reporter.id, starts_at=make.later(days=-age - 3),
            ends_at=make.later(days=-age), asked_at=make.NOON, sheet_from=make.NOON,
        )
        for age in (731, 729)
    ]  # fmt: skip
    db.session.add_all([*made, *away])
    db.session.commit()
    ids = [one.id for one in made]
    for id_ in ids:
        outbox.keep(data, id_, b"Mail")

    assert run(jobs.forget_logs, make.NOON) == 2

    files = {file.stem for file in (data / "outbox").glob("*.eml")}
    assert [str(id_) in files for id_ in ids] == [False, True]
    assert (db.session.query(Notification).count(), db.session.query(Deputyship).count()) == (1, 1)


# Secrets


def test_used_and_old_secrets_go(town: make.Town):
    used, old, good = (mint_link(town.lead.id, LinkPurpose.RESET, at=make.NOON) for _ in range(3))
    links = dict(zip((used, old, good), db.session.query(OneTimeLink).all(), strict=True))
    links[used].used_at, links[old].expires_at = make.NOON, make.NOON
    for n, hours in enumerate((11, 9)):
        made = make.later(hours=-hours)
        db.session.add(
            WebSession(
                token_hash=f"h{n}", user_id=town.lead.id, content={}, created_at=made, last_seen_at=made
            )
        )
        db.session.add(
            FailedSignIns(door=f"d{n}", count=1, open_at=made, last_at=make.later(hours=-hours * 1.2))
        )
        db.session.add(
            CalendarFeed(
                token_hash=f"f{n}",
                user_id=town.lead.id,
                role=(Role.REPORTER, Role.COORDINATOR)[n],
                created_at=made,
                expires_at=make.later(days=2 * n - 1),
            )  # fmt: skip
        )
    db.session.commit()

    assert run(jobs.forget_secrets, make.NOON) == 5

    left = [
        db.session.query(model).count() for model in (OneTimeLink, WebSession, FailedSignIns, CalendarFeed)
    ]
    assert left == [1, 1, 1, 1]


# People


def test_of_somebody_who_left_the_pool_nothing_is_known_after_six_months(town: make.Town, browser: Browser):
    gone, recent = (
        pool_person(make.user(name=name, role=Role.MEDIATOR)) for name in ("Gerda Alt", "Nina Neu")
    )
    belongings(gone)
    gone.phone, gone.certificate_seen_on = "0561 1", date(2025, 1, 1)
    gone.left_at, recent.left_at = datetime(2025, 9, 1, 20, tzinfo=UTC), datetime(2025, 9, 2, 6, tzinfo=UTC)
    db.session.commit()

    done = [run(jobs.forget_people, make.NOON) for _ in range(2)]

    db.session.expire_all()
    page = browser.as_(town.coordinator).get("/pool?stand=LEFT").main
    assert done == [1, 0]
    assert (gone.name.strip(), gone.phone, gone.user_id, gone.certificate_seen_on) == ("–", None, None, None)
    assert db.session.query(PoolLanguage).filter_by(person_id=gone.id).count() == 0
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
