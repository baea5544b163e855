"""What comes beside and after the way of a case: conferences, checks whether it holds, anonymous answers."""

from datetime import datetime, time
from random import Random
from uuid import UUID, uuid4

from app.cases.actions.moves import Actor
from app.cases.rules.disclosure import Ground
from app.cases.rules.status import Who
from app.conferences.actions import calling, measures
from app.conferences.actions.calling import Call, Share
from app.conferences.actions.measures import Agreed
from app.conferences.models import Conference
from app.conferences.rules import Owner
from app.database import db
from app.demo.walk import Walk
from app.feedback.actions import answering, checks, links
from app.feedback.actions.answering import Said
from app.feedback.queries.links import recipients
from app.feedback.rules.checks import Check, CheckResult
from app.feedback.rules.figures import before, period_of
from app.feedback.rules.questionnaire import QUESTIONS, Audience
from app.localtime import local, local_moment
from app.municipalities.rules import OfficeKind
from app.seed import rows

#: How many answered in the last half-year, and in the one before.
ANSWERED = {Audience.PARTY: (27, 14), Audience.REPORTER: (16, 11), Audience.MEDIATOR: (12, 6)}
#: Most are content.
LIKELY = (5, 5, 5, 4, 4, 4, 3, 3, 2, 1, None)


def ask_once(walk: Walk, result: CheckResult = CheckResult.HOLDS) -> None:
    """Four weeks later the lead asks whether it holds."""
    walk.wait(days=3)
    checks.record(walk.case, Check.FIRST, result, check_id=uuid4(), by=_lead(walk), at=walk.at)
    db.session.flush()


def ask_no_more(walk: Walk) -> None:
    checks.waive(walk.case, "Beide Parteien möchten nicht mehr gefragt werden.", by=_lead(walk), at=walk.at)
    db.session.flush()


def hand_out(walk: Walk) -> None:
    """The lead hands out questionnaires after the case is closed."""
    walk.wait(hours=2)
    for one in recipients(walk.case)[:2]:
        links.make_link(walk.case, one.key, invitation_id=uuid4(), by=_lead(walk), at=walk.at)
        db.session.flush()


def call(walk: Walk, starts_at: datetime, *, ground: Ground) -> None:
    """Coordination brings the youth office and the public order office together."""
    found = uuid4()
    wish = Call(
        id=found,
        starts_at=starts_at,
        place="Kreishaus, Raum 214",
        purpose="Gemeinsames Vorgehen im Wohnumfeld abstimmen, bevor die Gespräche weitergehen.",
    )
    calling.call(walk.case, wish, by=_coordination(walk), at=walk.at)
    db.session.flush()
    conference = db.session.get_one(Conference, found)
    for kind, text in (
        (OfficeKind.YOUTH, "Im Hof fehlt ein Ort für die Jugendlichen. Gibt es dort ein Angebot am Abend?"),
        (OfficeKind.PUBLIC_ORDER, "Es geht um die Zeiten nach 22 Uhr. Bitte bringen Sie die Meldelage mit."),
    ):
        _invite(walk, conference, walk.offices[kind], ground=ground, text=text)


def agree(walk: Walk) -> None:
    """What the conference agreed on; one measure for each kind of owner."""
    conference = db.session.query(Conference).filter_by(case_id=walk.case_id).one()
    youth = walk.offices[OfficeKind.YOUTH]
    for owner, office_id, days, text in (
        (Owner.OFFICE, youth, 6, "Zwei Abende im Jugendtreff für die Gruppe öffnen."),
        (Owner.LEAD, None, 3, "Beide Seiten über die Absprachen unterrichten."),
        (Owner.COORDINATION, None, 10, "Mit der Wohnungsgesellschaft über eine Sitzecke sprechen."),
    ):
        due_on = walk.calendar.add_working_days(local(walk.now).date(), days)
        said = Agreed(id=uuid4(), owner=owner, office_id=office_id, due_on=due_on, text=text)
        measures.agree(walk.case, conference, said, by=_coordination(walk), at=walk.at)
        db.session.flush()


def answers(municipality_id: UUID, *, now: datetime, chance: Random) -> None:
    """Two half-years of answers, and what people wrote."""
    last = before(period_of(local(now).date()))
    remarks = [row["text"] for row in rows("app.demo", "remarks", separator=";")]
    for audience, counts in ANSWERED.items():
        for back, count in enumerate(counts):
            for number in range(count):
                remark = remarks[number] if audience is Audience.PARTY and number < len(remarks) else None
                said = Said(_choices(audience, chance), remark if back == 0 else None)
                period = before(last, back)
                answering.keep(said, audience=audience, municipality_id=municipality_id, period=period)


def _choices(audience: Audience, chance: Random) -> dict[str, int]:
    drawn = {question.code: chance.choice(LIKELY) for question in QUESTIONS[audience]}
    return {code: value for code, value in drawn.items() if value is not None} or {"again": 4}


def _invite(walk: Walk, conference: Conference, office_id: UUID, *, ground: Ground, text: str) -> None:
    law = "§ 16 Abs. 1 DSG NRW, Aufgabe der Dienststelle" if ground is Ground.LAW else None
    share = Share(id=uuid4(), office_id=office_id, ground=ground, law=law, text=text)
    calling.invite(walk.case, conference, share, by=_coordination(walk), at=walk.at)
    db.session.flush()


def at_ten(walk: Walk, *, days: int) -> datetime:
    """At ten o'clock, so many working days after the moment of the walk."""
    day = walk.calendar.add_working_days(local(walk.at).date(), days)
    return local_moment(datetime.combine(day, time(10)))[0]


def _lead(walk: Walk) -> Actor:
    return Actor(walk.lead, frozenset({Who.CASE_LEAD}))


def _coordination(walk: Walk) -> Actor:
    return Actor(walk.coordinator, frozenset({Who.COORDINATION}))
