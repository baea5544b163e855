"""No, twice, two at once, too late, a crash in between: the case stays whole, and in one place."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import TimelineEntry
from app.cases.actions import leads, moving
from app.cases.models import Case, Consent, Party
from app.cases.rules.answers import Answers
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status, Verb
from app.database import db
from app.municipalities.scope import acting_in
from app.notifications.models import Notification
from app.refusals import NotAllowed
from app.relocations import jobs
from app.relocations.actions import giving, taking
from app.relocations.models import Arrival, Relocation
from app.relocations.rules import RelocationStatus, Taker
from tests import make
from tests.browser import Browser
from tests.referrals.at_work import run
from tests.relocations.moved import (
    CONTENT,
    REASON,
    abroad,
    cases_in,
    coordination_of,
    lead_of,
    led,
    proposed,
    wish,
)


def taker(town: make.Town) -> Taker:
    return Taker(town.coordinator.id, town.office.id)


def accept(there: make.Town, relocation_id, at=make.NOON) -> None:
    with acting_in(there.id):
        taking.accept(relocation_id, by=taker(there), at=at)
        db.session.commit()


def test_a_refusal_comes_back_with_its_reason_and_the_case_stays(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation, why = proposed(town, there, case), make.canary("relocations.answer")
    window = browser.as_(there.coordinator, sees=REASON)

    window.submit(window.get(f"/abgaben/{relocation.id}/ablehnen"), {"reason": why}, button="Nicht annehmen")

    giver = browser.as_(town.lead, sees=CONTENT | REASON | {"relocations.answer"})
    assert why in giver.get(f"/faelle/{case.id}/abgabe").main
    assert (
        "ist in Musterkreis geblieben" in browser.as_(there.coordinator).get(f"/abgaben/{relocation.id}").main
    )
    assert (cases_in(there), [one.status for one in cases_in(town)]) == ([], [Status.CONTACT])
    with acting_in(there.id):
        card = db.session.query(Arrival).one()
        assert (card.languages_sealed, card.reason_sealed) == (None, None)


def test_a_refusal_without_a_reason_is_sent_back(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case)
    window = browser.as_(there.coordinator, sees=REASON)

    page = window.submit(
        window.get(f"/abgaben/{relocation.id}/ablehnen"), {"reason": " "}, button="Nicht annehmen"
    )

    assert (page.status_code, "Bitte schreiben Sie kurz, warum." in page.main) == (422, True)


def test_accepting_twice_is_accepting_once(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case)
    window = browser.as_(there.coordinator, sees=REASON)
    page = window.get(f"/abgaben/{relocation.id}")

    answers = [window.submit(page, button="Fall annehmen").status_code for _ in range(2)]

    assert (answers, len(cases_in(there))) == ([200, 200], 1)


def test_two_accept_at_once_and_exactly_one_case_comes_into_being(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation_id = proposed(town, there, case).id
    windows = [browser.as_(who) for who in (there.coordinator, there.colleague, there.coordinator)]
    tokens = [window.csrf_token() for window in windows]
    db.session.commit()
    start = Barrier(len(windows))

    def press(window: Browser, token: str) -> int:
        start.wait()
        path = f"/abgaben/{relocation_id}/annehmen"
        return window.client.post(path, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(windows)) as pool:
        codes = sorted(pool.map(press, windows, tokens))

    assert len(cases_in(there)) == 1
    assert set(codes) <= {303, 409} and 303 in codes


def test_taking_back_twice_is_taking_back_once(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    proposed(town, there, case)
    window = browser.as_(town.lead, sees=CONTENT | REASON)
    path = f"/faelle/{case.id}/abgabe/zurueckziehen"

    pages = [window.post(path).text for _ in range(2)]

    assert ["Der Vorschlag ist zurückgezogen." in page for page in pages] == [True, True]
    taken_back = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind="RelocationWithdrawn")
    assert taken_back.count() == 1


@pytest.mark.parametrize("answer", [RelocationStatus.ACCEPTED, RelocationStatus.REFUSED])
def test_taking_back_what_was_answered_is_told(answer: RelocationStatus, town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case)
    with acting_in(there.id):
        if answer is RelocationStatus.ACCEPTED:
            taking.accept(relocation.id, by=taker(there), at=make.NOON)
        else:
            taking.refuse(relocation.id, "Nein.", by=there.coordinator.id, at=make.NOON)
        db.session.commit()

    page = browser.as_(town.lead).post(f"/faelle/{case.id}/abgabe/zurueckziehen")

    assert page.status_code == 409
    assert "inzwischen beantwortet oder zurückgezogen" in page.text


@pytest.mark.parametrize(
    "verbs", [("zurueckziehen", "annehmen"), ("zurueckziehen", "ablehnen"), ("ablehnen", "annehmen")]
)
def test_of_two_answers_at_once_one_counts_on_both_sides(
    verbs: tuple[str, str], town: make.Town, browser: Browser
):
    there, case = abroad(), led(town)
    relocation_id = proposed(town, there, case).id
    ways = {
        "zurueckziehen": (town.lead, f"/faelle/{case.id}/abgabe/zurueckziehen"),
        "ablehnen": (there.colleague, f"/abgaben/{relocation_id}/ablehnen"),
        "annehmen": (there.coordinator, f"/abgaben/{relocation_id}/annehmen"),
    }
    windows = [(browser.as_(who), path) for who, path in (ways[verb] for verb in verbs)]
    tokens = [window.csrf_token() for window, _ in windows]
    db.session.commit()
    start = Barrier(2)

    def press(window: tuple[Browser, str], token: str) -> int:
        start.wait()
        data = {"csrf_token": token, "reason": "Keine der Parteien wohnt hier."}
        return window[0].client.post(window[1], data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(press, windows, tokens))

    moved = len(cases_in(there)) == 1
    assert sorted(codes) == [303, 409]
    assert {one.status for one in cases_in(town)} == {Status.CLOSED if moved else Status.CONTACT}
    (giver,) = db.session.query(Relocation).all()
    with acting_in(there.id):
        (arrival,) = db.session.query(Arrival).all()
    assert giver.status is arrival.status
    assert (arrival.status is RelocationStatus.ACCEPTED) is moved


@pytest.mark.parametrize("breaks", ["_unpack", "add_parties", "publish"])
def test_what_breaks_in_between_leaves_both_sides_as_they_were(town: make.Town, monkeypatch, breaks: str):
    there, case = abroad(), led(town)
    relocation_id = proposed(town, there, case).id

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(taking, breaks, broken)
    with pytest.raises(RuntimeError):
        accept(there, relocation_id)
    db.session.rollback()
    monkeypatch.undo()

    assert ([one.status for one in cases_in(town)], cases_in(there)) == ([Status.CONTACT], [])
    assert db.session.query(Relocation).one().status is RelocationStatus.PROPOSED
    accept(there, relocation_id)
    assert len(cases_in(there)) == 1


def test_proposing_twice_is_proposing_once(town: make.Town):
    there, case = abroad(), led(town)

    for _ in range(2):
        giving.propose(case, wish(there), by=lead_of(town), at=make.NOON)
        db.session.commit()

    with acting_in(there.id):
        assert db.session.query(Arrival).count() == 1


def test_where_nobody_could_answer_nothing_is_proposed(town: make.Town):
    there, case = abroad(), led(town)
    there.coordinator.active = there.colleague.active = False
    db.session.commit()

    with pytest.raises(NotAllowed, match="Dort arbeitet noch niemand"):
        giving.propose(case, wish(there), by=lead_of(town), at=make.NOON)


def _withdraw_consent(case: Case, town: make.Town) -> None:
    make.take_back(case.parties[1], by=town.lead)


def _withdraw_consent_to_that(case: Case, town: make.Town) -> None:
    make.take_back(case.parties[1], Purpose.MUNICIPALITY, by=town.lead)


def _name_other_lead(case: Case, town: make.Town) -> None:
    leads.name_lead(case, town.coordinator.id, by=town.coordinator.id, at=make.NOON)


def _hand_to_authority(case: Case, town: make.Town) -> None:
    answers = Answers(ground="Verwaltungsakt")
    moving.make(case, Verb.HAND_TO_AUTHORITY, answers, version=None, by=coordination_of(town), at=make.NOON)


@pytest.mark.parametrize(
    "deed", [_withdraw_consent, _withdraw_consent_to_that, _name_other_lead, _hand_to_authority]
)
def test_what_it_rested_on_is_gone_and_the_proposal_falls(town: make.Town, browser: Browser, deed):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case)

    deed(case, town)
    db.session.commit()

    card = browser.as_(there.coordinator).get(f"/abgaben/{relocation.id}")
    assert "Sie brauchen nichts zu tun" in card.main
    page = browser.as_(there.coordinator).post(f"/abgaben/{relocation.id}/annehmen")
    assert (page.status_code, cases_in(there)) == (409, [])


def test_a_name_that_the_giver_has_not_seen_go_does_not_go(town: make.Town):
    """Consent that came after the proposal was in no preview."""
    there, case = abroad(), led(town, agreed=1)
    relocation = proposed(town, there, case, basis=Basis.TASK_LAW)
    second = db.session.query(Party).filter_by(case_id=case.id, position=1).one()
    make.consent(second)

    accept(there, relocation.id)

    (new,) = cases_in(there)
    assert [party.name_sealed is None for party in new.parties] == [False, True]


def test_what_is_in_the_way_here_is_not_told_over_there(town: make.Town, browser: Browser):
    there, case = abroad(), led(town)
    relocation = proposed(town, there, case)
    db.session.execute(sa.delete(Consent).where(Consent.party_id == case.parties[1].id))
    db.session.commit()

    page = browser.as_(there.coordinator).post(f"/abgaben/{relocation.id}/annehmen")

    assert (page.status_code, "Die abgebende Kommune muss noch etwas klären" in page.main) == (409, True)
    assert "Partei B" not in page.main


def test_whoever_has_to_answer_is_reminded_and_the_giver_hears_when_it_is_late(town: make.Town):
    there, case = abroad(), led(town)
    proposed(town, there, case)
    tuesday, late = make.later(days=1), make.later(days=8)

    with clock.stopped(tuesday):
        done = [run(jobs.remind_of_relocations, at) for at in (make.NOON, tuesday, tuesday)]
    with clock.stopped(late):
        done += [run(jobs.remind_of_relocations, late) for _ in range(2)]

    kinds = db.session.scalars(sa.select(Notification.kind).where(Notification.user_id == town.lead.id)).all()
    assert (done, kinds) == ([0, 1, 0, 2, 0], ["RELOCATION_WAITS"])


def test_the_timeline_of_the_giver_tells_it(town: make.Town):
    there, case = abroad(), led(town)
    accept(there, proposed(town, there, case).id)

    kinds = db.session.scalars(
        sa.select(TimelineEntry.kind).where(TimelineEntry.case_id == case.id).order_by(TimelineEntry.number)
    ).all()
    assert [one for one in kinds if one.startswith("Relocation") or one == "CaseMoved"] == [
        "RelocationProposed", "CaseMoved", "RelocationAccepted",
    ]  # fmt: skip
