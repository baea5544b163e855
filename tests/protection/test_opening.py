"""The path that protects a child opens a channel; who reads in it is said by name, and by nothing else."""

import pytest

from app.accounts.permissions import Role
from app.cases.actions import moving
from app.cases.actions.moves import Actor
from app.cases.models import LeadKind
from app.cases.rules.answers import Answers
from app.cases.rules.protection import LegalGround
from app.cases.rules.status import Flag, Status, Verb, Who
from app.database import db
from app.protection.models import ProtectedChannel
from tests import make
from tests.browser import Browser
from tests.protection import guarded
from tests.protection.guarded import SEES
from tests.referrals import at_work


def test_the_move_opens_a_channel_for_the_lead(town: make.Town) -> None:
    case = guarded.protected(town)

    assert (case.status, case.paused_from) == (Status.PAUSED, Status.CONTACT)
    assert guarded.readers(case) == {town.lead.id: "LEAD"}


def test_whoever_starts_it_reads_beside_the_lead(town: make.Town) -> None:
    case = guarded.protected(town, by=town.coordinator, who=Who.COORDINATION)

    assert guarded.readers(case) == {town.lead.id: "LEAD", town.coordinator.id: "STARTER"}


def test_a_crisis_opens_none(town: make.Town) -> None:
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)

    guarded.flag(case, town.lead, kind=Flag.CRISIS)

    assert db.session.query(ProtectedChannel).count() == 0


def test_danger_flagged_while_the_case_rests_opens_one_too(town: make.Town) -> None:
    case = make.case(town, status=Status.PAUSED)
    make.lead(case, town.lead)

    guarded.flag(case, town.lead)

    assert guarded.readers(case) == {town.lead.id: "LEAD"}


def test_flagging_it_once_more_lets_nobody_in(town: make.Town, browser: Browser) -> None:
    """Else every coordinator could open the door for herself."""
    case = guarded.protected(town)

    guarded.flag(case, town.coordinator, who=Who.COORDINATION, at=make.later(hours=1))

    assert guarded.readers(case) == {town.lead.id: "LEAD"}
    assert browser.as_(town.coordinator).get(guarded.path(case)).status_code == 404


def test_all_others_find_nothing_not_even_that_there_is_something(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)
    guarded.written(town, case)
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.later(days=9))
    nothing = f"/schutzkanal/{case.id}"

    for person in (town.coordinator, town.colleague, town.reporter, town.management):
        window = browser.as_(person)
        strange, never = window.get(guarded.path(case)), window.get(nothing)
        assert (strange.status_code, strange.main) == (404, never.main)
    for person in (town.admin, town.privacy_officer):
        assert browser.as_(person).get(guarded.path(case)).status_code == 403


def test_the_case_shows_the_way_in_to_those_who_may_enter_and_rests_for_the_others(
    town: make.Town, browser: Browser
) -> None:
    case = guarded.protected(town)
    text = guarded.written(town, case)

    by_lead = browser.as_(town.lead, sees=guarded.CASE).get(f"/faelle/{case.id}")
    by_coordination = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert by_lead.links["Schutzkanal"] == by_lead.links["Zum Schutzkanal"] == guarded.path(case)
    assert "Ruhend" in by_coordination.main and "Kinderschutz" in by_coordination.main
    assert "Schutzkanal" not in by_coordination.text
    assert text not in by_lead.text


@pytest.mark.parametrize("tab", ["beteiligte", "plan", "verlauf", "weitergaben", "termine", "vermittlung"])
def test_no_other_page_of_the_case_says_anything_of_it(town: make.Town, browser: Browser, tab: str) -> None:
    case = guarded.protected(town)
    guarded.written(town, case)
    guarded.let_in(town, case, town.management)

    pages = [browser.as_(person) for person in (town.coordinator, town.colleague)]

    assert not [one for one in pages if "Schutzkanal" in one.get(f"/faelle/{case.id}/{tab}").text]


def test_the_list_of_accesses_is_silent_about_it_and_the_channel_has_its_own(
    town: make.Town, browser: Browser
) -> None:
    """A deputy reads who has read the case, and is not let in by that."""
    case = guarded.protected(town)
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.later(days=9))
    guarded.written(town, case)
    browser.as_(town.lead, sees=SEES).get(guarded.path(case))

    log = browser.as_(town.reporter).get(f"/faelle/{case.id}/zugriffe")
    own = browser.as_(town.lead, sees=SEES).get(guarded.path(case))
    everything = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "Schutzkanal" not in log.text and "Schutzweg eingeleitet" in log.main
    assert own.main.count("Schutzkanal gelesen") == 2
    assert "In den Schutzkanal geschrieben" in own.main
    assert "Schutzkanal gelesen" in everything.main


def test_the_channel_is_among_the_own_ones_of_whoever_reads_in_it(town: make.Town, browser: Browser) -> None:
    case = guarded.protected(town)

    assert case.number in browser.as_(town.lead).get("/schutzkanaele").main
    assert case.number not in browser.as_(town.coordinator).get("/schutzkanaele").main


def _by_mediator(town: make.Town) -> at_work.Asked:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    by = Actor(at_work.user_of(found.people[0]), frozenset({Who.MEDIATOR}))
    answers = Answers(flag=Flag.CHILD_PROTECTION, legal_ground=LegalGround.SERIOUS_HARM)
    moving.make(found.case, Verb.PROTECT, answers, version=None, by=by, at=make.NOON)
    db.session.commit()
    return found


def test_a_mediator_who_raised_it_writes_what_she_saw_and_reads_that_alone(
    town: make.Town, browser: Browser
) -> None:
    found = _by_mediator(town)
    of_lead = guarded.written(town, found.case)
    seen = make.canary("channel_entries.text")
    window = browser.as_(found.people[0].user_id, sees=SEES)
    own_case = window.get(f"/meine-faelle/{found.referral.id}")

    page = window.submit(window.get(own_case.links["Zum Schutzkanal"]), {"text": seen})

    assert seen in page.main and of_lead not in page.text
    assert "Wer hier liest" not in page.main and "Was jetzt zu tun ist" not in page.main
    assert seen in browser.as_(town.lead, sees=SEES).get(guarded.path(found.case)).main


def test_the_other_mediator_finds_nothing(town: make.Town, browser: Browser) -> None:
    found = _by_mediator(town)
    window = browser.as_(found.people[1].user_id)

    assert window.get(guarded.path(found.case)).status_code == 404
    assert "Schutzkanal" not in window.get(f"/meine-faelle/{found.referral.id}").main


def test_what_is_not_hers_is_refused_to_the_mediator_in_words(town: make.Town, browser: Browser) -> None:
    found = _by_mediator(town)
    window = browser.as_(found.people[0].user_id)

    for rest in ("schritt/fachkraft", "schritt/ende", "einlassen"):
        assert window.get(guarded.path(found.case, rest)).status_code == 403


def test_another_hat_of_the_same_person_does_not_enter(town: make.Town, browser: Browser) -> None:
    """Somebody who was let in as an official mediates elsewhere, too."""
    both = make.user(name="Bea Beides", role=Role.MEDIATOR)
    case = guarded.protected(town)
    db.session.add(
        guarded.ChannelReader(
            channel_id=guarded.channel(case).id, user_id=both.id, way="LET_IN", since=make.NOON
        )
    )
    db.session.commit()

    assert browser.as_(both).get(guarded.path(case)).status_code == 404
