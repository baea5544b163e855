"""The steps of the protection stand there with day and name, and it ends on what was written down."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import TimelineEntry
from app.cases.actions import moving, ticks
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.answers import Answers
from app.cases.rules.basis import Basis
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Flag, Status, Verb, Who
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.protection.actions import writing
from app.protection.models import ChannelEntry, ProtectedChannel
from app.protection.rules import Entry, EntryKind, Result, Step, insist
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.protection import guarded
from tests.protection.guarded import SEES

EXPERT = {"happened_on": "2026-03-02", "pseudonymised": "y"}


def _coordination(town: make.Town) -> Actor:
    return Actor(town.coordinator.id, frozenset({Who.COORDINATION}))


def _end(town: make.Town, case: Case, result: Result, at=make.NOON) -> None:
    entry = Entry(id=uuid4(), kind=EntryKind.ENDED, text="Beendet.", happened_on=at.date())
    writing.end(guarded.entered(town, case, at=at), entry, result, by=town.lead.id, at=at)
    db.session.commit()


def test_a_note_is_read_by_those_let_in(town: make.Town, browser: Browser) -> None:
    case, text = guarded.protected(town), make.canary("channel_entries.text")
    window = browser.as_(town.lead, sees=SEES)

    page = window.submit(window.get(guarded.path(case)), {"text": text}, button="Eintrag festhalten")

    assert f"Notiz Mo 02.03., 12:00 eingetragen · Lars Lindner {text}" in page.main


def test_an_empty_note_is_sent_back_and_a_double_click_is_one_entry(
    town: make.Town, browser: Browser
) -> None:
    case, text = guarded.protected(town), make.canary("channel_entries.text")
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case))

    empty = window.submit(page, {"text": " "}, button="Eintrag festhalten")
    for _ in range(2):
        window.submit(page, {"text": text}, button="Eintrag festhalten")

    assert (empty.status_code, "was festgehalten werden soll" in empty.main) == (422, True)
    assert db.session.query(ChannelEntry).count() == 1


def test_the_assessment_is_documented_with_the_expert_who_heard_no_name(
    town: make.Town, browser: Browser
) -> None:
    case, text = guarded.protected(town), make.canary("channel_entries.text")
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(window.get(guarded.path(case)).links["Beratung festhalten"])

    named = window.submit(page, {"happened_on": "2026-03-02", "text": text}, button="Beratung festhalten")
    page = window.submit(named, {**EXPERT, "text": text}, button="Beratung festhalten")

    assert named.status_code == 422 and "ohne Namen zu kennen" in named.main and text in named.main
    assert "am Mo 02.03.2026, festgehalten von Lars Lindner" in page.main


@pytest.mark.parametrize("day", ["2026-03-03", "", "0001-01-32"])
def test_a_step_has_a_day_that_has_come(town: make.Town, browser: Browser, day: str) -> None:
    case, text = guarded.protected(town), make.canary("channel_entries.text")
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case, "schritt", "familie"))

    page = window.submit(
        page, {"spoken": "FAMILY", "happened_on": day, "text": text}, button="Gespräch festhalten"
    )

    assert page.status_code == 422 and text in page.main
    assert db.session.query(ChannelEntry).count() == 0


def test_the_family_may_be_spared_with_the_reason(town: make.Town, browser: Browser) -> None:
    case, text = guarded.protected(town), make.canary("channel_entries.text")
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case, "schritt", "familie"))

    page = window.submit(page, {"spoken": "SPARED", "text": text}, button="Gespräch festhalten")

    assert "Bewusst noch nicht mit der Familie gesprochen" in page.main


def _told(town: make.Town, browser: Browser, case: Case, **values: object) -> None:
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case, "schritt", "jugendamt"))
    text = make.canary("channel_entries.text")
    typed = {"body": "Jugendamt Mitte", "ground": "KKG_4", "text": text}
    window.submit(page, {**typed, **values}, button="Weitergabe festhalten")


def test_what_the_youth_office_is_told_stands_in_the_ledger_with_its_ground_and_without_its_content(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    party = case.parties[0]

    _told(town, browser, case, parties=str(party.id))

    (row,) = db.session.query(DisclosureEntry).filter_by(case_id=case.id)
    assert (row.basis, row.recipient, row.party_id) == (Basis.CHILD_8A, "Jugendamt Mitte", party.id)
    ledger = browser.as_(town.coordinator).get(f"/faelle/{case.id}/weitergaben").main
    assert "Jugendamt informiert, zum Schutz eines Kindes" in ledger and "§ 4 Absatz 3 KKG" in ledger


def test_the_print_for_a_party_does_not_tell_it_before_somebody_decides_so(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    party = case.parties[0]

    _told(town, browser, case, parties=str(party.id))

    account = browser.as_(town.lead, sees={"parties.name"}).get(f"/faelle/{case.id}/weitergaben/{party.id}")
    assert "Jugendamt" not in account.main


def test_nothing_of_the_channel_stands_on_the_timeline(town: make.Town) -> None:
    case = guarded.protected(town)
    before = db.session.query(TimelineEntry).filter_by(case_id=case.id).count()

    for kind in (EntryKind.NOTE, EntryKind.EXPERT, EntryKind.YOUTH_OFFICE):
        guarded.written(town, case, kind)
    guarded.let_in(town, case, town.management)

    assert db.session.query(TimelineEntry).filter_by(case_id=case.id).count() == before


@pytest.mark.parametrize(
    ("result", "needed"),
    [
        (Result.NO_DANGER, EntryKind.EXPERT),
        (Result.HELP, EntryKind.FAMILY),
        (Result.YOUTH_OFFICE, EntryKind.YOUTH_OFFICE),
    ],
)
def test_a_result_rests_on_what_was_written_down(result: Result, needed: EntryKind) -> None:
    with pytest.raises(NotAllowed, match="Bitte halten Sie zuerst fest"):
        insist(result, set(EntryKind) - {needed})

    insist(result, {needed})


def test_a_mistake_needs_nothing_before_it() -> None:
    insist(Result.MISTAKE, ())


def test_the_protection_ends_with_a_result_and_then_the_case_goes_on(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    guarded.written(town, case, EntryKind.EXPERT)
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case, "schritt", "ende"))
    text = make.canary("channel_entries.text")

    refused = window.submit(page, {"result": "HELP", "text": text}, button="Schutz beenden")
    done = window.submit(refused, {"result": "NO_DANGER"}, button="Schutz beenden")

    assert refused.status_code == 422 and "mit dem Kind oder den Eltern gesprochen" in refused.main
    assert "beendet am Mo 02.03.2026" in done.main and "nicht gefährdet" in done.main
    moving.make(case, Verb.RESUME, Answers(), version=None, by=_coordination(town), at=make.NOON)
    assert (case.status, case.flags) == (Status.CONTACT, [])


def test_while_the_channel_is_open_nobody_ends_the_protection_on_the_case_page(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    window = browser.as_(town.coordinator)

    page = window.get(f"/faelle/{case.id}")
    refused = window.post(f"/faelle/{case.id}/bestaetigen", {"guard": "PROTECTION_ENDED"})

    assert "Der Schutzweg ist beendet" not in page.main
    assert refused.status_code == 409 and "Das beendet, wer damit befasst ist" in refused.main
    with pytest.raises(NotAllowed, match="Schutzweg ist noch nicht beendet"):
        moving.make(case, Verb.RESUME, Answers(), version=None, by=_coordination(town), at=make.NOON)


def test_a_crisis_beside_it_is_coordinations_to_end(town: make.Town) -> None:
    case = guarded.protected(town)
    guarded.flag(case, town.lead, kind=Flag.CRISIS)

    _end(town, case, Result.MISTAKE)

    with pytest.raises(NotAllowed):
        moving.make(case, Verb.RESUME, Answers(), version=None, by=_coordination(town), at=make.NOON)
    ticks.confirm(case, Guard.PROTECTION_ENDED, by=_coordination(town), at=make.NOON)
    moving.make(case, Verb.RESUME, Answers(), version=None, by=_coordination(town), at=make.NOON)
    assert case.status is Status.CONTACT


def test_after_the_end_it_is_read_and_no_longer_written(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    text = guarded.written(town, case)
    window = browser.as_(town.lead, sees=SEES)
    page = window.get(guarded.path(case))
    _end(town, case, Result.MISTAKE)

    late = window.submit(page, {"text": make.canary("channel_entries.text")}, button="Eintrag festhalten")
    shown = window.get(guarded.path(case, "schritt", "fachkraft"))

    assert late.status_code == 422 and "ist beendet" in late.main
    assert shown.forms(within="main") == []
    assert text in window.get(guarded.path(case)).main


def test_ending_twice_is_ending_once(town: make.Town) -> None:
    case = guarded.protected(town)
    found = guarded.entered(town, case)

    for number in range(2):
        entry = Entry(id=uuid4(), kind=EntryKind.ENDED, text=str(number), happened_on=make.NOON.date())
        writing.end(found, entry, Result.MISTAKE, by=town.lead.id, at=make.later(minutes=number))

    assert guarded.channel(case).ended_at == make.NOON
    assert db.session.query(ChannelEntry).count() == 1


def test_what_somebody_else_has_ended_meanwhile_is_neither_ended_again_nor_written_into(
    town: make.Town,
) -> None:
    case = guarded.protected(town)
    found = guarded.entered(town, case)
    behind = sa.update(ProtectedChannel).values(ended_at=make.NOON, result=Result.HELP)
    db.session.execute(behind, execution_options={"synchronize_session": False})

    note, end = (Entry(id=uuid4(), kind=kind, text="…") for kind in (EntryKind.NOTE, EntryKind.ENDED))
    writing.end(found, end, Result.MISTAKE, by=town.lead.id, at=make.later(minutes=1))
    with pytest.raises(NotAllowed, match="ist beendet"):
        writing.write(found, note, by=town.lead.id, at=make.later(minutes=1))

    assert (found.channel.ended_at, found.channel.result) == (make.NOON, Result.HELP)
    assert db.session.query(ChannelEntry).count() == 0


def test_danger_flagged_again_later_opens_a_new_channel(town: make.Town) -> None:
    case = guarded.protected(town)
    first = guarded.channel(case)
    _end(town, case, Result.MISTAKE)

    guarded.flag(case, town.coordinator, who=Who.COORDINATION, at=make.later(hours=1))

    assert guarded.channel(case).id != first.id
    assert guarded.readers(case) == {town.lead.id: "LEAD", town.coordinator.id: "STARTER"}


def test_the_end_of_the_case_ends_the_channel(town: make.Town) -> None:
    case = guarded.protected(town)
    answers = Answers(ground="Verwaltungsakt", outcome=Outcome.ESC_AUTH)

    moving.make(case, Verb.HAND_TO_AUTHORITY, answers, version=None, by=_coordination(town), at=make.NOON)
    db.session.commit()

    assert guarded.channel(case).result is Result.CASE_ENDED


def test_a_word_that_is_no_step_is_not_there(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)

    assert browser.as_(town.lead).get(guarded.path(case, "schritt", "zaubern")).status_code == 404
    assert {one.value for one in Step} == {"fachkraft", "familie", "jugendamt", "ende"}


def test_every_look_is_written_down_before_anything_is_shown(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    with clock.stopped(make.later(hours=1)):
        page = browser.as_(town.lead, sees=SEES).get(guarded.path(case))

    lines = [statement.split() for statement in page.statements]
    logged = next(n for n, words in enumerate(lines) if words[:3] == ["INSERT", "INTO", "access_log"])
    read = next(n for n, words in enumerate(lines) if "channel_entries" in words)
    assert logged < read
