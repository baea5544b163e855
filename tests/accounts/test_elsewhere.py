"""What one municipality does with a person reaches no other, and tells nothing of her there."""

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.actions import Invitation, invite
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import PersonRow, people
from app.accounts.rules import AccountState
from app.cases.queries.leads import choosable
from app.database import db
from app.notifications.messages import Kind
from app.workdays import Land
from tests import make
from tests.accounts.test_sign_in import with_password
from tests.browser import Browser, Page
from tests.notifications.waiting import rows

FORM = {"name": "Kl. Ahrens", "role": "coordinator"}


@pytest.fixture
def klaus(town: make.Town) -> User:
    """Somebody of Musterland who has a password there."""
    user: User = make.town("musterland", Land.NI).coordinator
    user.name, user.email = "Klaus Ahrens", "koordination@musterland.example"
    with_password(user)
    return user


def invited(window: Browser, email: str, **changes: str) -> Page:
    return window.submit(window.get("/personen/einladen"), {**FORM, "email": email, **changes})


def line(email: str) -> PersonRow:
    (found,) = [one for one in people(clock.today()).rows if one.email == email]
    return found


def test_an_invitation_does_not_say_whether_there_is_an_account_elsewhere(
    town: make.Town, klaus: User, browser: Browser
):
    window = browser.as_(town.admin)

    pages = [invited(window, email) for email in (klaus.email, "niemand@example.org")]

    assert all("Kl. Ahrens ist eingeladen." in page.text for page in pages)
    assert all("Klaus" not in page.text for page in pages)
    known, unknown = line(klaus.email), line("niemand@example.org")
    assert replace(known, id=unknown.id, email=unknown.email) == unknown
    assert known.state is AccountState.INVITED
    again = [window.post(f"/personen/{one.id}/nochmals-einladen").text for one in (known, unknown)]
    assert all("Die Einladung für Kl. Ahrens ist noch einmal unterwegs." in text for text in again)
    assert "Kl. Ahrens" not in str(choosable(clock.today()))


def test_an_administrator_of_elsewhere_is_invited_like_anybody(
    town: make.Town, klaus: User, browser: Browser
):
    other = make.town("drittkreis").admin

    page = invited(browser.as_(town.admin), other.email)

    assert "Kl. Ahrens ist eingeladen." in page.text


def test_whoever_has_a_password_keeps_it_and_is_told_of_the_role(
    town: make.Town, klaus: User, browser: Browser
):
    invited(browser.as_(town.admin), klaus.email)

    assert [(mail.user_id, mail.kind) for mail in rows()] == [(klaus.id, Kind.ROLE_GIVEN)]


def test_the_real_name_is_known_once_the_person_has_put_on_the_role(
    town: make.Town, klaus: User, browser: Browser
):
    invited(browser.as_(town.admin), klaus.email)
    window = browser.as_(klaus)
    assert line(klaus.email).name == "Kl. Ahrens"

    window.submit(window.get("/profil"), button="Wechseln Koordinierungsstelle, Musterkreis")

    assert (line(klaus.email).name, line(klaus.email).state) == ("Klaus Ahrens", AccountState.ACTIVE)


def test_signing_in_elsewhere_tells_nothing_here(town: make.Town, klaus: User, browser: Browser):
    invited(browser.as_(town.admin), klaus.email)

    browser.submit(browser.get("/anmelden"), with_password(klaus))

    assert line(klaus.email).state is AccountState.INVITED


def test_a_lock_ends_the_own_role_alone(town: make.Town, klaus: User, browser: Browser):
    admin, window = browser.as_(town.admin), browser.as_(klaus)
    invited(admin, klaus.email)

    page = admin.post(f"/personen/{klaus.id}/sperren")

    assert "Kl. Ahrens hat hier keinen Zugang mehr." in page.text
    assert line(klaus.email).state is AccountState.LOCKED
    assert window.get("/profil").heading == "Profil"
    assert "Musterkreis" not in window.get("/profil").main
    assert "Klaus Ahrens" in browser.submit(browser.get("/anmelden"), with_password(klaus)).text


def test_a_lock_is_undone(town: make.Town, klaus: User, browser: Browser):
    admin, window = browser.as_(town.admin), browser.as_(klaus)
    invited(admin, klaus.email)

    for deed in ("sperren", "entsperren"):
        admin.post(f"/personen/{klaus.id}/{deed}")

    assert line(klaus.email).state is AccountState.INVITED
    assert "Musterkreis" in window.get("/profil").main


def test_a_lock_of_the_last_municipality_ends_the_account_until_somebody_invites_again(
    town: make.Town, browser: Browser
):
    admin, words = browser.as_(town.admin), with_password(town.lead)
    admin.post(f"/personen/{town.lead.id}/sperren")
    refused = browser.submit(browser.get("/anmelden"), words)

    admin.post(f"/personen/{town.lead.id}/entsperren")

    assert "passen nicht zusammen" in refused.text
    assert "Lars Lindner" in browser.submit(browser.get("/anmelden"), words).text


def test_the_first_password_is_the_first_visit(town: make.Town, browser: Browser):
    from app.accounts.actions import mint_link
    from app.accounts.models import LinkPurpose

    invitation = Invitation(name="Nele Neu", email="nele@example.org", role=Role.COORDINATOR)
    user = invite(invitation, by=town.admin.id, at=make.NOON)
    secret = mint_link(user.id, LinkPurpose.INVITATION, at=make.NOON)
    db.session.commit()

    browser.submit(browser.get(f"/zugang/{secret}"), {"password": "drei Birken am Kanal"})

    db.session.expire_all()
    assert line("nele@example.org").state is AccountState.ACTIVE


def test_a_stranger_is_locked_nowhere(town: make.Town, klaus: User, browser: Browser):
    admin = browser.as_(town.admin)

    codes = [admin.post(f"/personen/{id_}/sperren").status_code for id_ in (klaus.id, uuid4())]

    assert codes == [404, 404]
    assert db.session.scalar(sa.select(User.active).where(User.id == klaus.id))


def test_whoever_has_two_roles_is_led_to_the_other_one(town: make.Town, klaus: User, browser: Browser):
    window = browser.as_(klaus)
    alone = window.get("/profil").links

    invited(browser.as_(town.admin), klaus.email)

    assert "Rolle wechseln" not in alone
    assert window.get("/profil").links["Rolle wechseln"] == "/profil#rollen"
