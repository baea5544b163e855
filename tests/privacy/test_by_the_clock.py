"""What has a period of its own goes by itself: signs of danger, records, lines of logs, messages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.audit import trail
from app.audit.models import AccessEntry, AccessHead
from app.cases.models import Case, CaseTick, SafetyCheck
from app.cases.rules.guards import Guard
from app.database import db
from app.notifications import outbox
from app.notifications.models import Delivery, Notification
from app.privacy import jobs
from app.protection.models import ChannelEntry, ChannelReader, ProtectedChannel
from app.protection.rules import EntryKind, Way
from app.transfers.models import Deputyship
from tests import make
from tests.audit.test_chain import broken, chain
from tests.browser import Browser
from tests.house.people import added
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


@pytest.mark.parametrize(("months", "left"), [(5, True), (7, False)])
def test_a_protected_channel_goes_as_a_whole(town: make.Town, months: int, left: bool):
    """Not even that there was one stays; whoever doesn't read in it is told of neither."""
    case = closed(town, closed_at=make.NOON - timedelta(days=30 * months + 10))
    channel = ProtectedChannel(case_id=case.id, opened_at=make.NOON, opened_by=town.lead.id)
    about = {"channel_id": added(channel).id}
    added(ChannelReader(user_id=town.lead.id, way=Way.LEAD, since=make.NOON, reason="r", **about))
    added(ChannelEntry(kind=EntryKind.NOTE, at=make.NOON, by=town.lead.id, text="t", **about))
    db.session.commit()

    run(jobs.erase_safety_notes, make.NOON)

    rows = (db.session.query(model).count() for model in (ProtectedChannel, ChannelReader, ChannelEntry))
    assert set(rows) == {int(left)}


def test_the_check_page_does_not_tell_of_a_protected_channel(town: make.Town, browser: Browser):
    pages = []
    for case in (closed(town), closed(town)):
        checked(case, town.lead)
        pages.append(case)
    channel = added(ProtectedChannel(case_id=pages[1].id, opened_at=make.NOON, opened_by=town.lead.id))
    added(ChannelReader(channel_id=channel.id, user_id=town.lead.id, way=Way.LEAD, since=make.NOON))
    db.session.commit()

    window = browser.as_(town.privacy_officer)
    plain, secret = (window.get(f"/loeschen/{case.id}").main.replace(case.number, "") for case in pages)

    assert secret == plain


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


def test_the_log_loses_its_oldest_lines_and_keeps_its_chain(town: make.Town, browser: Browser):
    lines(900, 800, 731, 729, 5)

    run(jobs.forget_logs, make.NOON)

    assert [entry.number for entry in chain()] == [4, 5, 6]
    assert broken() is None
    page = browser.as_(town.privacy_officer).get("/zugriffe")
    assert "Kette dieser Seite vollständig geprüft: 3 Einträge." in page.main
    assert "Einträge dieses Protokolls nach 24 Monaten gelöscht" in page.main


def test_whoever_takes_lines_away_besides_is_found(town: make.Town, browser: Browser):
    lines(900, 729, 5, 4)
    run(jobs.forget_logs, make.NOON)

    db.session.execute(sa.delete(AccessEntry).where(AccessEntry.number == 2))
    db.session.commit()

    assert broken() == 2
    assert "Die Kette passt bei Eintrag 2 nicht" in browser.as_(town.privacy_officer).get("/zugriffe").main


def test_the_log_goes_on_after_all_of_it_has_gone(town: make.Town):
    lines(900, 800)

    run(jobs.forget_logs, make.NOON)
    lines(1)

    assert [entry.number for entry in chain()] == [3, 4]
    assert broken() is None


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


def test_messages_with_their_copies_and_absences_go_after_24_months(town: make.Town, data: Path):
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
