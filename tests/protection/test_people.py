"""Let in by name and reason; a new lead isn't let in by leading; mails say no more than a number."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.actions import leads
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.status import Status, Who
from app.database import db
from app.localtime import local
from app.notifications.messages import Kind, mail
from app.notifications.models import Notification
from app.protection.actions import people
from app.protection.models import ChannelReader
from app.protection.rules import Way
from app.refusals import NotAllowed, NotFound
from tests import make
from tests.browser import Browser
from tests.protection import guarded
from tests.protection.guarded import SEES

NEUTRAL = "Ein Fall braucht Ihren Blick"


def _row(case: Case, person: User) -> ChannelReader:
    found = db.session.query(ChannelReader).filter_by(channel_id=guarded.channel(case).id, user_id=person.id)
    return found.one()


def _told() -> set[object]:
    query = sa.select(Notification.user_id).where(Notification.kind == Kind.CHANNEL)
    return set(db.session.scalars(query))


def _named(case: Case, town: make.Town, person: User, at: datetime = make.NOON) -> None:
    """Coordination names another lead."""
    case.paused_from = Status.CONTACT
    leads.name_lead(case, person.id, by=town.coordinator.id, at=at)
    db.session.commit()


def test_somebody_is_let_in_with_a_reason_and_reads_what_was_written_before(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    text, reason = guarded.written(town, case), make.canary("channel_readers.reason")
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case, "einlassen"))

    page = window.submit(
        page, {"person": str(town.management.id), "reason": reason}, button="Person einlassen"
    )

    assert "Mona Leitner eingelassen · seit Mo 02.03., 12:00" in page.main and reason in page.main
    assert "eingelassen von Lars Lindner" in page.main
    assert text in browser.as_(town.management, sees=SEES).get(guarded.path(case)).main


def test_nobody_is_let_in_without_a_reason(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    window = browser.as_(town.lead)

    page = window.submit(
        window.get(guarded.path(case, "einlassen")), {"person": str(town.management.id), "reason": " "}
    )

    assert page.status_code == 422 and "Bitte nennen Sie den Grund." in page.main
    assert f'value="{town.management.id}" selected' in page.response.text


def test_neither_administration_nor_data_protection_nor_a_mediator_can_be_let_in(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    mediator = make.user(name="Mira Noori", role=Role.MEDIATOR)

    page = browser.as_(town.lead).get(guarded.path(case, "einlassen"))

    assert not [p for p in (town.admin, town.privacy_officer, mediator) if str(p.id) in page.response.text]
    with pytest.raises(NotFound):
        guarded.let_in(town, case, town.admin)


def test_whoever_was_let_in_lets_in_nobody(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    guarded.let_in(town, case, town.colleague)
    window = browser.as_(town.colleague, sees=SEES)

    page = window.get(guarded.path(case))

    assert "Person einlassen" not in page.main and "Schutz beenden" not in page.links
    assert window.get(guarded.path(case, "einlassen")).status_code == 403
    assert window.get(guarded.path(case, "schritt", "ende")).status_code == 403


def test_an_access_ends_at_once_and_once(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    guarded.let_in(town, case, town.management)
    window, guest = browser.as_(town.lead, sees=SEES), browser.as_(town.management, sees=SEES)
    shown = window.get(guarded.path(case))
    assert guest.get(guarded.path(case)).status_code == 200

    for _ in range(2):
        page = window.submit(shown, button="Zugang beenden Mona Leitner")

    assert guest.get(guarded.path(case)).status_code == 404
    assert "Zugang beendet am Mo 02.03.2026" in page.main


def test_the_last_one_lets_somebody_in_before_going(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    window = browser.as_(town.lead, sees=SEES)

    alone = window.submit(window.get(guarded.path(case)), button="Zugang beenden Lars Lindner")
    guarded.let_in(town, case, town.colleague)
    gone = window.submit(window.get(guarded.path(case)), button="Zugang beenden Lars Lindner")

    assert alone.status_code == 409 and "lassen Sie zuerst jemanden ein" in alone.main
    assert gone.heading == "Schutzkanäle"
    assert guarded.readers(case) == {town.colleague.id: "LET_IN"}


def test_a_mediator_who_reads_her_own_entries_alone_is_nobody_who_stays(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    guarded.let_in(town, case, town.colleague)
    _row(case, town.colleague).way = Way.WITNESS
    db.session.commit()
    window = browser.as_(town.lead, sees=SEES)

    alone = window.submit(window.get(guarded.path(case)), button="Zugang beenden Lars Lindner")

    assert alone.status_code == 409 and "lassen Sie zuerst jemanden ein" in alone.main


def test_whoever_started_it_is_shut_out_by_nobody_else(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town, by=town.coordinator, who=Who.COORDINATION)
    reader = _row(case, town.coordinator)

    page = browser.as_(town.lead).post(guarded.path(case, "personen", str(reader.id), "beenden"))

    assert page.status_code == 403 and "nur die Person selbst" in page.main


def test_a_reader_of_another_channel_is_not_ended_here(town: make.Town, browser: Browser) -> None:
    case, other = guarded.protected(town), guarded.protected(town)
    guarded.let_in(town, other, town.management)
    reader = _row(other, town.management)

    page = browser.as_(town.lead).post(guarded.path(case, "personen", str(reader.id), "beenden"))

    assert page.status_code == 404 and town.management.id in guarded.readers(other)


def test_letting_in_twice_is_letting_in_once(town: make.Town) -> None:
    case = guarded.protected(town)

    for _ in range(2):
        guarded.let_in(town, case, town.management)

    assert _row(case, town.management).let_in_by == town.lead.id


def test_a_new_lead_reads_nothing_until_somebody_lets_her_in(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    text = guarded.written(town, case)
    _named(case, town, town.reporter)
    before, successor = browser.as_(town.lead, sees=SEES), browser.as_(town.reporter, sees=SEES)

    assert successor.get(guarded.path(case)).status_code == 404
    waiting = before.get(guarded.path(case))
    assert "Für den Fall ist jetzt Rana Demir verantwortlich" in waiting.main
    page = before.get(waiting.links["Person einlassen"])
    reason = make.canary("channel_readers.reason")
    before.submit(page, {"person": str(town.reporter.id), "reason": reason}, button="Person einlassen")

    assert text in successor.get(guarded.path(case)).main
    assert guarded.readers(case) == {town.reporter.id: "LEAD"}
    assert before.get(guarded.path(case)).status_code == 404


def test_those_who_read_hear_that_somebody_else_leads_now(town: make.Town) -> None:
    case = guarded.protected(town)

    _named(case, town, town.reporter)

    assert _told() == {town.lead.id}


def test_whoever_reads_already_goes_on_as_the_lead(town: make.Town) -> None:
    case = guarded.protected(town)
    guarded.let_in(town, case, town.reporter)

    _named(case, town, town.reporter, make.later(hours=1))

    assert guarded.readers(case) == {town.reporter.id: "LEAD"}


def test_a_colleague_who_takes_the_case_is_not_let_in_by_that(town: make.Town, browser: Browser) -> None:
    case = make.case(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)
    guarded.flag(case, town.coordinator, who=Who.COORDINATION)

    leads.take(case, by=town.colleague.id, at=make.later(hours=1))
    db.session.commit()

    assert browser.as_(town.colleague).get(guarded.path(case)).status_code == 404
    assert guarded.readers(case) == {town.coordinator.id: "LEAD"}


def test_where_nobody_who_was_let_in_works_here_any_more_the_lead_enters(
    town: make.Town, browser: Browser
) -> None:
    """Else a child would be protected by nobody."""
    case = guarded.protected(town)
    text = guarded.written(town, case)
    _named(case, town, town.reporter, make.NOON)
    window = browser.as_(town.reporter, sees=SEES)
    assert window.get(guarded.path(case)).status_code == 404

    db.session.query(Membership).filter_by(user_id=town.lead.id).one().ends_on = local(
        make.later(days=-1)
    ).date()
    db.session.commit()

    assert text in window.get(guarded.path(case)).main
    assert browser.as_(town.colleague).get(guarded.path(case)).status_code == 404


def test_a_deputy_never_is_the_one_who_is_left(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.later(days=9))
    town.lead.active = False
    db.session.query(CaseLead).filter_by(user_id=town.lead.id).delete()
    db.session.commit()

    assert browser.as_(town.reporter).get(guarded.path(case)).status_code == 404


def test_those_let_in_hear_of_an_entry_and_its_writer_does_not(town: make.Town) -> None:
    case = guarded.protected(town, by=town.coordinator, who=Who.COORDINATION)
    guarded.let_in(town, case, town.management)

    guarded.written(town, case, at=make.later(hours=1))

    assert _told() == {town.coordinator.id, town.management.id}


def test_what_is_told_says_nothing_but_that_a_case_needs_a_look(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    guarded.let_in(town, case, town.management)

    row = db.session.query(Notification).filter_by(kind=Kind.CHANNEL).one()
    written = mail(row.kind, link="…", number=row.case_number, answer_by=None, late_since=None)
    inbox = browser.as_(town.management).get("/posteingang")

    assert row.case_id is None
    assert [part.text for part in written.subject] == [NEUTRAL, "%(number)s"]
    assert NEUTRAL in inbox.main and "Schutz" not in inbox.main
    assert guarded.path(case) in inbox.links.values()


def test_a_second_deed_on_an_old_page_is_refused_in_words(town: make.Town) -> None:
    case = guarded.protected(town)
    found = guarded.entered(town, case)
    guarded.channel(case).ended_at = make.NOON
    db.session.commit()

    with pytest.raises(NotAllowed, match="ist beendet"):
        people.let_in(found, people.Guest(town.management.id, "…"), by=town.lead.id, at=make.NOON)
