"""The demo world as tests use it: for every page somebody who may see it, at a real address."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from werkzeug.routing import Rule

from app import clock, create_app
from app.accounts.models import User
from app.accounts.permissions import allowed
from app.cases.actions import report
from app.cases.models import Case, Draft, Party
from app.cases.rules.addresses import slug
from app.cases.rules.report import Section
from app.cases.rules.status import Verb
from app.config import Settings
from app.database import db
from app.demo.fill import fill
from app.demo.people import MEDIATORS, MUSTERKREIS, PASSWORD
from app.mediators.models import PoolImport, PoolPerson
from app.municipalities.models import Municipality
from app.municipalities.scope import across_municipalities, acting_in
from app.plans.models import PlanStep
from app.referrals.models import Meeting, Offer, Referral, Seat
from tests.browser import Browser

#: Not pages for people, or behind a secret that only a mail holds.
NOT_PAGES = {"static", "operation.alive", "operation.ready", "accounts.set_password"}
MOST_TRIES = 150
STRANGER = ""

#: Where the program looks for a pair that somebody chose, the address names two people.
WITH_QUERY = {"referrals.choose"}


@dataclass
class World:
    """The program over a data folder, with the demo in it."""

    app: Flask
    password: str = PASSWORD
    _windows: dict[str, Browser] = field(default_factory=dict)

    @classmethod
    def demo(cls, folder: Path) -> "World":
        env = {"FALLBRUECKE_DATA": str(folder), "FALLBRUECKE_BASE_URL": "http://127.0.0.1"}
        app = create_app(Settings.from_env(env))
        with app.app_context():
            upgrade()
            fill(clock.now())
            _write_draft()
            db.session.remove()
        return cls(app)

    def pages(self) -> dict[str, tuple[str, str] | None]:
        """By rule: who looks at which address; None if nobody could."""
        rules = [
            r
            for r in self.app.url_map.iter_rules()
            if "GET" in (r.methods or ()) and r.endpoint not in NOT_PAGES
        ]
        return {f"{rule.rule} ({rule.endpoint})": self._example(rule) for rule in sorted(rules, key=str)}

    def by_person(self, pages: dict[str, tuple[str, str] | None]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for example in pages.values():
            if example and not example[1].endswith(".csv"):
                found[example[0]].append(example[1])
        return found

    def _example(self, rule: Rule) -> tuple[str, str] | None:
        for address in islice(self._addresses(rule), MOST_TRIES):
            for person in self._people(rule.endpoint):
                if self._window(person).client.get(address).status_code == 200:
                    return person, address
        return None

    def _people(self, endpoint: str) -> list[str]:
        permission = getattr(self.app.view_functions[endpoint], "permission", None)
        if permission is None:
            return [STRANGER]
        everybody = (*MUSTERKREIS, *MEDIATORS)
        return [who.email for who in everybody if allowed(who.role, permission)]

    def _window(self, email: str) -> Browser:
        if email not in self._windows:
            with self.app.app_context():
                user_id = db.session.scalar(sa.select(User.id).where(User.email == email))
                db.session.remove()
            self._windows[email] = Browser(self.app).as_(user_id) if user_id else Browser(self.app)
        return self._windows[email]

    def _addresses(self, rule: Rule) -> Iterator[str]:
        with self.app.test_request_context():
            adapter = self.app.url_map.bind("127.0.0.1")
            with self.app.app_context(), _musterkreis():
                examples = list(_values(frozenset(rule.arguments)))
                queries = _pairs() if rule.endpoint in WITH_QUERY else [""]
                db.session.remove()
            for values in examples:
                for query in queries:
                    yield adapter.build(rule.endpoint, values) + query


def _musterkreis() -> Any:
    with across_municipalities():
        town = db.session.scalar(sa.select(Municipality.id).where(Municipality.slug == "musterkreis"))
    return acting_in(town)


def _write_draft() -> None:
    """The demo has no draft; a page for it needs one."""
    with _musterkreis():
        writer = db.session.scalars(sa.select(User).where(User.email == MUSTERKREIS[0].email)).one()
        report.begin(uuid4(), writer.id, at=clock.now())
        db.session.commit()


def _values(names: frozenset[str]) -> Iterator[dict[str, Any]]:
    """What the variables of an address can be, newest cases first; children with their parents."""
    if not names:
        yield {}
        return
    fixed = {"words": [slug(verb) for verb in Verb], "section": [section.value for section in Section]}
    spoken = names & fixed.keys()
    for row in _rows(names - spoken):
        if not spoken:
            yield row
        for name in spoken:
            for word in fixed[name]:
                yield row | {name: word}


def _rows(names: frozenset[str]) -> list[dict[str, Any]]:
    tables: dict[frozenset[str], tuple[Any, ...]] = {
        frozenset({"case_id"}): (Case.id,),
        frozenset({"case_id", "party_id"}): (Party.case_id, Party.id),
        frozenset({"case_id", "step_id"}): (PlanStep.case_id, PlanStep.id),
        frozenset({"offer_id"}): (Offer.id,),
        frozenset({"referral_id"}): (Referral.id,),
        frozenset({"referral_id", "meeting_id"}): (Meeting.referral_id, Meeting.id),
        frozenset({"referral_id", "party_id"}): (Meeting.referral_id, Meeting.party_id),
        frozenset({"case_id", "seat_id"}): (Seat.case_id, Seat.id),
        frozenset({"draft_id"}): (Draft.id,),
        frozenset({"person_id"}): (PoolPerson.id,),
        frozenset({"import_id"}): (PoolImport.id,),
    }
    columns = tables[names]
    order = {"case_id": 0, "referral_id": 0}
    keys = sorted(names, key=lambda name: (order.get(name, 1), name))
    query = sa.select(*columns)
    if names & {"party_id", "step_id", "case_id"} and columns[0].class_ is not Case:
        query = query.join(Case, Case.id == columns[0].class_.case_id)
    newest = Case.submitted_at.desc() if "case_id" in names else columns[0]
    return [dict(zip(keys, row, strict=True)) for row in db.session.execute(query.order_by(newest))]


def _pairs() -> list[str]:
    people = db.session.scalars(sa.select(PoolPerson.id).order_by(PoolPerson.last_name).limit(12)).all()
    return [
        "?" + urlencode([("person", one), ("person", two)]) for one in people for two in people if one != two
    ]
