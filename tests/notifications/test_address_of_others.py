"""Another e-mail address for somebody else: by the administration, by coordination, and in the pool."""

import sqlalchemy as sa

from app.accounts.models import EmailChange, Membership
from app.accounts.permissions import Role
from app.database import db
from app.mediators.actions.imports import take as take_in
from app.mediators.models import PoolPerson
from app.municipalities.scope import acting_in
from app.notifications.jobs import deliver
from app.workdays import Land
from tests import make
from tests.make import NOON
from tests.mediators.people import mediator
from tests.mediators.pool import GOOD, file_of, read
from tests.notifications.addressing import NEW, address, logged, mails


def want_for(window, user, email=NEW, reason="LOST"):
    return window.submit(window.get(f"/personen/{user.id}/adresse"), {"email": email, "reason": reason})


def want_in_pool(window, person, email=NEW):
    page = window.get(f"/pool/{person.id}")
    return window.submit(window.get(page.links["E-Mail-Adresse ändern"]), {"email": email, "reason": "LOST"})


def test_administration_changes_it_for_whoever_lost_the_mailbox(town, browser, sink):
    admin, session, old = browser.as_(town.admin), browser.as_(town.lead), town.lead.email

    page = want_for(admin, town.lead)
    sent = mails(sink)
    browser.submit(browser.get(sent[NEW]))

    assert "bekommt einen Link an die neue Adresse" in page.text
    assert set(sent) == {old, NEW}
    assert address(town.lead) == NEW
    assert session.get("/profil").heading == "Anmelden"
    assert logged()[-2:] == ["AddressWanted:LOST", "AddressChanged"]


def test_administration_is_answered_alike_for_an_address_of_another_account(town, browser, sink):
    admin = browser.as_(town.admin)

    free, taken = want_for(admin, town.lead), want_for(admin, town.lead, town.reporter.email)

    assert free.text == taken.text
    assert set(mails(sink)) == {town.lead.email}


def test_a_reason_is_needed(town, browser):
    admin = browser.as_(town.admin)

    page = admin.submit(admin.get(f"/personen/{town.lead.id}/adresse"), {"email": NEW})

    assert "Bitte wählen Sie einen Grund." in page.main


def test_nobody_is_taken_over_who_has_a_role_in_another_municipality_too(town, browser):
    with acting_in(make.town("musterland", Land.NI).id):
        other = make.user(name="Beide", role=Role.REPORTER)
    joined = Membership(user_id=other.id, role=Role.MANAGEMENT, starts_on=NOON.date(), accepted_at=NOON)
    db.session.add(joined)
    db.session.commit()

    page = want_for(browser.as_(town.admin), other)

    assert "Diese Adresse lässt sich hier nicht ändern." in page.main
    assert db.session.scalar(sa.select(sa.func.count(EmailChange.id))) == 0


def test_administration_changes_its_own_in_its_profile(town, browser):
    page = want_for(browser.as_(town.admin), town.admin)

    assert "Die eigene Adresse ändern Sie in Ihrem Profil." in page.main


def test_coordination_does_it_for_people_of_the_pool_alone(town, browser, sink):
    noori, window = mediator(), browser.as_(town.coordinator)

    sent = want_in_pool(window, noori)
    joined = Membership(user_id=noori.user_id, role=Role.REPORTER, starts_on=NOON.date(), accepted_at=NOON)
    db.session.add(joined)
    db.session.commit()
    both = want_in_pool(window, noori)

    assert "bekommt einen Link an die neue Adresse" in sent.text
    assert "Ihre Adresse ändert die Administration." in both.main
    assert window.get(f"/personen/{noori.user_id}/adresse").status_code == 403


def test_whoever_was_invited_to_a_wrong_address_is_invited_at_the_right_one(town, browser, sink):
    town.lead.password_hash = None
    db.session.commit()
    want_for(browser.as_(town.admin), town.lead, reason="MISTYPED")

    browser.submit(browser.get(mails(sink)[NEW]))

    deliver(NOON)
    assert [mail["To"].addresses[0].addr_spec for mail in sink.mails if "/zugang/" in mail.get_content()] == [
        NEW
    ]


def test_the_entry_in_the_pool_has_the_same_address_and_the_old_file_still_means_her(town, browser, sink):
    noori = mediator(email="ece.kaya@pool.example")
    take_in(read(file_of({})), by=None, at=NOON)
    db.session.commit()
    want_in_pool(browser.as_(town.coordinator), noori, "ece@example.org")

    browser.submit(browser.get(mails(sink)["ece@example.org"]))
    for cell in (GOOD["E-Mail"], "ece@example.org"):
        take_in(read(file_of({"E-Mail": cell, "Telefon": "0221 1"})), by=None, at=NOON)
        db.session.commit()

    db.session.expire_all()
    people = db.session.execute(sa.select(PoolPerson.id, PoolPerson.email, PoolPerson.phone)).all()
    assert people == [(noori.id, "ece@example.org", "0221 1")]
