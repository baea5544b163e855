"""Secrets are changed while the program is in use: nothing sealed is lost, and addresses still end."""

from dataclasses import replace

from app import create_app
from app.cases.models import Case
from app.database import db
from app.municipalities.scope import acting_in
from tests.browser import Browser
from tests.referrals import meeting
from tests.referrals.meeting import first
from tests.referrals.test_feed import subscribed


def test_after_new_keys_old_texts_open_and_calendar_addresses_live_until_they_are_revoked(app, town, browser):
    found = meeting.mediating(town)
    mediator = first(found)
    address, _ = subscribed(browser, mediator)
    town_id, case_id, told = town.id, found.case.id, found.case.description
    db.session.remove()
    old = app.config["SETTINGS"]

    renewed = create_app(replace(old, secret_key="n" * 32, field_keys=old.field_keys | {"2": b"n" * 32}))

    with renewed.app_context(), acting_in(town_id):
        assert told
        assert db.session.get_one(Case, case_id).description == told
        db.session.remove()
    window = Browser(renewed)
    assert window.get(address).status_code == 200
    window = window.as_(mediator)
    window.submit(window.get("/profil/kalender"), button="Adressen beenden")
    assert window.get(address).status_code == 404
    with renewed.app_context():
        db.session.remove()
        db.engine.dispose()
