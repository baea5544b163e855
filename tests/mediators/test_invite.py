"""People of the pool get an account when coordination invites them, singly or all at once."""

import sqlalchemy as sa

from app import clock
from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.database import db
from app.mediators.actions import people
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from tests import make
from tests.mediators.people import mediator, person


def invitations():
    query = sa.select(Notification).where(Notification.kind == Kind.INVITATION)
    return db.session.scalars(query).all()


def mediators():
    return db.session.scalars(sa.select(Membership).where(Membership.role == Role.MEDIATOR)).all()


def test_one_person_is_invited_and_gets_a_mail(town, browser):
    noori = person(email="noori@pool.example", first_name="Leila", last_name="Noori")
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/pool/{noori.id}"), button="Person einladen")

    user = db.session.scalars(sa.select(User).where(User.email == "noori@pool.example")).one()
    invited = db.session.get_one(PoolPerson, noori.id)
    assert (user.name, invited.user_id, invited.invited_at) == ("Leila Noori", user.id, make.NOON)
    assert [one.user_id for one in mediators()] == [user.id]
    assert [one.user_id for one in invitations()] == [user.id]
    assert "eingeladen am" in page.main


def test_inviting_the_same_person_twice_is_one_invitation(town, browser):
    noori = person()
    window = browser.as_(town.coordinator)
    window.post(f"/pool/{noori.id}/einladen")

    with clock.stopped(make.later(minutes=5)):
        window.post(f"/pool/{noori.id}/einladen")

    assert (len(mediators()), len(invitations())) == (1, 1)


def test_before_all_are_invited_the_page_says_how_many_mails_go_out(town, browser):
    person(), person(), mediator(), person(left_at=make.NOON)

    page = browser.as_(town.coordinator).get("/pool/einladen")

    assert "Es gehen 2 E-Mails hinaus." in page.main
    assert len(invitations()) == 0


def test_all_are_invited_once(town, browser):
    mediator()
    left = person(left_at=make.NOON)
    waiting = [person(), person()]
    window = browser.as_(town.coordinator)

    page = window.submit(window.get("/pool/einladen"), button="Alle einladen")
    with clock.stopped(make.later(minutes=5)):
        window.post("/pool/einladen")

    accounts = {db.session.get_one(PoolPerson, one.id).user_id for one in waiting}
    assert "2 Personen sind eingeladen." in page.text
    assert {one.user_id for one in invitations()} == accounts
    assert (len(invitations()), len(accounts)) == (2, 2)
    assert db.session.get_one(PoolPerson, left.id).user_id is None


def test_a_very_long_pool_is_invited_in_parts(town, browser, monkeypatch):
    monkeypatch.setattr(people, "MOST_INVITED_AT_ONCE", 2)
    for _ in range(3):
        person()
    window = browser.as_(town.coordinator)

    page = window.get("/pool/einladen")
    for _ in range(2):
        window.post("/pool/einladen")

    assert "3 Personen sind noch nicht eingeladen. Es gehen 2 E-Mails hinaus. Mehr gehen nicht" in page.main
    assert len(invitations()) == 3


def test_whoever_administers_is_not_invited_and_the_others_are(town, browser):
    person(email=town.admin.email, first_name="Ada", last_name="Admin")
    person()
    window = browser.as_(town.coordinator)

    page = window.submit(window.get("/pool/einladen"), button="Alle einladen")

    assert "Eine Person ist eingeladen." in page.text
    assert "Ada Admin ist nicht eingeladen: Wer die Administration innehat" in page.text
    assert len(mediators()) == 1


def test_somebody_with_an_account_gets_the_role_but_no_link(town, browser):
    known = person(email=town.reporter.email)
    window = browser.as_(town.coordinator)

    window.post(f"/pool/{known.id}/einladen")

    assert db.session.get_one(PoolPerson, known.id).user_id == town.reporter.id
    assert (len(mediators()), invitations()) == (1, [])


def test_whoever_has_left_is_not_invited(town, browser):
    left = person(left_at=make.NOON)

    page = browser.as_(town.coordinator).post(f"/pool/{left.id}/einladen")

    assert page.status_code == 409
    assert "arbeitet nicht mehr für den Pool" in page.main
    assert mediators() == []


def test_the_link_can_be_sent_again_until_there_is_a_password(town, browser):
    noori = person()
    window = browser.as_(town.coordinator)
    window.post(f"/pool/{noori.id}/einladen")

    page = window.submit(window.get(f"/pool/{noori.id}"), button="Noch einmal einladen")

    assert "Die Einladung ist noch einmal unterwegs." in page.text


def test_nobody_but_coordination_invites_all(town, browser):
    person()

    answers = [browser.as_(one).post("/pool/einladen").status_code for one in (town.reporter, town.admin)]

    assert answers == [403, 403]
    assert mediators() == []
