"""A NUL is no text: neither database is asked to keep or find one."""

from app.database import db
from app.municipalities.models import Office


def test_a_search_for_a_nul_is_refused(town, browser):
    page = browser.as_(town.coordinator).get("/faelle?nummer=%00")

    assert page.status_code == 400


def test_a_form_with_a_nul_changes_nothing(town, browser):
    window = browser.as_(town.admin)
    before = db.session.query(Office).count()

    page = window.submit(window.get("/dienststellen/neu"), {"name": "Amt\0Nord", "kind": "OTHER"})

    assert page.status_code == 400
    assert db.session.query(Office).count() == before
