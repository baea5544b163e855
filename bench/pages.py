"""Opens every list, start page and case page of a large municipality and says what each of them costs.

Run it with ``python -m bench.pages``. The floor is the cheapest page of the same run, /hilfe.
"""

import argparse
import json
import secrets
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import clock, create_app
from app.accounts.models import WebSession
from app.accounts.permissions import Role
from app.accounts.sessions import token_hash
from app.cases.rules.status import Status
from app.config import Settings
from app.database import db
from app.mediators.deployment import Matter
from app.oversight.rules import Worklist
from app.plans.weeks import Week
from app.privacy.rules import Shelf
from app.workdays import Calendar, Land
from bench.world import World, build
from tests import postgres
from tests.watch import statements

FLOOR = "/hilfe"
TABS = (
    "beteiligte", "vermittlung", "plan", "termine", "versprochen", "fallkonferenzen", "nachsorge",
    "verlauf", "weitergaben", "nachrichten", "wiedervorlage", "blatt", "eskalation",
)  # fmt: skip
TIMES = 5

COORDINATOR, LEAD, REPORTER, MEDIATOR = "coordinator", "lead", "reporter", "mediator"


@dataclass(frozen=True)
class Visit:
    """Somebody opens a page."""

    who: str
    path: str

    def shown(self, world: World) -> str:
        """Without the ids, which say nothing."""
        text = self.path.replace(str(world.pool[0]), "<person>").replace(str(world.pool[1]), "<other>")
        text = text.replace(str(world.districts[0]), "<district>")
        for status, ids in world.ids.items():
            for name, value in ids.items():
                text = text.replace(str(value), f"<{name.removesuffix('_id')} {status}>")
        return f"{self.who}: {text}"


def people(world: World) -> dict[str, UUID]:
    """Who looks: the busiest of each kind."""
    users = world.users
    return {
        COORDINATOR: users[Role.COORDINATOR][0],
        REPORTER: users[Role.REPORTER][0],
        LEAD: users[Role.REPORTER][1],
        MEDIATOR: users[Role.MEDIATOR][0],
        "management": users[Role.MANAGEMENT][0],
        "admin": users[Role.ADMIN][0],
        "privacy": users[Role.PRIVACY_OFFICER][0],
    }


def visits(world: World) -> Iterator[Visit]:
    """Every start page, every list with its filters, and a case at each turn of its way."""
    yield Visit(COORDINATOR, FLOOR)
    yield from (Visit(who, "/") for who in people(world))
    yield from (Visit(COORDINATOR, path) for path in _of_coordination(world))
    yield from (Visit(LEAD, path) for path in _of_lead(world))
    own, asked = world.ids[Status.NEW]["case_id"], world.ids[Status.INFO]["case_id"]
    for path in (
        "/meldungen",
        f"/meldungen/{own}",
        f"/meldungen/{asked}",
        "/melden",
        "/fallkonferenzen",
        "/posteingang",
    ):
        yield Visit(REPORTER, path)
    work, offer = world.ids[Status.MEDIATION], world.ids[Status.PROPOSED]["offer_id"]
    case = f"/meine-faelle/{work['referral_id']}"
    meeting = f"{case}/termine/{work['meeting_id']}"
    profile = ("/zeiten", "/angaben", "/angaben/nicht-mit", "/qualifikation")
    for path in ("/anfragen", f"/anfragen/{offer}", "/meine-faelle", case, meeting, *profile):
        yield Visit(MEDIATOR, path)
    for path in ("/zeiten/einzelne-tage", "/zeiten/kalender", "/zeiten/weg", "/posteingang"):
        yield Visit(MEDIATOR, path)
    of_management = ("/plan", "/profil", "/rueckmeldungen", "/ereignisplan")
    yield from (Visit("management", path) for path in of_management)
    yield from (
        Visit("admin", path)
        for path in ("/dienststellen", "/personen", "/betrieb", "/postausgang", "/unzustellbar")
    )
    yield from (Visit("admin", path) for path in ("/ortsteile", f"/ortsteile/{world.districts[0]}"))
    yield Visit("management", "/profil/adresse")
    yield from (Visit("privacy", path) for path in ("/zugriffe", "/weitergaben"))
    yield from (Visit("privacy", f"/loeschen?liste={shelf.value}") for shelf in Shelf)
    yield Visit("privacy", f"/loeschen/{world.ids[Status.CLOSED]['case_id']}")


def _of_plan_and_calendar(world: World) -> Iterator[str]:
    soon = Calendar(Land.NW).add_working_days(world.now.date(), 3)
    yield from ("/plan", "/plan/fassungen", "/plan/umstellen", "/fristen", "/posteingang")
    yield from ("/ereignisplan", "/kontakte")
    yield from ("/faelligkeiten", f"/faelligkeiten?woche={Week.of(soon)}&rolle=COORDINATION")
    yield "/faelligkeiten/ueberfaellig"
    yield from ("/kalender", "/wartezeiten", "/kalender/vorschau?was=CLOSE")
    yield f"/kalender/vorschau?was=CLOSE&tag={soon}&anlass=x&pruefen=1"


def _of_coordination(world: World) -> Iterator[str]:
    yield "/faelle"
    yield from (f"/faelle?liste={worklist.value}" for worklist in Worklist)
    yield from (f"/faelle?stand={status.value}" for status in (Status.NEW, Status.CLOSED))
    yield from (
        "/faelle?anlass=NOISE",
        "/faelle?meine=y",
        "/ueberfaellig",
        f"/ueberfaellig/vorschau?tun=erinnern&fall={world.ids[Status.MEDIATION]['case_id']}",
    )
    yield from ("/vermittlung", "/pool", "/pool?sprache=ar&thema=SCHOOL&stand=frei", "/pool?stand=weg")
    yield "/pool/einladen"
    yield from (f"/pool/{world.pool[0]}{page}" for page in ("", "/qualifikation", "/adresse"))
    yield from (f"/pool/anstehend?liste={matter.value}" for matter in Matter)
    yield from _of_plan_and_calendar(world)
    yield from (
        "/vertretung",
        "/vertretung/andere",
        "/rueckmeldungen",
        "/versprochen",
        "/briefe",
        "/schutzkanaele",
        "/leihanfragen",
    )
    yield from (
        f"/faelle/{world.ids[status]['case_id']}" for status in Status if status is not Status.DELETED
    )
    for status in (Status.MATCHING, Status.PROPOSED, Status.MEDIATION):
        ids = world.ids[status]
        case = f"/faelle/{ids['case_id']}"
        yield from (f"{case}/{tab}" for tab in TABS)
        yield f"{case}/plan/{ids['step_id']}"
        yield from (f"{case}/warten", f"{case}/warten/OFFICE", f"{case}/plan/{ids['step_id']}/ereignis")
    search = f"/faelle/{world.ids[Status.MATCHING]['case_id']}/vermittlung"
    yield from (f"{search}{rest}" for rest in ("?allein=1", "?alle=1", "/bedarf", "/bedarf/sprachen"))
    yield f"/faelle/{world.ids[Status.MATCHING]['case_id']}/leihe"
    yield f"/faelle/{world.ids[Status.PROPOSED]['case_id']}/vermittlung/fehlt"
    yield from ("/pool/luecken", "/pool/luecken?sprache=ar&ort=Altfeld", "/pool/luecken.csv")
    yield f"/gesamtvermittlung/{world.ids['Gesamtvermittlung']['allocation_id']}"
    yield f"/faelle/{world.ids[Status.CONTACT]['case_id']}/fallverantwortung"
    pair = f"person={world.pool[0]}&person={world.pool[1]}"
    yield from (f"{search}/{page}" for page in (f"paar?{pair}", "konflikte", "sprachmittlung"))


def _of_lead(world: World) -> Iterator[str]:
    yield f"/faelle/suche/{world.ids['Suche']['search_id']}"
    for status in (Status.CONTACT, Status.MEDIATION, Status.CLOSED):
        case = f"/faelle/{world.ids[status]['case_id']}"
        yield case
        yield from (f"{case}/{tab}" for tab in (*TABS, "zugriffe"))
        yield f"{case}/beteiligte/{world.ids[status]['party_id']}/einwilligungen"
    yield from (f"/faelle/{world.ids[Status.CONTACT]['case_id']}/vertretung", "/posteingang", "/meldungen")
    yield "/faelligkeiten"


@dataclass(frozen=True)
class Cost:
    """What a page took: statements, milliseconds (the median), bytes."""

    statements: int
    milliseconds: float
    bytes: int


def windows(app: Flask, world: World) -> dict[str, FlaskClient]:
    """A signed-in browser for each of the people."""
    found = {}
    with app.app_context():
        for who, user_id in people(world).items():
            token, now = secrets.token_urlsafe(32), clock.now()
            seen = {"created_at": now, "last_seen_at": now}
            db.session.add(WebSession(token_hash=token_hash(token), user_id=user_id, content={}, **seen))
            found[who] = app.test_client()
            found[who].set_cookie(app.config["SESSION_COOKIE_NAME"], token)
        db.session.commit()
    return found


def cost(client: FlaskClient, path: str, *, times: int = TIMES) -> Cost:
    taken, seen = [], list[str]()
    for _ in range(times):
        seen = []
        token = statements.set(seen)
        start = perf_counter()
        response = client.get(path)
        taken.append((perf_counter() - start) * 1000)
        statements.reset(token)
        if response.status_code != 200:
            raise LookupError(f"{path}: {response.status_code}")
    return Cost(len(seen), statistics.median(taken), len(response.data))


@contextmanager
def _database(engine: str) -> Iterator[str | None]:
    """None: the file in the data folder."""
    if engine == "sqlite":
        yield None
        return
    with postgres.server() as address:
        admin = sa.create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE bench")
        admin.dispose()
        yield address + "bench"


def main() -> None:
    wishes = argparse.ArgumentParser(prog="python -m bench.pages")
    wishes.add_argument("--cases", type=int, default=10_000)
    wishes.add_argument("--mediators", type=int, default=2_000)
    wishes.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    wishes.add_argument("--json", action="store_true", help="figures for python -m bench, and nothing else")
    given = wishes.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(_database(given.engine))
        env = {"FALLBRUECKE_DATA": folder, "FALLBRUECKE_BASE_URL": "http://localhost"}
        app = create_app(Settings.from_env(env | ({"DATABASE_URL": url} if url else {})))
        with app.app_context():
            upgrade()
            start = perf_counter()
            world = build("gross", cases=given.cases, mediators=given.mediators, now=clock.now())
            db.session.remove()
        if given.json:
            _say(json.dumps(list(_figures(app, world))))
        else:
            _say(f"{given.cases} cases, {given.mediators} mediators, {given.engine}")
            _say(f"built in {perf_counter() - start:.0f} s, {_size(Path(folder))} MB\n")
            _tell(app, world)
        with app.app_context():
            db.engine.dispose()


def _measured(app: Flask, world: World) -> Iterator[tuple[Visit, Cost, float]]:
    """Each page, and its floor in milliseconds just before: who else uses the machine slows both."""
    browsers = windows(app, world)
    for visit in visits(world):
        floor = cost(browsers[visit.who], FLOOR).milliseconds
        yield visit, cost(browsers[visit.who], visit.path), floor


def _tell(app: Flask, world: World) -> None:
    _say(f"{'statements':>10} {'ms':>7} {'floors':>7} {'KB':>6}  page")
    for visit, found, floor in _measured(app, world):
        numbers = f"{found.statements:10} {found.milliseconds:7.1f} {found.milliseconds / floor:7.1f}"
        _say(f"{numbers} {found.bytes / 1024:6.0f}  {visit.shown(world)}")


def _figures(app: Flask, world: World) -> Iterator[dict[str, Any]]:
    for visit, found, floor in _measured(app, world):
        yield {
            "name": visit.shown(world),
            "value": found.milliseconds / 1000,
            "floor": floor / 1000,
            "unit": "s",
            "at_most": 1.0,
            "statements": found.statements,
        }


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.db*")) // 2**20


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
