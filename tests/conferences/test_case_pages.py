"""In the case file: a conference is called, offices are invited on a ground, measures are agreed on."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.audit.models import TimelineEntry
from app.cases.models import Case, Party
from app.cases.rules.disclosure import Ground
from app.cases.rules.status import Status
from app.conferences.models import Conference, ConferenceInvitation
from app.database import db
from app.municipalities.rules import OfficeKind
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.conferences import calling

ALL = {"place", "purpose", "share", "measure"}


def timeline(kind: str) -> list[dict]:
    query = sa.select(TimelineEntry).where(TimelineEntry.kind == kind)
    return [entry.facts for entry in db.session.scalars(query)]


def consenting(case: Case) -> list[Party]:
    make.all_consent(case)
    return list(db.session.scalars(sa.select(Party).where(Party.case_id == case.id)))


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count(model.id))) or 0


def test_a_conference_is_called_and_an_office_invited_with_its_share(
    town: make.Town, browser: Browser
) -> None:
    case = calling.case(town)
    window = browser.as_(town.lead, sees=ALL)
    page = window.get(f"/faelle/{case.id}/fallkonferenzen/neu")
    called = {
        "day": "2026-03-05",
        "starts": "10:00",
        "place": make.canary("place"),
        "purpose": make.canary("purpose"),
    }

    page = window.submit(page, called, button="Fallkonferenz einberufen")
    page = window.get(page.links["Dienststelle einladen"])
    share = make.canary("share")
    invited = {"office": str(town.office.id), "ground": "LAW", "law": "§ 16 DSG NRW", "share": share}
    page = window.submit(page, invited, button="Dienststelle einladen")

    assert "Do 05.03., 10:00" in page.main
    assert share in page.main
    (told,) = timeline("DisclosureMade")
    assert told["what"] == "Angaben für eine Fallkonferenz"
    assert (told["office"], told["ground"]) == ("Ordnungsamt", "gesetzliche Grundlage")
    assert told["to_office_id"] == str(town.office.id)


def test_what_is_missing_is_said_and_what_was_typed_stays(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)
    window = browser.as_(town.coordinator, sees={"share"})
    share = make.canary("share")

    page = window.submit(
        window.get(f"/faelle/{case.id}/fallkonferenzen/{conference.id}/einladen"),
        {"office": str(town.office.id), "ground": "LAW", "share": share},
        button="Dienststelle einladen",
    )

    assert page.status_code == 422
    assert "Bitte nennen Sie die gesetzliche Grundlage." in page.main
    assert share in page.main


def test_consent_is_a_ground_only_while_every_party_consents(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)

    with pytest.raises(NotAllowed, match="Es fehlt noch die Einwilligung"):
        calling.invited(town, conference, ground=Ground.CONSENT)
    db.session.rollback()
    consenting(case)
    invitation = calling.invited(town, conference, ground=Ground.CONSENT)

    assert invitation.withdrawn_at is None
    assert invitation.law is None


def test_a_consent_taken_back_closes_what_rested_on_it_at_once(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)
    first, _ = consenting(case)
    by_consent = calling.invited(town, conference, ground=Ground.CONSENT)
    by_law = calling.invited(town, conference, OfficeKind.YOUTH)
    window = browser.as_(calling.member(town, OfficeKind.PUBLIC_ORDER), sees={"share", "place"})
    assert window.get(calling.path(conference.id)).status_code == 200

    make.take_back(first, by=town.lead, at=make.later(hours=1))

    assert (by_consent.withdrawn_at, by_law.withdrawn_at) == (make.later(hours=1), None)
    assert window.get(calling.path(conference.id)).status_code == 404


@pytest.mark.parametrize("status", [Status.NEW, Status.TRIAGE, Status.CLOSED])
def test_only_a_case_at_work_has_conferences(town: make.Town, browser: Browser, status: Status) -> None:
    case = calling.case(town, status=status)
    window = browser.as_(town.coordinator, sees={"purpose"})
    typed = {"day": "2026-03-05", "starts": "10:00", "place": "Raum 2", "purpose": make.canary("purpose")}

    shown = window.get(f"/faelle/{case.id}/fallkonferenzen")
    page = window.submit(
        window.get(f"/faelle/{case.id}/fallkonferenzen/neu"), typed, button="Fallkonferenz einberufen"
    )

    assert "Fallkonferenz einberufen" not in shown.links
    assert (page.status_code, count(Conference)) == (422, 0)
    assert "nur für angenommene, laufende Fälle" in page.main


def test_sent_twice_everything_is_there_once(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    window = browser.as_(town.coordinator, sees=ALL)
    called = {"day": "2026-03-05", "starts": "10:00", "place": "Raum 2", "purpose": make.canary("purpose")}
    page = window.get(f"/faelle/{case.id}/fallkonferenzen/neu")
    for _ in range(2):
        window.submit(page, called, button="Fallkonferenz einberufen")
    (conference,) = db.session.scalars(sa.select(Conference))
    page = window.get(f"/faelle/{case.id}/fallkonferenzen/{conference.id}/einladen")
    share = {"office": str(town.office.id), "ground": "LAW", "law": "§ 1", "share": make.canary("share")}
    for _ in range(2):
        window.submit(page, share, button="Dienststelle einladen")

    assert (count(Conference), count(ConferenceInvitation)) == (1, 1)
    assert len(timeline("DisclosureMade")) == 1


def test_an_office_is_invited_once_and_again_after_a_withdrawal(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)
    calling.invited(town, conference)
    with pytest.raises(NotAllowed, match="schon eingeladen"):
        calling.invited(town, conference)
    db.session.rollback()
    window = browser.as_(town.coordinator, sees=ALL)

    page = window.get(f"/faelle/{case.id}/fallkonferenzen/{conference.id}")
    window.submit(page, button="Einladung zurücknehmen Ordnungsamt")
    calling.invited(town, conference)

    assert count(ConferenceInvitation) == 2


def test_a_cancelled_conference_takes_nobody_in(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)
    window = browser.as_(town.coordinator, sees=ALL)

    page = window.submit(
        window.get(f"/faelle/{case.id}/fallkonferenzen/{conference.id}"), button="Fallkonferenz absagen"
    )

    assert "abgesagt" in page.main
    with pytest.raises(NotAllowed, match="abgesagt"):
        calling.invited(town, conference)


def test_people_of_the_office_are_told_without_a_word_of_the_case(town: make.Town) -> None:
    conference = calling.called(town, calling.case(town))

    calling.invited(town, conference)

    (letter,) = db.session.scalars(sa.select(Notification).where(Notification.kind == Kind.CONFERENCE))
    office = sa.select(Membership.office_id).where(Membership.user_id == letter.user_id)
    assert db.session.scalar(office) == town.office.id
    assert (letter.case_id, letter.subject_id) == (None, conference.id)


def test_who_has_nothing_to_do_with_the_case_sees_no_conference(town: make.Town, browser: Browser) -> None:
    case = calling.case(town)
    conference = calling.called(town, case)
    window = browser.as_(town.reporter)

    for path in ("", "/neu", f"/{conference.id}", f"/{conference.id}/einladen"):
        assert window.get(f"/faelle/{case.id}/fallkonferenzen{path}").status_code == 404
