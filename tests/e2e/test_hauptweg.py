"""Hauptweg: a reported conflict reaches two mediators and is settled, as the people see it who do it."""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from playwright.sync_api import Browser

from app import clock, create_app
from app.cases.models import Party
from app.cases.rules.status import Status
from app.config import Settings
from app.database import db
from app.demo.fill import pool_file
from app.localtime import LOCAL
from app.mediators.models import PoolPerson
from app.municipalities.scope import across_municipalities
from app.notifications.models import Delivery, Notification
from app.plans.models import Alarm, PlanStep
from app.referrals.models import Meeting, Referral
from app.referrals.rules import OfferStatus
from tests.conftest import ENGINES, Databases
from tests.e2e import live
from tests.e2e.story import Story, left, until
from tests.watch import translate_once

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hauptweg")]

#: The questionnaire, and the message to the reporting office.
AFTER_THE_END = {"F53", "F54"}
WEDNESDAY = datetime(2027, 5, 26, 10, 0, tzinfo=LOCAL)  # the day before Fronleichnam, in NRW a holiday


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with live.chromium() as started:
        yield started


@pytest.mark.parametrize("engine", ENGINES)
def test_hauptweg(engine: str, database: Databases, tmp_path: Path, browser: Browser) -> None:
    env = {"FALLBRUECKE_DATA": str(tmp_path), "DATABASE_URL": database.url(engine, "hauptweg")}
    app = create_app(Settings.from_env(env))
    translate_once(app)
    with clock.stopped(WEDNESDAY), live.served(app) as base:
        with app.app_context():
            upgrade()
        story = Story(app, browser, base)
        fill_the_pool(story)
        report(story)
        examine(story)
    with clock.stopped(WEDNESDAY.replace(day=28)), live.served(app) as base:
        story.base = base
        lead_and_contact(story)
        find_a_pair(story)
        answer_on_phones(story)
    with clock.stopped(WEDNESDAY.replace(month=6, day=2)), live.served(app) as base:
        story.base = base
        approve_and_mediate(story)
    with clock.stopped(WEDNESDAY.replace(month=6, day=9)), live.served(app) as base:
        story.base = base
        settle_and_close(story)
        carry_the_mail_though_a_worker_dies(story, app.config["SETTINGS"], tmp_path)
    with app.app_context():
        db.engine.dispose()


def fill_the_pool(story: Story) -> None:
    """49 people come in, 11 rows come back, and everybody is invited."""
    coordinator = story.window("coordinator")
    coordinator.goes("/pool/import").uploads(pool_file()).presses("Datei importieren").presses("Übernehmen")
    assert "49" in coordinator.reads and "11" in coordinator.reads
    coordinator.goes("/pool/einladen").presses("Alle einladen")
    with story.rows():
        invited = sa.select(sa.func.count()).where(PoolPerson.user_id.is_not(None))
        assert db.session.scalar(invited) == 49
    coordinator.closes()


def report(story: Story) -> None:
    """The official is interrupted, goes on later, corrects an answer, and sends once."""
    official = story.window("official").goes("/melden")
    official.fills(
        category="NOISE", description="Zwei Haushalte streiten über Lärm am Abend.", urgency="NORMAL"
    )
    official.presses("Weiter")
    official.closes()

    official = story.window("official").goes("/")
    official.follows("Weiterschreiben")
    official.fills(setting="HOUSING_ESTATE", district=story.district).presses("Weiter")
    for side, name, language in ((0, "Anna Arndt", "de"), (1, "Bilal Hasan", "ar")):
        official.fills(
            **{
                f"parties__{side}__kind": "HOUSEHOLD",
                f"parties__{side}__language": language,
                f"parties__{side}__contact_agreed": "YES",
                f"parties__{side}__name": name,
                f"parties__{side}__phone": f"0221 471012{side}",
            }
        )
    official.presses("Weiter").presses("Weiter")
    official.fills(disclosure="OWN_KNOWLEDGE").presses("Weiter")
    assert "Zwei Haushalte streiten" in official.reads
    official.follows("Ändern").fills(category="LIFESTYLE").presses("Speichern und zurück zur Prüfung")
    assert "Lebensweise" in official.reads
    official.presses("Konflikt melden")
    with story.rows():
        number = story.case.number
    assert number in official.reads
    assert "28.05." in official.reads  # one working day, with Fronleichnam between
    official.closes()


def examine(story: Story) -> None:
    """Coordination takes the case, asks back, hears, assesses, accepts and names the lead."""
    case = story.case_address()
    coordinator = story.window("coordinator").goes("/")
    coordinator.follows("1 Neu")
    assert "Eingegangen" in coordinator.reads
    coordinator.goes(case)
    assert "Zwei Haushalte" not in coordinator.reads
    coordinator.follows("Prüfung beginnen").presses("Prüfung beginnen")
    assert "Zwei Haushalte" in coordinator.goes(case).reads
    coordinator.follows("Gefahrencheck durchführen").presses("Gefahrencheck festhalten")
    coordinator.goes(case).follows("Rückfrage stellen").fills(question="Seit wann geht das so?")
    coordinator.presses("Rückfrage stellen")

    official = story.window("official").goes("/")
    official.follows("Beantworten").fills(answer="Seit dem Winter.").presses("Antwort senden")
    official.closes()

    coordinator.goes(case).follows("Fall einschätzen")
    coordinator.fills(priority="B", stage="3", result="FIT").presses("Einschätzung festhalten")
    coordinator.goes(case).follows("Fall annehmen").presses("Fall annehmen")
    coordinator.goes(case).follows("Fallverantwortung benennen").fills(person=str(story.people["lead"]))
    coordinator.presses("Person benennen")
    coordinator.closes()


def lead_and_contact(story: Story) -> None:  # noqa: PLR0915 - a chapter of the story
    """The first contact explains its date, is late after a while, and the ladder says so."""
    case = story.case_address()
    lead = story.window("lead").goes(f"{case}/plan")
    lead.follows("Erstkontakt")
    assert "Fronleichnam" in lead.reads
    with clock.stopped(WEDNESDAY.replace(month=6, day=1, hour=9)):
        story.run("ring-alarms")
        late = story.window("lead").goes("/posteingang")
        assert "Eine Frist ist überschritten" in late.reads
        late.closes()
        coordinator = story.window("coordinator").goes("/").follows("1 Überfällig")
        with story.rows():
            assert story.case.number in coordinator.reads
        coordinator.closes()

    lead.goes(case).presses("Bestätigen")
    lead.goes(case).follows("Kontakt aufnehmen").presses("Kontakt aufnehmen")
    with story.rows():
        parties = list(db.session.scalars(sa.select(Party.id).order_by(Party.position)))
    for party in parties:
        lead.goes(f"{case}/beteiligte/{party}/kontaktversuch").fills(result="REACHED")
        lead.presses("Kontaktversuch festhalten")
    lead.goes(case)
    assert "Es fehlt noch die Einwilligung mindestens einer Partei." in lead.reads
    for party in parties:
        lead.goes(f"{case}/beteiligte/{party}/entscheidung")
        lead.fills(participation="AGREED", day="2027-05-28", language="de", channel="PHONE")
        lead.presses("Entscheidung festhalten")
    lead.goes(case).follows("Vermittlung suchen").presses("Vermittlung suchen")
    lead.closes()


def find_a_pair(story: Story) -> None:
    """Pairs with reasons, and for everybody else the one sentence why not; a human decides."""
    coordinator = story.window("coordinator").goes(f"{story.case_address()}/vermittlung")
    assert "spricht Arabisch" in coordinator.reads
    assert "Nicht vorgeschlagen" in coordinator.reads
    coordinator.follows("Dieses Paar wählen").follows("Nacheinander")
    coordinator.fills(mode_reason="Erst wenn jemand absagt, die Nächsten.").presses("Paar anfragen")
    assert len(story.asked(OfferStatus.OFFERED)) == 2
    coordinator.closes()


def answer_on_phones(story: Story) -> None:
    """One says no, the next is asked by itself; both seats are taken, with the § 3 declaration."""
    before = {offer for offer, _ in story.asked(OfferStatus.OFFERED)}
    offer, user = story.asked(OfferStatus.OFFERED)[0]
    first = story.window(user, width=360).goes(f"/anfragen/{offer}")
    assert "Anna Arndt" not in first.reads
    first.follows("Ich kann nicht").presses("Keine Zeit")
    assert "keine Nachteile" in first.reads
    first.closes()

    asked = story.asked(OfferStatus.OFFERED)
    assert len(asked) == 2 and {one for one, _ in asked} != before
    for offer, user in asked:
        phone = story.window(user, width=360).goes(f"/anfragen/{offer}").presses("Ich kann")
        assert "Anna Arndt" in phone.reads and "0221" not in phone.reads
        phone.page.locator("main input[type=radio]").first.check()
        phone.presses("Antwort senden")
        phone.closes()
    assert len(story.asked(OfferStatus.ACCEPTED)) == 2


def approve_and_mediate(story: Story) -> None:
    """The parties approve the persons; then contact data open, pre-talks, a session."""
    case = story.case_address()
    lead = story.window("lead").goes(f"{case}/vermittlung")
    while "noch offen" in lead.reads:
        lead.follows("Antwort festhalten")
        lead.page.locator("main input[type=radio]").first.check()
        lead.presses("Antwort festhalten").goes(f"{case}/vermittlung")
    lead.closes()
    coordinator = story.window("coordinator").goes(case)
    coordinator.follows("Vorgespräche beginnen").presses("Vorgespräche beginnen")
    coordinator.closes()

    with story.rows():
        work = f"/meine-faelle/{db.session.scalars(sa.select(Referral.id)).one()}"
    mediator = story.window(story.asked(OfferStatus.ACCEPTED)[0][1], width=360).goes(work)
    assert "0221" in mediator.reads
    for _ in range(2):
        mediator.goes(work).presses("Vorgespräch geführt").presses("Freigeben")
    mediator.goes(work).presses("Bestätigen").goes(work).presses("Bestätigen")
    mediator.goes(work).follows("Mediation beginnen").presses("Mediation beginnen")
    mediator.goes(f"{work}/termine/neu").fills(day="2027-06-08", starts="18:00").presses("Termin eintragen")
    mediator.closes()


def settle_and_close(story: Story) -> None:  # noqa: PLR0915 - a chapter of the story
    """The session is reported, an agreement recorded and followed up; the case closes and falls silent."""
    story.run("end-meetings")
    with story.rows():
        referral, meeting = db.session.execute(
            sa.select(Meeting.referral_id, Meeting.id).where(Meeting.party_id.is_(None))
        ).one()
    work = f"/meine-faelle/{referral}"
    mediator = story.window(story.asked(OfferStatus.ACCEPTED)[0][1], width=360)
    mediator.goes(f"{work}/termine/{meeting}/melden")
    mediator.page.locator("main input[type=radio]").first.check()
    mediator.fills(minutes="110").presses("Weiter zur Vorschau")
    assert "110 Minuten" in mediator.reads
    mediator.presses("Freigeben")
    mediator.goes(work).follows("Einigung festhalten")
    mediator.fills(outcome="MED_FULL", agreement_on="2027-06-08").presses("Weiter zur Vorschau")
    mediator.presses("Freigeben")
    mediator.closes()

    case = story.case_address()
    lead = story.window("lead").goes(f"{case}/nachsorge").follows("Nicht gewünscht")
    lead.fills(reason="Beide möchten nicht gefragt werden.").presses("Verzicht festhalten")
    lead.goes(case).follows("Fall abschließen").presses("Fall abschließen")
    lead.closes()
    with story.rows():
        assert story.case.status is Status.CLOSED
        running = sa.select(PlanStep.code).where(PlanStep.ended_at.is_(None))
        assert set(db.session.scalars(running)) <= AFTER_THE_END
        waiting = (
            sa.select(sa.func.count(Alarm.id))
            .join(PlanStep, PlanStep.id == Alarm.step_id)
            .where(Alarm.handled_at.is_(None), PlanStep.code.not_in(AFTER_THE_END))
        )
        assert db.session.scalar(waiting) == 0

    official = story.window("official").goes("/meldungen")
    assert "Abgeschlossen" in official.reads and "Einigung" not in official.reads
    official.closes()


def carry_the_mail_though_a_worker_dies(story: Story, settings: Settings, folder: Path) -> None:
    """A worker is killed in the midst; another one sends the rest, nothing is lost."""
    log = folder / "worker.log"
    first = live.worker(settings, log)
    until(lambda: len(list((folder / "outbox").glob("*.eml"))) > 3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    with clock.stopped(clock.now().replace(minute=clock.now().minute + 5)):
        second = live.worker(settings, log)
        until(lambda: left(story) == 0)
        second.terminate()
        assert second.wait(timeout=20) == 0

    mails = Counter(
        message_from_bytes(m.read_bytes())["Message-ID"] for m in (folder / "outbox").glob("*.eml")
    )
    with story.rows(), across_municipalities():
        sent = db.session.scalar(sa.select(sa.func.count()).where(Notification.status == Delivery.SENT))
    assert len(mails) >= (sent or 0)
    assert max(mails.values()) <= 2
