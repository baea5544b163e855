"""A case changes hands only when the taker says so, and only what may go goes along."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.cases.actions import leads, moving
from app.cases.actions.moves import Actor
from app.cases.models import CaseLead, LeadKind
from app.cases.rules.answers import Answers
from app.cases.rules.status import Verb, Who
from app.database import db
from app.notifications.models import Notification
from app.refusals import NotAllowed
from app.transfers import jobs
from app.transfers.actions import handing
from app.transfers.models import Transfer
from app.transfers.rules import TransferStatus
from tests import make
from tests.browser import Browser
from tests.referrals.at_work import run
from tests.transfers.handed import CONTENT, led, offered

OFFER = {"occasion": "WORKLOAD", "basis": "CONSENT"}


def heard(kind):
    return set(db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == kind)))


def test_until_somebody_accepts_the_giver_answers_and_the_taker_sees_process_facts_only(
    town: make.Town, browser: Browser
):
    case = led(town)
    giver = browser.as_(town.lead, sees=CONTENT)
    page = giver.get(f"/faelle/{case.id}/uebergabe")

    giver.submit(page, {"to": f"person:{town.reporter.id}", **OFFER}, button="Übergabe anbieten")

    transfer = db.session.scalar(sa.select(Transfer))
    taker = browser.as_(town.reporter)
    assert "Lars Lindner möchte Ihnen diesen Fall übergeben" in taker.get(f"/uebergaben/{transfer.id}").main
    assert taker.get(f"/faelle/{case.id}").status_code == 404
    assert case.description in giver.get(f"/faelle/{case.id}").main
    assert heard("TRANSFER_OFFERED") == {town.reporter.id}


def test_with_the_minute_of_acceptance_the_one_access_ends_and_the_other_begins(
    town: make.Town, browser: Browser
):
    case = led(town)
    transfer = offered(town, case)
    taker, giver = browser.as_(town.reporter, sees=CONTENT), browser.as_(town.lead, sees=CONTENT)

    taker.submit(taker.get(f"/uebergaben/{transfer.id}"), button="Fall übernehmen")

    assert (giver.get(f"/faelle/{case.id}").status_code, taker.get(f"/faelle/{case.id}").status_code) == (
        404,
        200,
    )
    assert case.description in taker.get(f"/faelle/{case.id}").main
    assert "Rana Demir hat den Fall" in giver.get(f"/uebergaben/{transfer.id}").main
    assert heard("TRANSFER_ACCEPTED") == {town.lead.id}


def test_the_internal_note_stays_behind_and_the_handover_text_goes_along(town: make.Town, browser: Browser):
    case = led(town)
    note, transfer = case.internal_note, offered(town, case)
    taker = browser.as_(town.reporter, sees=CONTENT - {"cases.internal_note"})

    page = taker.submit(taker.get(f"/uebergaben/{transfer.id}"), button="Fall übernehmen")

    assert "Zurückgeblieben Die interne Notiz." in page.main
    shown = taker.get(f"/faelle/{case.id}").main
    assert case.handover_summary in shown
    assert note not in shown
    assert note not in taker.get(f"/faelle/{case.id}/texte").text
    assert note not in browser.as_(town.lead).get(f"/uebergaben/{transfer.id}").text


def test_whoever_comes_back_finds_the_own_note_again(town: make.Town):
    case = led(town)
    note, transfer = case.internal_note, offered(town, case)
    handing.accept(transfer.id, by=town.reporter.id, at=make.NOON)
    case.internal_note = make.canary("cases.internal_note")

    leads.name_lead(case, town.lead.id, by=town.coordinator.id, at=make.later(hours=1))

    assert case.internal_note == note


def test_a_note_that_is_meant_for_the_successor_goes_along(town: make.Town):
    case = led(town)
    note = case.internal_note

    handing.accept(offered(town, case, with_note=True).id, by=town.reporter.id, at=make.NOON)

    assert case.internal_note == note


def test_coordination_names_another_lead_and_the_note_stays_behind(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.coordinator)

    window.submit(
        window.get(f"/faelle/{case.id}/fallverantwortung"),
        {"person": str(town.reporter.id)},
        button="Person benennen",
    )

    db.session.refresh(case)
    assert case.internal_note is None


def test_a_refusal_comes_back_with_its_reason_to_the_giver_alone(town: make.Town, browser: Browser):
    case = led(town)
    transfer, reason = offered(town, case), make.canary("transfers.reason")
    taker = browser.as_(town.reporter, sees={"transfers.reason"})

    taker.submit(
        taker.get(f"/uebergaben/{transfer.id}/ablehnen"), {"reason": reason}, button="Nicht annehmen"
    )

    giver = browser.as_(town.lead, sees={"transfers.reason", *CONTENT})
    assert reason in giver.get(f"/faelle/{case.id}/uebergabe").main
    assert reason not in browser.as_(town.coordinator).get(f"/faelle/{case.id}/uebergabe").text
    assert "Ihre Übergabe ist nicht angenommen" in giver.get("/").main
    assert heard("TRANSFER_REFUSED") == {town.lead.id}
    assert case.description in giver.get(f"/faelle/{case.id}").main


def test_a_refusal_without_a_reason_is_sent_back_and_nothing_changes(town: make.Town, browser: Browser):
    transfer = offered(town, led(town))
    taker = browser.as_(town.reporter)

    page = taker.submit(
        taker.get(f"/uebergaben/{transfer.id}/ablehnen"), {"reason": " "}, button="Nicht annehmen"
    )

    assert (page.status_code, "Bitte schreiben Sie kurz, warum." in page.main) == (422, True)
    assert db.session.get_one(Transfer, transfer.id).status is TransferStatus.OFFERED


def test_having_read_the_refusal_the_giver_keeps_the_case(town: make.Town, browser: Browser):
    case = led(town)
    handing.refuse(offered(town, case).id, "Zu weit weg", by=town.reporter.id, at=make.NOON)
    giver = browser.as_(town.lead, sees=CONTENT)

    giver.submit(giver.get(f"/faelle/{case.id}/uebergabe"), button="Gelesen, ich behalte den Fall")

    assert "nicht angenommen" not in giver.get("/").main


def test_a_stranger_finds_no_hand_over(town: make.Town, browser: Browser):
    transfer = offered(town, led(town))
    stranger = make.user(name="Olga Otto", role=Role.REPORTER, office_id=town.office.id)
    people = (stranger, town.coordinator, town.colleague)

    codes = {browser.as_(who).get(f"/uebergaben/{transfer.id}").status_code for who in people}
    taken = {browser.as_(who).post(f"/uebergaben/{transfer.id}/annehmen").status_code for who in people}

    assert (codes, taken) == ({404}, {404})


def test_two_of_one_office_accept_at_once_and_exactly_one_takes_it(town: make.Town, browser: Browser):
    case = led(town)
    people = [make.user(name=f"Kim {n}", role=Role.REPORTER, office_id=town.office.id) for n in range(8)]
    transfer = offered(town, case, to_office_id=town.office.id)
    windows = [browser.as_(person) for person in people]
    tokens = [window.csrf_token() for window in windows]
    transfer_id = transfer.id
    db.session.commit()
    start = Barrier(len(people))

    def accept(window: Browser, token: str) -> int:
        start.wait()
        path = f"/uebergaben/{transfer_id}/annehmen"
        return window.client.post(path, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(people)) as pool:
        codes = sorted(pool.map(accept, windows, tokens))

    db.session.expire_all()
    leading = sa.select(CaseLead).where(CaseLead.case_id == case.id, CaseLead.ends_at.is_(None))
    assert codes == [303] + [409] * (len(people) - 1)
    assert len(db.session.scalars(leading).all()) == 1


def test_accepting_twice_is_accepting_once(town: make.Town):
    transfer = offered(town, led(town))

    handing.accept(transfer.id, by=town.reporter.id, at=make.NOON)
    handing.accept(transfer.id, by=town.reporter.id, at=make.later(seconds=1))

    assert db.session.query(CaseLead).filter_by(user_id=town.reporter.id).count() == 1


def test_offering_twice_is_offering_once(town: make.Town):
    case = led(town)

    offered(town, case)
    offered(town, case)

    assert db.session.query(Transfer).count() == 1


def test_what_is_withdrawn_can_no_longer_be_accepted(town: make.Town, browser: Browser):
    case = led(town)
    transfer, giver = offered(town, case), browser.as_(town.lead, sees=CONTENT)

    giver.submit(giver.get(f"/faelle/{case.id}/uebergabe"), button="Angebot zurückziehen")

    with pytest.raises(NotAllowed, match="inzwischen beantwortet oder zurückgezogen"):
        handing.accept(transfer.id, by=town.reporter.id, at=make.NOON)


def test_a_new_lead_or_the_end_of_the_case_lets_the_offer_fall(town: make.Town):
    renamed, closed = led(town), led(town)
    transfers = [offered(town, renamed), offered(town, closed)]

    leads.name_lead(renamed, town.coordinator.id, by=town.coordinator.id, at=make.NOON)
    who = Actor(town.coordinator.id, frozenset({Who.COORDINATION}))
    answers = Answers(ground="Verwaltungsakt")
    moving.make(closed, Verb.HAND_TO_AUTHORITY, answers, version=None, by=who, at=make.NOON)

    db.session.expire_all()
    assert [one.status for one in transfers] == [TransferStatus.WITHDRAWN] * 2


def test_a_deputy_keeps_the_case_going_but_does_not_give_it_away(town: make.Town, browser: Browser):
    case = led(town)
    make.lead(case, town.colleague, kind=LeadKind.DEPUTY, ends_at=make.later(days=1))
    window = browser.as_(town.colleague, sees=CONTENT)

    page = window.submit(
        window.get(f"/faelle/{case.id}/uebergabe"),
        {"to": f"person:{town.reporter.id}", **OFFER},
        button="Übergabe anbieten",
    )

    assert (page.status_code, "nicht die Vertretung" in page.main) == (422, True)
    assert "Zu viele Fälle" in page.main


def test_the_deputy_of_the_giver_goes_with_the_giver(town: make.Town):
    case = led(town)
    deputy = make.lead(case, town.colleague, kind=LeadKind.DEPUTY, ends_at=make.later(days=9))

    handing.accept(offered(town, case).id, by=town.reporter.id, at=make.later(hours=1))

    assert deputy.ends_at == make.later(hours=1)


def test_the_taker_is_reminded_once_a_working_day_and_the_giver_hears_when_it_is_late(town: make.Town):
    transfer = offered(town, led(town))
    tuesday, saturday = make.later(days=1), make.later(days=5)

    with clock.stopped(tuesday):
        done = [run(jobs.remind_of_transfers, at) for at in (make.NOON, tuesday, tuesday, make.later(days=3))]
    ended = run(jobs.remind_of_transfers, saturday)

    lines = db.session.execute(
        sa.select(Notification.kind, Notification.user_id, Notification.subject_id)
    ).all()
    assert (done, ended) == ([0, 1, 0, 1], 0)
    assert [(kind.value, who) for kind, who, _ in lines if who == town.lead.id] == [
        ("TRANSFER_WAITS", town.lead.id)
    ]
    assert sum(who == town.reporter.id for _, who, _ in lines) == 3
    assert {subject for *_, subject in lines} == {transfer.id}
