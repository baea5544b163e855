"""Whatever happens between the writing of a mail and its sending: it reaches whom it concerns by then."""

import random
from email.message import EmailMessage
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.cases.models import CaseLead, LeadKind
from app.database import db
from app.municipalities.scope import acting_in
from app.notifications.jobs import deliver
from app.notifications.models import Delivery
from tests import make
from tests.make import NOON
from tests.notifications.waiting import rows, waiting
from tests.sizes import sized

#: So many cases, each with a mail to its lead and a deed at a moment of its own.
CASES = sized(25, soak=1_000)


class Leads:
    """Who leads which case, by the deeds alone."""

    def __init__(self, town, dice: random.Random) -> None:
        self.dice, self.town_id, self.by = dice, town.id, town.coordinator.id
        self.people = {user.id: user.email for user in (town.lead, town.reporter)}
        self.of: dict[UUID, UUID | None] = {}
        self.locked: set[UUID] = set()

    def begin(self, case_id: UUID) -> None:
        self.of[case_id] = self._named(case_id)

    def may_read(self, case_id: UUID) -> str | None:
        lead = self.of[case_id]
        return self.people[lead] if lead and lead not in self.locked else None

    def something_happens(self) -> None:
        """The case gets another lead or loses its own, or somebody's access is locked or opened again."""
        self.dice.choice((self._another, self._another, self._nobody, self._lock))()
        db.session.commit()

    def _another(self) -> None:
        case_id = self._ended()
        self.of[case_id] = self._named(case_id)

    def _nobody(self) -> None:
        self.of[self._ended()] = None

    def _lock(self) -> None:
        """At most one person at a time."""
        self.locked = set() if self.locked else {self.dice.choice(list(self.people))}
        for person in self.people:
            change = sa.update(User).where(User.id == person).values(active=person not in self.locked)
            db.session.execute(change)

    def _ended(self) -> UUID:
        case_id = self.dice.choice(list(self.of))
        db.session.execute(
            sa.update(CaseLead)
            .where(CaseLead.case_id == case_id, CaseLead.ends_at.is_(None))
            .values(ends_at=NOON)
        )
        return case_id

    def _named(self, case_id: UUID) -> UUID:
        person = self.dice.choice(list(self.people))
        facts = {"kind": LeadKind.LEAD, "starts_at": NOON, "named_by": self.by}
        db.session.add(CaseLead(case_id=case_id, user_id=person, **facts))
        return person


@pytest.mark.soak
def test_whatever_happens_until_a_mail_goes_nobody_gets_what_is_not_theirs(app, town, sink):
    leads, case_of, wrong, arrived = Leads(town, random.Random(11)), {}, [], []
    for _ in range(CASES):
        case = make.case(town, reporter_id=town.colleague.id)
        leads.begin(case.id)
        case_of[case.number] = case.id
    for number, case_id in case_of.items():
        waiting(town, user_id=leads.of[case_id], role=Role.REPORTER, case_id=case_id, case_number=number)
    for _ in range(CASES // 5):
        leads.something_happens()

    def taken(mail: EmailMessage) -> None:
        case_id = next(id_ for number, id_ in case_of.items() if number in mail["Subject"])
        arrived.append(case_id)
        if mail["To"] != leads.may_read(case_id):
            wrong.append((case_id, mail["To"]))
        with app.app_context(), acting_in(leads.town_id):
            leads.something_happens()
            db.session.remove()

    sink.answer = taken

    deliver(NOON)

    stood = {status: [n for n in rows() if n.status is status] for status in Delivery}
    assert wrong == []
    assert len(set(arrived)) == len(arrived) == len(stood[Delivery.SENT]) > 0
    assert len(stood[Delivery.SKIPPED]) == CASES - len(arrived) > 0
