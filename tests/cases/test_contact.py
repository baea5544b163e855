"""The lead speaks with the parties; what is recorded of them, and who sees it."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry, TimelineEntry
from app.cases.models import Case, ContactAttempt, Party
from app.cases.rules.intake import Answer, LanguageAnswer
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser

CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}
NAMES = {f"parties.{name}" for name in ("name", "address", "phone", "email")}


def led(town: make.Town, status: Status = Status.CONTACT, **values: object) -> Case:
    case = make.case(town, status=status, **values)
    make.lead(case, town.lead)
    return case


def party(case: Case, position: int = 0) -> Party:
    query = sa.select(Party).where(Party.case_id == case.id, Party.position == position)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def facts(case: Case, kind: str) -> list[dict[str, object]]:
    query = sa.select(TimelineEntry.facts).where(TimelineEntry.case_id == case.id, TimelineEntry.kind == kind)
    return list(db.session.scalars(query))


def test_the_lead_sees_names_and_contact_and_that_is_noted(town: make.Town, browser: Browser):
    case = led(town)

    page = browser.as_(town.lead, sees=NAMES).get(f"/faelle/{case.id}/beteiligte")

    assert party(case).name in page.main
    assert party(case, 1).phone in page.main
    entry = db.session.scalar(sa.select(AccessEntry).where(AccessEntry.case_id == case.id))
    assert (entry.kind, entry.actor_id) == ("PartiesRead", town.lead.id)


def test_coordination_sees_parties_masked(town: make.Town, browser: Browser):
    case = led(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/beteiligte")

    assert "Partei A" in page.main
    assert "Arabisch" in page.main
    assert "verdeckt" in page.main


def test_one_field_is_revealed_and_the_lead_can_see_by_whom(town: make.Town, browser: Browser):
    case = led(town)
    url = f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken?feld=name"
    window = browser.as_(town.coordinator, sees={"parties.name"})

    page = window.post(url)

    assert party(case).name in page.main
    assert party(case, 1).name not in page.main
    assert facts(case, "FieldRevealed") == [{"party_id": str(party(case).id), "field": "name"}]
    log = browser.as_(town.lead).get(f"/faelle/{case.id}/zugriffe").main
    assert "Karin Koch" in log
    assert "Ein verdecktes Feld wurde aufgedeckt." in log


@pytest.mark.parametrize("field", ["internal_note", "name_index", "id", ""])
def test_nothing_else_can_be_revealed(town: make.Town, browser: Browser, field: str):
    case = led(town)

    page = browser.as_(town.coordinator).post(
        f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken", {"field": field}
    )

    assert page.status_code == 404


def test_a_party_of_another_case_is_not_found(town: make.Town, browser: Browser):
    case, other = led(town), led(town)
    url = f"/faelle/{case.id}/beteiligte/{party(other).id}"
    window = browser.as_(town.lead)

    codes = {
        window.get(f"{url}/{page}").status_code for page in ("kontaktversuch", "entscheidung", "ruecknahme")
    }
    codes |= {window.get(url).status_code, window.post(f"{url}/aufdecken", {"field": "name"}).status_code}

    assert codes == {404}


def test_a_try_sent_twice_counts_once(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)
    page = window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}/kontaktversuch")

    for _ in range(2):
        window.submit(page, {"result": "REACHED"})

    assert db.session.scalar(sa.select(sa.func.count(ContactAttempt.id))) == 1
    assert party(case).first_contact_at == make.NOON
    assert [(f["first"], f["all_tried"]) for f in facts(case, "ContactTried")] == [(True, False)]


def test_the_first_contact_is_done_when_every_party_was_tried(town: make.Town, browser: Browser):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)

    for position, result in ((0, "REACHED"), (0, "REACHED"), (1, "NOT_REACHED")):
        url = f"/faelle/{case.id}/beteiligte/{party(case, position).id}/kontaktversuch"
        window.submit(window.get(url), {"result": result})

    tries = {(f["first"], f["all_tried"]) for f in facts(case, "ContactTried")}
    assert tries == {(True, False), (False, False), (False, True)}
    assert party(case, 1).first_contact_at is None


def test_contact_waits_until_the_lead_has_begun_it(town: make.Town, browser: Browser):
    case = led(town, Status.ACCEPTED)
    url = f"/faelle/{case.id}/beteiligte/{party(case).id}/kontaktversuch"

    page = browser.as_(town.lead).post(url, {"result": "REACHED", "attempt": str(uuid4())})

    assert page.status_code == 409
    assert "Bitte beginnen Sie zuerst die Kontaktaufnahme" in page.main


@pytest.mark.parametrize("answer", ["UNKNOWN", "NOT_STATED", "NONE_SHARED"])
def test_three_answers_name_no_language_and_stay_apart(town: make.Town, browser: Browser, answer: str):
    case = led(town)
    window = browser.as_(town.lead, sees=NAMES)
    url = f"/faelle/{case.id}/beteiligte/{party(case).id}"

    window.submit(window.get(url), {"language": answer, "email": ""})

    one = party(case)
    assert (one.language_answer, one.languages) == (LanguageAnswer(answer), None)
    page = window.get(url)
    assert page.values(page.forms()[-1])["language"] == answer


def test_the_lead_adds_the_name_of_a_pseudonymised_party(town: make.Town, browser: Browser):
    case = led(town, pseudonymized=True)
    db.session.execute(sa.update(Party).values(data_received_at=None, name_sealed=None, phone_sealed=None))
    db.session.commit()
    window = browser.as_(town.lead, sees=NAMES)

    page = window.submit(
        window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}"),
        {"name": "Familie Yıldız", "phone": "", "email": ""},
    )

    assert "Familie Yıldız" in page.main
    assert party(case).name_index is not None
    assert [f["all_known"] for f in facts(case, "PartyDataReceived")] == [False]


def test_the_lead_notes_that_a_party_may_be_contacted(town: make.Town, browser: Browser):
    case = led(town, Status.ACCEPTED, pseudonymized=True)
    window = browser.as_(town.lead, sees=NAMES)

    window.submit(
        window.get(f"/faelle/{case.id}/beteiligte"), button="Stimmt der Kontaktaufnahme zu Partei A"
    )

    assert party(case).contact_agreed is Answer.YES
    assert len(facts(case, "ContactAgreed")) == 1


def test_only_the_lead_records_what_parties_say(town: make.Town, browser: Browser):
    case = led(town)
    url = f"/faelle/{case.id}/beteiligte/{party(case).id}"
    window = browser.as_(town.coordinator)

    pages = [window.get(f"{url}/kontaktversuch"), window.get(f"{url}/entscheidung"), window.get(url)]

    assert {page.status_code for page in pages} == {403}
    assert "Das kann nur: Fallverantwortung." in pages[0].main
