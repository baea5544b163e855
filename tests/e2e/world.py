"""The demo world as tests use it: for every page somebody who may see it, at a real address."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from importlib.resources import files
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import clock, create_app
from app.accounts.models import User
from app.accounts.permissions import Role, allowed
from app.cases.actions import imports as case_imports
from app.cases.actions import report, search
from app.config import Settings
from app.database import db
from app.demo.fill import fill, pool_file
from app.demo.people import MEDIATORS, MUSTERKREIS, STATE
from app.localtime import LOCAL
from app.mediators import poolfile
from app.mediators.actions import imports, taking, uploads
from app.mediators.models import PoolPerson
from app.municipalities.models import Municipality
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.actions import answering
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus
from tests.browser import Browser
from tests.e2e.examples import groups
from tests.e2e.found import Values
from tests.watch import translate_once

#: A Tuesday; the demo is dated relative to it, so that every run sees the same pages.
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=LOCAL)

#: What machines ask, and what only leads on to a page.
NOT_PAGES = {
    "static",
    "operation.alive",
    "operation.ready",
    "referrals.deadlines",
    "referrals.feed",
    "cases.report_resume",
}
#: Looks different for every role.
FOR_EACH_ROLE = {"oversight.start"}
MOST_TRIES = 60
STRANGER = ""
#: Those who see most are asked first.
EVERYBODY = sorted((*MUSTERKREIS, *MEDIATORS, *STATE), key=lambda who: who.role is not Role.COORDINATOR)


@dataclass(frozen=True)
class Sight:
    """A page, and who looks at it (an e-mail address, empty for a stranger)."""

    person: str
    address: str

    def __str__(self) -> str:
        return f"{self.address} as {self.person or 'a stranger'}"


@dataclass
class World:
    """The program over a data folder, with the demo in it."""

    app: Flask
    sights: dict[str, list[Sight]] = field(default_factory=dict)
    """What there is to see, by endpoint."""
    _windows: dict[str, Browser] = field(default_factory=dict)
    _seeing: set[str] = field(default_factory=set)
    """Who has seen a page: they see others, too, so they are asked first."""

    @classmethod
    def at(cls, folder: Path) -> "World":
        """The world in this folder."""
        env = {"FALLBRUECKE_DATA": str(folder), "FALLBRUECKE_BASE_URL": "http://127.0.0.1"}
        app = create_app(Settings.from_env(env))
        translate_once(app)
        return cls(app)

    @classmethod
    def demo(cls, folder: Path) -> "World":
        """The demo as a newcomer gets it, and a draft."""
        world = cls.at(folder)
        with world.app.app_context():
            upgrade()
            fill(clock.now())
            _work_today()
            db.session.remove()
        world.sights = {rule.endpoint: list(world._seen(rule)) for rule in world._rules()}
        return world

    def copy(self, folder: Path) -> "World":
        """The same once more in another, empty folder: what happens there, happens there alone."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()  # else the last of it may not be in the file yet
        shutil.copytree(self.app.config["SETTINGS"].data, folder, dirs_exist_ok=True)
        made = World.at(folder)
        made.sights = self.sights
        return made

    def sight(self, endpoint: str) -> Sight:
        return self.sights[endpoint][0]

    def by_person(self) -> dict[str, list[str]]:
        """Everything to look at, in as few windows as possible; downloads are no pages."""
        found: dict[str, list[str]] = {}
        for sight in (one for sights in self.sights.values() for one in sights):
            if not sight.address.endswith((".csv", ".yaml")):
                found.setdefault(sight.person, []).append(sight.address)
        return found

    def cookie(self, email: str) -> dict[str, str]:
        """What the browser of this person holds while she is signed in."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        held = self._window(email).client.get_cookie(name)
        assert held
        return {"name": name, "value": held.value}

    def _rules(self) -> list[Rule]:
        every = self.app.url_map.iter_rules()
        pages = (r for r in every if "GET" in (r.methods or ()) and r.endpoint not in NOT_PAGES)
        return sorted(pages, key=lambda rule: rule.rule)

    def _seen(self, rule: Rule) -> Iterator[Sight]:
        for addresses in self._addresses(rule):
            seen = self._shown(rule.endpoint, addresses[:MOST_TRIES])
            yield from seen if rule.endpoint in FOR_EACH_ROLE else islice(seen, 1)

    def _shown(self, endpoint: str, addresses: list[str]) -> Iterator[Sight]:
        """Who sees which of these pages; nobody is asked before the next one is wanted."""
        for address in addresses:
            for person in self._people(endpoint):
                if self.get(person, address).status_code == 200:
                    self._seeing.add(person)
                    yield Sight(person, address)

    def _people(self, endpoint: str) -> list[str]:
        permission = getattr(self.app.view_functions[endpoint], "permission", None)
        if permission is None:
            return [STRANGER]
        let_in = [who.email for who in EVERYBODY if allowed(who.role, permission)]
        return sorted(let_in, key=lambda email: email not in self._seeing)

    def _addresses(self, rule: Rule) -> list[list[str]]:
        if rule.endpoint == "referrals.choose":
            return [self._pairs()]
        with self.app.app_context(), _musterkreis():
            found = groups(rule.endpoint, frozenset(rule.arguments))
            db.session.remove()
        return [[self._address(rule, values) for values in group] for group in found or []]

    def _address(self, rule: Rule, values: Values) -> str:
        return str(self.app.url_map.bind("127.0.0.1").build(rule.endpoint, values))

    def _pairs(self) -> list[str]:
        """Two people are chosen where pairs are proposed."""
        searches = [one for group in self._addresses(self._rule("referrals.search")) for one in group]
        pages = (self.get("koordination@musterkreis.example", one).text for one in searches)
        return [unescape(url) for page in pages for url in re.findall(r'href="([^"]+/paar\?[^"]+)"', page)]

    def _rule(self, endpoint: str) -> Rule:
        return next(rule for rule in self._rules() if rule.endpoint == endpoint)

    def get(self, email: str, address: str) -> TestResponse:
        return self._window(email)._request([], address, method="GET")

    def _window(self, email: str) -> Browser:
        if email not in self._windows:
            stranger = Browser(self.app)
            self._windows[email] = stranger.as_(self._user(email)) if email else stranger
        return self._windows[email]

    def _user(self, email: str) -> UUID:
        with self.app.app_context():
            found = _user_id(email)
            db.session.remove()
        return found


@contextmanager
def _musterkreis() -> Iterator[None]:
    with across_municipalities():
        town = db.session.scalars(sa.select(Municipality.id).where(Municipality.slug == "musterkreis")).one()
    with acting_in(town):
        yield


def _work_today() -> None:
    """A report is begun, the pool file comes in again, a mediator can: what only the present day has."""
    with _musterkreis():
        report.begin(uuid4(), _user_id("meldung@musterkreis.example"), at=clock.now())
        coordinator = _user_id("koordination@musterkreis.example")
        imports.take(poolfile.read(pool_file(), today=clock.today()), by=coordinator, at=clock.now())
        uploads.receive(pool_file(), by=coordinator, at=clock.now())
        long = uploads.receive(pool_file(), by=coordinator, at=clock.now())
        taking.ask(long, seen="", rows=50, by=coordinator)
        kept_so_far = (files("app.demo") / "offene_faelle.csv").read_bytes()
        cases = case_imports.read(kept_so_far, today=clock.today())
        case_imports.take(cases, by=coordinator, at=clock.now())
        mediator = "leyla.hoffmann50@pool.example"
        search.look_for("Schmidt", by=_user_id("fall@musterkreis.example"), at=clock.now())
        answering.show_interest(_newest_offer(mediator), by=_user_id(mediator), at=clock.now())
        db.session.commit()


def _newest_offer(email: str) -> UUID:
    asked = sa.select(Offer.id).join(PoolPerson, PoolPerson.id == Offer.person_id)
    waiting = asked.where(PoolPerson.email == email, Offer.status == OfferStatus.OFFERED)
    return db.session.scalars(waiting.order_by(Offer.offered_at.desc(), Offer.id).limit(1)).one()


def _user_id(email: str) -> UUID:
    return db.session.scalars(sa.select(User.id).where(User.email == email)).one()
