"""What mediators, coordination and the lead see of a search, and when it closes."""

import pytest

from app import clock
from app.audit.models import AccessEntry
from app.cases.actions.moves import Given, transition
from app.cases.events import ConsentWithdrawn
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Verb
from app.database import db
from app.events import publish
from app.referrals.rules import OfferStatus, Reason
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

NAMES = {"parties.name"}
ALL = {
    "parties.name",
    "parties.address",
    "parties.phone",
    "parties.email",
    "cases.handover_summary",
}


def test_who_is_asked_reads_the_brief_and_no_name_or_text(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    page = browser.as_(person.user_id).get(f"/anfragen/{found.offer(person).id}")

    assert "Lärm" in page.main
    assert "Weststadt" in page.main
    assert "Arabisch" in page.main
    assert "Antwort Mi 04.03., bis 13:00" in page.main
    assert "eine zweite Person wird gesucht" in page.main


def test_looking_at_an_offer_never_answers_it(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id)

    for path in ("", "/ich-kann", "/absagen", "/erklaerung"):
        window.get(f"/anfragen/{found.offer(person).id}{path}")

    assert found.status(person) is OfferStatus.OFFERED


def test_somebody_elses_offer_is_not_there(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    window = browser.as_(found.people[1].user_id)

    for path in ("", "/absagen", "/erklaerung"):
        assert window.get(f"/anfragen/{found.offer(found.people[0]).id}{path}").status_code == 404


def test_a_substitute_who_was_not_asked_sees_nothing(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    window = browser.as_(found.people[2].user_id)

    assert window.get(f"/anfragen/{found.offer(found.people[2]).id}").status_code == 404
    assert found.case.number not in window.get("/anfragen").text


def test_who_checks_sees_the_names_alone_and_that_is_logged(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.get(f"/anfragen/{found.offer(person).id}")

    page = window.submit(page, button="Ich kann")

    assert page.heading == "Kennen Sie jemanden?"
    assert "KANARI-parties.name" in page.main
    seen = db.session.query(AccessEntry).filter_by(kind="NamesRead").one()
    assert seen.actor_id == person.user_id


def test_four_taps_lead_from_the_offer_to_a_yes(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "NO"}, button="Antwort senden")

    assert "Jetzt entscheiden die Parteien" in page.main
    assert found.status(person) is OfferStatus.ACCEPTED


def test_yes_i_know_somebody_needs_a_word_and_keeps_what_was_typed(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "YES"}, button="Antwort senden")

    assert page.status_code == 422
    assert "woher Sie die Person kennen" in page.main
    assert found.status(person) is OfferStatus.INTERESTED


def test_rather_not_says_declines(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "RATHER_NOT"}, button="Antwort senden")

    assert "keine Nachteile" in page.text
    assert found.offer(person).reason is Reason.CONFLICT_OF_INTEREST


def test_three_taps_decline_with_a_reason(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id)
    page = window.get(f"/anfragen/{found.offer(person).id}")

    page = window.submit(window.get(page.links["Ich kann nicht"]), button="Zu weit weg")

    assert "Eine Absage hat keine Nachteile für Sie." in page.text
    assert found.offer(person).reason is Reason.TOO_FAR


def test_a_late_yes_gets_a_friendly_answer(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    with clock.stopped(make.later(days=3)):
        page = browser.as_(person.user_id).post(f"/anfragen/{found.offer(person).id}/ich-kann")

    assert page.status_code == 409
    assert "Danke für Ihre Bereitschaft" in page.text


def test_before_the_parties_approve_no_name_or_contact_is_open(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert "Die Parteien entscheiden noch" in page.main


def test_after_approval_contact_and_handover_are_open(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)

    page = browser.as_(found.people[0].user_id, sees=ALL).get(f"/meine-faelle/{found.referral.id}")

    for name in ALL:
        assert f"KANARI-{name}" in page.main
    assert "Mina Bruns" in page.main
    assert db.session.query(AccessEntry).filter_by(kind="MediationRead").count() == 1


def test_the_other_mediators_case_is_not_there(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)

    page = browser.as_(found.people[2].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert page.status_code == 404


def _close(found: at_work.Asked) -> None:
    found.case.status, found.case.closed_at = Status.CLOSED, make.NOON
    db.session.commit()


def test_fourteen_days_after_closing_everything_is_gone(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    _close(found)
    offer, path = found.offer(found.people[0]), f"/meine-faelle/{found.referral.id}"

    with clock.stopped(make.later(days=13, hours=23)):
        before = browser.as_(found.people[0].user_id, sees=ALL).get(path)
    with clock.stopped(make.later(days=14)):
        window = browser.as_(found.people[0].user_id)
        after = [window.get(one).status_code for one in (path, f"/anfragen/{offer.id}")]
        lists = [window.get(one).text for one in ("/meine-faelle", "/anfragen")]

    assert before.status_code == 200
    assert after == [404, 404]
    assert not [text for text in lists if found.case.number in text]


def _withdraw(found: at_work.Asked) -> None:
    party = at_work.parties(found.case)[0]
    party.withdrawn_at = make.later(hours=1)
    publish(
        ConsentWithdrawn(
            case_id=found.case.id,
            actor_id=None,
            at=make.later(hours=1),
            party_id=party.id,
            party=party.label,
        )
    )
    db.session.commit()


def test_withdrawn_consent_takes_running_questions_back_at_once(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    _withdraw(found)

    assert [found.offer(person).reason for person in found.people] == [Reason.CONSENT] * 4
    page = browser.as_(found.people[0].user_id).get(f"/anfragen/{found.offer(found.people[0]).id}")
    assert "hat sich erledigt" in page.main


def test_withdrawn_consent_closes_what_mediators_at_work_could_read(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)

    _withdraw(found)

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")
    assert "Einwilligung zurückgenommen" in page.main
    assert "Einwilligung zurückgenommen: beenden" in page.links


@pytest.mark.parametrize(
    ("verb", "given", "reason"),
    [
        (Verb.PAUSE, {Guard.REASON_GIVEN, Guard.WAKE_UP_DATE}, Reason.CASE_PAUSED),
        (Verb.PROTECT, {Guard.PROTECTION_FLAG_CHOSEN}, Reason.CASE_PAUSED),
        (Verb.HAND_TO_AUTHORITY, {Guard.OUTCOME_SET, Guard.LEGAL_BASIS_RECORDED}, Reason.CASE_CLOSED),
    ],
)
def test_a_case_that_stops_takes_its_questions_back(
    town: make.Town, verb: Verb, given: set[Guard], reason: Reason
) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    transition(
        found.case, verb, by=at_work.coordination(town), at=make.NOON, given=Given(guards=frozenset(given))
    )

    assert [found.offer(person).reason for person in found.people] == [reason] * 4


def test_a_paused_case_shows_its_mediators_nothing(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    given = Given(guards=frozenset({Guard.REASON_GIVEN, Guard.WAKE_UP_DATE}))
    transition(found.case, Verb.PAUSE, by=at_work.coordination(town), at=make.NOON, given=given)

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert "Der Fall ruht" in page.main


def test_coordination_sees_who_is_asked_until_when_and_the_lead_no_name_before_a_yes(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung"

    by_coordination = browser.as_(town.coordinator).get(path)
    by_lead = browser.as_(town.lead).get(path)

    assert "Mina Adler" in by_coordination.main
    assert "Bestätigter Ersatz, in dieser Reihenfolge: Mina Celik" in by_coordination.main
    assert "Mina" not in by_lead.main
    assert "Eine Person aus dem Pool" in by_lead.main


def test_the_lead_records_what_a_party_says(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, found.people[0], circumstances="Wir grüßen uns.")
    at_work.accepted(found, found.people[1])
    window = browser.as_(town.lead)

    for party in at_work.parties(found.case):
        page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
        assert "Wir grüßen uns." in page.main
        page = window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert "Alle Parteien haben zugestimmt" in page.main
    db.session.expire_all()
    assert found.referral.approved_at == make.NOON


def test_coordination_does_not_read_what_a_mediator_disclosed(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2], circumstances="Wir grüßen uns.")
    party = at_work.parties(found.case)[0]

    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")

    assert page.status_code == 409
    assert "grüßen" not in page.text


def test_a_no_from_a_party_goes_back_to_matching_without_that_person(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    party, refused = at_work.parties(found.case)[0], found.people[1]
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")

    window.submit(page, {"word": str(found.offer(refused).id)}, button="Antwort festhalten")

    db.session.expire_all()
    assert found.case.status is Status.MATCHING
    assert found.offer(refused).reason is Reason.PARTY_DECLINED
    assert found.status(found.people[0]) is OfferStatus.ACCEPTED
    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")
    assert "Mina Adler bleibt dabei" in page.main
    assert "Mina Bruns: Von einer Partei abgelehnt" in page.main


def test_the_person_who_stays_keeps_the_seat_in_the_new_search(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    leaving, staying = found.people[:2]
    db.session.commit()
    gone = browser.as_(leaving.user_id, sees=ALL)
    page = gone.get(f"/meine-faelle/{found.referral.id}/zurueckgeben")
    gone.submit(page, button="Platz zurückgeben")
    transition(found.case, Verb.REPLACE_MEDIATOR, by=at_work.coordination(town), at=make.NOON)
    window = browser.as_(town.coordinator)
    page = window.get(f"/faelle/{found.case.id}/vermittlung")
    page = window.get(page.links["Dieses Paar wählen Mina Bruns, Mina Celik"])

    page = window.submit(page, button="Paar anfragen")

    db.session.expire_all()
    assert found.case.status is Status.PROPOSED
    assert found.status(staying) is OfferStatus.ACCEPTED
    assert found.offer(staying).referral_id == found.referral.id
    own = browser.as_(staying.user_id, sees=ALL).get(f"/meine-faelle/{found.case.id}")
    assert "KANARI-parties.phone" in own.main
    assert gone.get(f"/meine-faelle/{found.case.id}").status_code == 404


def test_mediation_starts_after_pretalks_and_ticks(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}")

    for button in ("Vorgespräch geführt Partei A", "Vorgespräch geführt Partei B"):
        page = window.submit(page, button=button)
    for tick in [b for b in _buttons(page) if b.startswith("Bestätigen")]:
        page = window.submit(page, button=tick)
    page = window.submit(window.get(page.links["Mediation beginnen"]), button="Mediation beginnen")

    db.session.expire_all()
    assert found.case.status is Status.MEDIATION


def test_a_session_is_planned_reported_and_an_agreement_recorded(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    window = browser.as_(found.people[0].user_id, sees=ALL)
    base = f"/meine-faelle/{found.referral.id}"
    page = window.submit(
        window.get(f"{base}/sitzungen/neu"),
        {"day": "2026-03-05", "starts": "17:00"},
        button="Sitzung eintragen",
    )
    assert "Do 05.03., 17:00–19:00" in page.main
    with clock.stopped(make.later(days=4)):
        window = browser.as_(found.people[0].user_id, sees=ALL)
        report = window.get(page.links["Melden Do 05.03., 17:00"])
        page = window.submit(report, {"held": "yes", "minutes": "95"}, button="Sitzung melden")
        assert "hat stattgefunden, 95 Minuten" in page.main
        page = window.get(page.links["Einigung festhalten"])
        filled = {"outcome": "MED_PART", "agreement_on": "2026-03-05"}
        page = window.submit(page, filled, button="Einigung festhalten")

    db.session.expire_all()
    assert found.case.status is Status.FOLLOWUP
    assert found.case.outcome == "MED_PART"


def test_a_mediator_calls_for_protection_with_a_legal_ground(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}")

    page = window.submit(
        window.get(page.links["Schutzweg einleiten"]),
        {"flag": "CRISIS", "legal_ground": "SERIOUS_HARM"},
        button="Schutzweg einleiten",
    )

    db.session.expire_all()
    assert found.case.status is Status.PAUSED
    assert "KANARI" not in page.text


def _buttons(page: object) -> list[str]:
    from tests.browser import _buttons as all_buttons
    from tests.browser import _words

    return [_words(b) for form in page.forms() for b in all_buttons(form)]  # type: ignore[attr-defined]
