"""Coordination's round: choose overdue cases, see who would get how many mails, then remind or reassign."""

from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import User
from app.cases.events import CaseReported
from app.cases.models import LeadKind
from app.cases.queries.leads import led_by
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.actions.starting import happened
from app.plans.codes import Anchor
from app.plans.models import PlanStep
from tests import make
from tests.plans.running import reported, steps, tell, told, with_plan
from tests.referrals import at_work, meeting


def late(town, *, status=Status.CONTACT, code="F06", lead=True):
    """A case whose only open step is this one, due long ago."""
    case = reported(town, status=status)
    happened(case.id, Anchor.LEAD_ASSIGNED, at=make.NOON, once=True)
    for one, step in steps(case).items():
        if one != code:
            step.ended_at = make.NOON
        step.due_at = make.later(days=-2)
    if lead:
        make.lead(case, town.lead)
    db.session.commit()
    return case


def preview(window, cases, **values):
    asked = [("fall", str(case.id)) for case in cases] + list(values.items())
    return window.get(f"/ueberfaellig/vorschau?{urlencode(asked)}")


def sent(page):
    return page.values(page.forms(within="main")[0])


def test_two_are_reminded_of_five_and_each_refusal_says_why(town, browser):
    theirs = [late(town), late(town)]
    make.lead(theirs[0], town.colleague, kind=LeadKind.DEPUTY, ends_at=make.later(days=9))
    own, unled = late(town, code="F02"), late(town, lead=False)
    window = browser.as_(town.coordinator)
    listed = window.get("/ueberfaellig").main
    assert all(case.number in listed for case in (*theirs, own, unled))

    page = preview(window, [*theirs, own, unled], tun="erinnern")
    assert "Es gehen 2 E-Mails hinaus." in page.main
    assert "Lars Lindner E-Mails1 Fälle2" in page.main
    assert "macht die Koordinierungsstelle selbst" in page.main
    assert "Bitte weisen Sie den Fall neu zu." in page.main

    done = window.post("/ueberfaellig/vorschau", sent(page))

    assert theirs[0].number in done.text
    assert told(Kind.OVERDUE) == [("OVERDUE", "Kemal Kurt"), *[("OVERDUE", "Lars Lindner")] * 2]
    assert "Von Hand erinnert: Erstkontakt" in window.get(f"/faelle/{theirs[0].id}/verlauf").text
    again = window.post("/ueberfaellig/vorschau", sent(page))
    assert "Heute schon erinnert." in again.text
    assert len(told(Kind.OVERDUE)) == 3


def held_by(town, role, **values):
    """A case whose oldest overdue step somebody in this role does."""
    case = late(town, **values)
    steps(case)["F06"].holder = role
    db.session.commit()
    return case


def mails():
    """Who gets a mail, and about which case."""
    query = sa.select(User.name, Notification.case_number).join(User, User.id == Notification.user_id)
    query = query.where(Notification.kind == Kind.OVERDUE, Notification.status == Delivery.WAITING)
    return [tuple(row) for row in db.session.execute(query.order_by(User.name))]


def test_whoever_does_the_step_is_reminded_whichever_role_it_is(town, browser):
    managed, led = held_by(town, "MANAGEMENT"), late(town)
    window = browser.as_(town.coordinator)

    page = preview(window, [managed, led], tun="erinnern")
    window.post("/ueberfaellig/vorschau", sent(page))

    assert f"{town.management.name} E-Mails1 Fälle1" in page.main
    assert mails() == [("Lars Lindner", led.number), (town.management.name, managed.number)]


def test_mediators_of_the_case_are_reminded_of_what_they_do(town, browser):
    found = meeting.mediating(town)
    with_plan(town.municipality)
    tell(CaseReported, found.case, at=make.NOON, number=found.case.number)
    for one in steps(found.case).values():
        one.holder, one.due_at = "MEDIATOR", make.later(days=-2)
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = preview(window, [found.case], tun="erinnern")
    window.post("/ueberfaellig/vorschau", sent(page))

    assert mails() == [("Mina Adler", found.case.number), ("Mina Bruns", found.case.number)]


def test_whoever_was_asked_is_reminded_of_her_own_request_alone(town, browser):
    with_plan(town.municipality)
    found = at_work.asked(town)
    one = found.offer(found.people[0])
    for step in db.session.scalars(sa.select(PlanStep).where(PlanStep.case_id == found.case.id)):
        step.due_at = make.later(days=-3 if step.subject == str(one.id) else -2)
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = preview(window, [found.case], tun="erinnern")
    window.post("/ueberfaellig/vorschau", sent(page))

    assert "Mina Adler E-Mails1 Fälle1" in page.main
    assert "Mina Bruns" not in page.main
    query = sa.select(Notification.user_id, Notification.kind).where(
        Notification.dedupe_key.contains("BY_HAND")
    )
    assert db.session.execute(query).all() == [(at_work.user_of(found.people[0]), Kind.OFFER)]


def test_each_person_gets_one_mail_however_many_steps_and_finds_all_in_the_inbox(town, browser):
    cases = [late(town) for _ in range(3)]
    steps(cases[1])["F06"].due_at = make.later(days=-3)
    window = browser.as_(town.coordinator)

    page = preview(window, cases, tun="erinnern")
    window.post("/ueberfaellig/vorschau", sent(page))

    assert "Es geht eine E-Mail hinaus." in page.main
    assert mails() == [("Lars Lindner", cases[1].number)]  # the oldest
    inbox = browser.as_(town.lead).get("/posteingang").main
    assert [case.number in inbox for case in cases] == [True] * 3


def test_a_step_that_nobody_who_signs_in_does_is_refused_in_words(town, browser):
    case = held_by(town, "INVITED")
    window = browser.as_(town.coordinator)

    page = preview(window, [case], tun="erinnern")
    done = window.post("/ueberfaellig/vorschau", {"fall": str(case.id), "tun": "erinnern"})

    words = "Diesen Schritt macht niemand, den das Programm erinnern kann."
    assert words in page.main
    assert f"Nicht getan ({case.number}): {words}" in done.text
    assert mails() == []


def test_however_many_roles_the_preview_stays_within_its_statements(town, browser):
    roles = ("MANAGEMENT", "PRIVACY", "MEDIATOR", "CRISIS_TEAM", "CRISIS_LEAD", "CASE_LEAD", "INVITED")
    cases = [held_by(town, role) for role in roles]

    page = preview(browser.as_(town.coordinator), cases, tun="erinnern")

    assert len(page.statements) <= 12


def test_cases_go_to_another_person_who_is_told_of_each_and_once(town, browser):
    theirs, examined = [late(town), late(town)], late(town, status=Status.TRIAGE, code="F02", lead=False)
    window = browser.as_(town.coordinator)

    page = preview(window, [*theirs, examined], tun="neu-zuweisen", person=town.colleague.id)
    assert "Neue Fallverantwortung: Kemal Kurt" in page.main
    assert "Es gehen 2 E-Mails hinaus." in page.main
    assert "Der Fall wird noch geprüft." in page.main
    assert led_by(theirs[0].id, clock.now())["person"] == str(town.lead.id)  # nothing is done yet

    values = sent(page)
    window.post("/ueberfaellig/vorschau", values)
    again = window.post("/ueberfaellig/vorschau", values)

    assert {led_by(case.id, clock.now())["person"] for case in theirs} == {str(town.colleague.id)}
    assert told(Kind.LEAD_NAMED) == [("LEAD_NAMED", "Kemal Kurt")] * 2
    assert "Diese Person ist schon verantwortlich." in again.text


def test_what_was_done_meanwhile_is_reported_and_the_others_go_on(town, browser):
    one, other = late(town), late(town)
    window = browser.as_(town.coordinator)
    page = preview(window, [one, other], tun="erinnern")
    steps(one)["F06"].ended_at = make.NOON

    done = window.post("/ueberfaellig/vorschau", sent(page))

    assert "Ein Fall ist nicht mehr überfällig." in done.text
    assert len(told(Kind.OVERDUE)) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tun": "erinnern"}, "Bitte wählen Sie mindestens einen Fall."),
        ({"tun": "neu-zuweisen", "fall": "x"}, "Bitte wählen Sie eine Person."),
    ],
)
def test_without_a_choice_the_page_comes_back(town, browser, values, sentence):
    late(town)
    page = browser.as_(town.coordinator).post("/ueberfaellig/vorschau", values)

    assert page.status_code == 422
    assert sentence in page.main


def test_it_takes_the_same_statements_for_one_case_and_for_thirty(town, browser):
    cases = [late(town)]
    window = browser.as_(town.coordinator)
    few = [len(window.get(at).statements) for at in ("/ueberfaellig",)] + [
        len(preview(window, cases, tun="erinnern").statements)
    ]
    cases += [late(town) for _ in range(29)]
    page = window.get("/ueberfaellig")

    assert "Das sind die 25 am längsten überfälligen" in page.main
    assert few == [len(page.statements), len(preview(window, cases[:25], tun="erinnern").statements)]


def test_nobody_but_coordination_has_this_page(town, browser):
    case = late(town)
    for person in (town.lead, town.management, town.admin):
        assert browser.as_(person).get("/ueberfaellig").status_code == 403
    stranger = browser.as_(town.lead).post(
        "/ueberfaellig/vorschau", {"fall": str(case.id), "tun": "erinnern"}
    )
    assert stranger.status_code == 403
    assert not told(Kind.OVERDUE)
