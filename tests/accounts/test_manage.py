"""What administration does with offices and people."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.database import db
from app.municipalities.models import Office
from tests import make


def test_an_office_is_set_up_once(town, browser):
    window = browser.as_(town.admin)
    form = {"name": "Sozialamt", "kind": "OTHER"}

    first = window.submit(window.get("/dienststellen/neu"), form)
    second = window.submit(window.get("/dienststellen/neu"), form)

    assert "Sozialamt ist eingerichtet." in first.text
    assert "gibt es schon" in second.text and second.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).where(Office.name == "Sozialamt")) == 1


def test_an_invited_person_has_a_role_and_no_password(town, browser):
    window = browser.as_(town.admin)

    page = window.submit(
        window.get("/personen/einladen"),
        {"name": "Nele Neu", "email": "Nele@Example.org", "role": "reporter", "office": str(town.office.id)},
    )

    person = db.session.scalar(sa.select(User).where(User.email == "nele@example.org"))
    assert "Nele Neu ist eingeladen" in page.text
    assert person.password_hash is None
    assert "eingeladen" in page.main


def test_whoever_reports_belongs_to_an_office(town, browser):
    window = browser.as_(town.admin)

    page = window.submit(
        window.get("/personen/einladen"),
        {"name": "Nele Neu", "email": "nele@example.org", "role": "reporter"},
    )

    assert "gehört zu einer Dienststelle" in page.text
    assert 'value="Nele Neu"' in page.response.text


def test_administration_and_cases_do_not_go_together(town, browser):
    window = browser.as_(town.admin)

    page = window.submit(
        window.get("/personen/einladen"), {"name": "Karin", "email": town.coordinator.email, "role": "admin"}
    )

    assert "darf keine andere Rolle haben" in page.text
    held = db.session.scalars(sa.select(Membership.role).where(Membership.user_id == town.coordinator.id))
    assert list(held) == [Role.COORDINATOR]


def test_locking_ends_the_session_at_once(town, browser):
    window, locked = browser.as_(town.admin), browser.as_(town.lead)

    page = window.post(f"/personen/{town.lead.id}/sperren")

    assert "hat hier keinen Zugang mehr" in page.text
    assert locked.get("/profil").heading == "Anmelden"


def test_whoever_is_locked_is_not_invited_but_unlocked(town, browser):
    window = browser.as_(town.admin)
    window.post(f"/personen/{town.colleague.id}/sperren")
    form = {"name": "Kemal Kurt", "email": town.colleague.email, "role": "coordinator"}

    page = window.submit(window.get("/personen/einladen"), form)

    assert "Diese Person ist hier gesperrt." in page.main
    assert 'value="Kemal Kurt"' in page.response.text


def test_nobody_locks_out_herself(town, browser):
    page = browser.as_(town.admin).post(f"/personen/{town.admin.id}/sperren")

    assert page.status_code == 409
    assert "eigene Konto" in page.text


@pytest.mark.parametrize("path", ["/dienststellen", "/personen", "/personen/einladen"])
def test_only_administration_sees_it(town, browser, path):
    assert browser.as_(town.coordinator).get(path).status_code == 403
    assert browser.as_(town.admin).get(path).status_code == 200


def test_the_list_of_people_has_pages_without_gap_or_repetition(town, browser):
    made = {
        make.user(name=f"Vier {n % 7}", role=Role.REPORTER, office_id=town.office.id).email for n in range(40)
    }
    window = browser.as_(town.admin)

    first = window.get("/personen")
    second = window.get(first.links["Weitere anzeigen"])

    shown = [{email for email in made if f">{email}<" in page.response.text} for page in (first, second)]
    assert shown[0] | shown[1] == made and not shown[0] & shown[1]
    assert "Weitere anzeigen" not in second.links
    assert "Vier" not in first.links["Weitere anzeigen"]
    assert first.main.removesuffix("Weitere anzeigen") in window.get("/personen?nach=unsinn").main


@pytest.mark.parametrize("path", ["/dienststellen/neu", "/personen/einladen"])
def test_blanks_are_no_name(town, browser, path):
    window = browser.as_(town.admin)
    before = [db.session.scalar(sa.select(sa.func.count(kind.id))) for kind in (Office, User)]
    form = {"name": "   ", "kind": "OTHER", "email": "nele@example.org", "role": "coordinator"}

    page = window.submit(window.get(path), form)

    assert page.status_code == 422
    assert "Bitte geben Sie einen Namen ein." in page.main
    assert [db.session.scalar(sa.select(sa.func.count(kind.id))) for kind in (Office, User)] == before
