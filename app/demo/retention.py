"""Old cases whose time is over: waiting for a word, held, released, and deleted already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from app.cases.actions import report
from app.cases.actions.report import Reporter
from app.cases.models import Case
from app.cases.rules.answers import Answers
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority
from app.cases.rules.status import Verb
from app.database import db
from app.demo import reports
from app.demo.people import Town
from app.demo.walk import Walk
from app.localtime import LOCAL, local
from app.municipalities.queries import calendar
from app.plans.actions.ending import done
from app.privacy.actions import erasing, holds, releasing
from app.privacy.rules import Ground
from app.seed import rows

REASON = "Die Hausverwaltung hat eine Klage angekündigt und den Fall darin genannt."
HELD_FOR = timedelta(days=120)
#: The step of the plan that a closed case leaves to coordination.
REPORTED_BACK = "F54"


@dataclass(frozen=True)
class Told:
    """An old case and what became of it."""

    way: str
    case: Case


def settle(town: Town, *, now: datetime) -> None:
    """Five cases of last year: two wait, one is held, one goes this night, one is gone."""
    chance = Random("old cases")
    told = [_tell(town, row, chance=chance, now=now) for row in rows("app.demo", "old_cases", separator=";")]
    officer, coordinator = town.people["datenschutz"], town.people["koordination"]
    held, released, gone = told[2].case, told[1].case, told[0].case
    review = local(now).date() + HELD_FOR
    holds.set_hold(held, Ground(REASON, review), by=coordinator, at=_ago(now, days=40))
    releasing.release(released, by=officer, at=min(now, _morning(local(now).date())))
    releasing.release(gone, by=officer, at=_ago(now, days=3))
    db.session.flush()
    erasing.erase_persons(gone.id, at=_ago(now, days=2))
    db.session.flush()


def _tell(town: Town, row: dict[str, str], *, chance: Random, now: datetime) -> Told:
    day = local(now).date() - timedelta(days=int(row["ago"]))
    at = calendar().next_opening(_morning(day))
    story = reports.Story({**row, "priority": "", "stage": "", "age_wd": "3"})
    district = town.districts[row["district"]]
    meant = reports.report_of(story, district_id=str(district.id), chance=chance)
    reporter = town.people["meldung"]
    draft_id = UUID(int=chance.getrandbits(128), version=4)
    by = Reporter(reporter, town.offices[story.office])
    report.begin(draft_id, reporter, at=at)
    db.session.flush()
    walk = Walk(
        case_id=report.submit(draft_id, meant, by=by, at=at, below=chance.randrange),
        at=at,
        now=now,
        reporter=reporter,
        coordinator=town.people["koordination"],
        lead=town.people["fall"],
        calendar=calendar(),
        chance=chance,
    )
    WAYS[row["way"]](walk)
    db.session.flush()
    walk.wait(days=1)
    done(walk.case_id, REPORTED_BACK, at=walk.at, by=walk.coordinator)
    db.session.flush()
    return Told(row["way"], walk.case)


def _withdrawn(walk: Walk) -> None:
    walk.withdraw_report()


def _declined(walk: Walk) -> None:
    walk.review()
    walk.decline(Outcome.NA_COMPETENCE)


def _referred(walk: Walk) -> None:
    walk.review()
    walk.check()
    walk.refer_on(Outcome.REF_ADVICE, "Familienberatung")


def _unreached(walk: Walk) -> None:
    walk.review()
    walk.check()
    walk.assess(Priority.C, 2)
    walk.accept()
    walk.begin_contact()
    walk.wait(days=1)
    walk.make(Verb.CLOSE_WITHOUT_CONTACT, Answers(outcome=Outcome.NC_MOVED))


WAYS: dict[str, Callable[[Walk], None]] = {
    "withdrawn": _withdrawn,
    "declined": _declined,
    "referred": _referred,
    "unreached": _unreached,
}


def _ago(now: datetime, *, days: int) -> datetime:
    return _morning(local(now).date() - timedelta(days=days))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), LOCAL)
