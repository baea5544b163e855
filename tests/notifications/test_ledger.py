"""What was told of a case and what came of it; who can't be reached; who is reminded instead."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import acting_in
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.notifications.rules import Told, how
from app.plans.models import Alarm, PlanStep
from tests import make
from tests.make import NOON, later
from tests.notifications.conftest import send_to
from tests.notifications.sink import Sink, running
from tests.notifications.test_still_wanted import plan_step
from tests.notifications.waiting import rows, waiting


class Rude(Sink):
    """A server that knows nobody."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, PLR0917
        return "550 5.1.1 <jemand@example.org> unknown"


def led(town, **values):
    case = make.case(town, **({"status": Status.CONTACT} | values))
    make.lead(case, town.lead)
    return case


@pytest.mark.parametrize(
    ("status", "error", "to_come", "told"),
    [
        ("WAITING", None, True, Told.PLANNED),
        ("WAITING", None, False, Told.ON_ITS_WAY),
        ("WAITING", "OUTAGE x", False, Told.ON_ITS_WAY),
        ("WAITING", "SMTP 451", False, Told.AGAIN),
        ("SENT", "LATE", False, Told.ACCEPTED),
        ("FAILED", "RCPT 550", False, Told.BOUNCED),
        ("SKIPPED", "OVERTAKEN", False, Told.SKIPPED),
        ("GATHERED", None, False, Told.GATHERED),
    ],
)
def test_what_became_of_a_message_has_one_word(status, error, to_come, told):
    assert how(status, error, to_come=to_come) is told


def test_the_case_shows_what_is_planned_sent_bounced_and_why_not(town, browser):
    case = led(town)
    step = plan_step(case)
    db.session.add(Alarm(step_id=step.id, limit_number=1, kind="DUE", at=later(days=3)))
    db.session.add(Alarm(step_id=step.id, limit_number=1, kind="ROUND", at=later(days=4)))
    for status in ("SENT", "FAILED", "SKIPPED"):
        waiting(town, case_id=case.id, occurrence=status)
    with acting_in(town.id):
        for status, error in (("SENT", None), ("FAILED", "RCPT 550"), ("SKIPPED", "ROLE_ENDED")):
            one = sa.update(Notification).where(Notification.dedupe_key.endswith(status))
            db.session.execute(one.values(status=Delivery(status), last_error=error))
    db.session.commit()

    window = browser.as_(town.lead)
    page = window.get(window.get(f"/faelle/{case.id}/verlauf").links["Erinnerungen und Nachrichten"])

    for words in (
        "Erinnerung an eine Frist, an: Koordinierungsstelle",
        "vom Mailserver angenommen",
        "meist ist sie falsch geschrieben",
        "Die Person hat diese Rolle nicht mehr.",
    ):
        assert words in page.main
    assert page.main.count("an: Koordinierungsstelle") == 1


def test_a_lead_reads_of_mediators_the_role_and_of_the_protected_channel_nothing(town, browser):
    case = led(town)
    waiting(town, kind=Kind.OFFER, user_id=town.colleague.id, role=Role.MEDIATOR, case_id=case.id)
    waiting(town, kind=Kind.CHANNEL, case_id=case.id)

    pages = [browser.as_(who).get(f"/faelle/{case.id}/nachrichten") for who in (town.lead, town.coordinator)]

    assert [town.colleague.name in page.main for page in pages] == [False, True]
    assert not any(Kind.CHANNEL.label in page.main for page in pages)
    assert browser.as_(town.reporter).get(f"/faelle/{case.id}/nachrichten").status_code == 404


def test_the_ledger_has_pages(town, browser):
    case = led(town)
    waiting(town, 30, case_id=case.id)
    window = browser.as_(town.lead)

    first = window.get(f"/faelle/{case.id}/nachrichten")
    second = window.get(first.links["Weitere anzeigen"])

    assert [page.main.count("Erinnerung an eine Frist") for page in (first, second)] == [25, 5]


def test_an_address_that_nobody_has_is_not_tried_again_and_goes_to_coordination(
    town, app, monkeypatch, browser
):
    waiting(town, 2, user_id=town.lead.id, role=Role.REPORTER)
    with running(Rude()) as sink:
        send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=sink.port, mail_tls=False)
        assert deliver(NOON) == 0
    assert {(one.status, one.last_error) for one in rows()} == {(Delivery.FAILED, "RCPT 550")}

    window = browser.as_(town.coordinator)
    assert "An eine Person kommen keine Mails an." in window.get("/").main
    page = window.get("/unzustellbar")
    assert town.lead.email in page.main and "meist ist sie falsch geschrieben" in page.main

    page = window.submit(page, button=f"Adresse geht wieder: noch einmal senden {town.lead.name}")

    assert "2 Mails sind wieder auf dem Weg." in page.text
    assert {(one.status, one.tries) for one in rows()} == {(Delivery.WAITING, 0)}
    assert browser.as_(town.lead).get("/unzustellbar").status_code == 403


def test_a_reminder_whose_lead_has_gone_follows_to_the_new_one_once(town, sink):
    case = make.case(town, reporter_id=town.colleague.id)
    make.lead(case, town.lead, ends_at=NOON)
    make.lead(case, town.reporter)
    step = plan_step(case)
    waiting(town, 2, user_id=town.lead.id, role=None, case_id=case.id, subject_id=step.id)

    deliver(later(minutes=1))
    deliver(later(minutes=2))

    told = [one for one in rows() if one.user_id == town.reporter.id]
    assert len(told) == 2
    assert {one.status for one in told} == {Delivery.SENT}
    assert {str(mail["To"]) for mail in sink.mails} == {town.reporter.email}


def test_a_mediator_who_has_left_the_case_is_not_reminded_but_coordination_is(town, sink):
    case = make.case(town)
    step = plan_step(case)
    waiting(town, user_id=town.colleague.id, role=Role.MEDIATOR, case_id=case.id, subject_id=step.id)

    deliver(NOON)

    assert town.colleague.email not in {str(mail["To"]) for mail in sink.mails}
    assert {one.status for one in rows() if one.role == "coordinator"} == {Delivery.SENT}


def test_a_mail_says_the_date_that_the_step_has_now(town, sink):
    case = make.case(town)
    step = plan_step(case)
    waiting(town, case_id=case.id, subject_id=step.id, answer_by=NOON)
    with acting_in(town.id):
        moved = sa.update(PlanStep).where(PlanStep.id == step.id)
        db.session.execute(moved.values(due_at=NOON + timedelta(days=7)))
    db.session.commit()

    deliver(NOON)

    assert "Frist: 09.03.2026" in sink.mails[0].get_body().get_content()
