"""Coordination's round: choose overdue cases, see who would get how many mails, then remind or reassign."""

from urllib.parse import urlencode

import pytest

from app import clock
from app.cases.models import LeadKind
from app.cases.queries.leads import led_by
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.plans.actions.starting import happened
from app.plans.codes import Anchor
from tests import make
from tests.plans.running import reported, steps, told


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
    assert "Es gehen 3 E-Mails hinaus." in page.main
    assert "Lars Lindner E-Mails2" in page.main
    assert "macht die Koordinierungsstelle selbst" in page.main
    assert "Bitte weisen Sie den Fall neu zu." in page.main

    done = window.post("/ueberfaellig/vorschau", sent(page))

    assert theirs[0].number in done.text
    assert told(Kind.OVERDUE) == [("OVERDUE", "Kemal Kurt"), *[("OVERDUE", "Lars Lindner")] * 2]
    assert "Von Hand erinnert: Erstkontakt" in window.get(f"/faelle/{theirs[0].id}/verlauf").text
    again = window.post("/ueberfaellig/vorschau", sent(page))
    assert "Heute schon erinnert." in again.text
    assert len(told(Kind.OVERDUE)) == 3


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
