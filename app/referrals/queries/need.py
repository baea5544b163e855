"""What a case asks of the pool, with what was set for it and what parties were asked; in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case, Party
from app.cases.rules.intake import AccessNeed, LanguageAnswer
from app.cases.rules.screening import Priority
from app.cases.rules.speech import to_talk_in
from app.database import db
from app.marks import Described
from app.mediators.models import PoolPerson
from app.mediators.queries.candidates import anybody_lent
from app.mediators.rules import Topic
from app.municipalities.models import ClosingDay, District, Municipality, Office, calendar_of
from app.referrals.matching import Need, PartyNeed
from app.referrals.matching.wishes import Wishes, read
from app.referrals.models import AskedLanguage, CaseNeed
from app.referrals.queries.conflicts import Side
from app.referrals.queries.wishes import Said, Saved, asked_of, last_need, said_by
from app.translation import word
from app.workdays import Calendar

#: Days to look ahead for closing days: more than fifteen working days can ever span.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Wanted:
    """The need of a case, and what of its town counts for it."""

    need: Need
    side: Side
    """What of the case is compared with the pool."""
    nameless: tuple[str, ...]
    """Labels of the parties whose name isn't known."""
    partly: tuple[str, ...]
    """Labels of those of whom too little is known to compare all of it."""
    to_compare: bool
    """The marks of some party are still to be made."""
    municipality: Municipality
    calendar: Calendar
    party_ids: tuple[UUID, ...]
    wishes: Wishes
    """What is saved; the need knows nothing of it yet."""
    set_last: Saved | None
    said: Said
    """What parties said of further languages."""
    people: int
    """How many there are in the pool."""
    lending: bool
    """Somebody is here for this case alone, or works elsewhere at present."""


def wanted(case: Case, today: date) -> Wanted:
    """A row for each party, times the closing days that lie ahead, times the languages it was asked about."""
    days = {"first": today, "last": today + AHEAD}
    rows = db.session.execute(_EVERYTHING, {"case": case.id, **days}).all()
    parties = list({row[0].id: row[0] for row in rows}.values())
    _, district, office, municipality, _, set_, _, by, people, lending = rows[0]
    said = said_by(row[6] for row in rows)
    closing_days = frozenset(row[4] for row in rows if row[4] is not None)
    return Wanted(
        need=need_of(case, parties, said, district=district, office=office),
        side=Side(frozenset(party.id for party in parties), office),
        nameless=tuple(party.label for party in parties if party.name is None),
        partly=tuple(party.label for party in parties if not Described(party.name, party.address).is_whole),
        to_compare=any(party.to_mark for party in parties),
        municipality=municipality,
        calendar=calendar_of(municipality, closing_days),
        party_ids=tuple(party.id for party in parties),
        wishes=read(set_.wishes if set_ else None),
        set_last=Saved(by, set_.at, set_.reason) if set_ else None,
        said=said,
        people=people,
        lending=lending,
    )


_EVERYTHING = (
    sa.select(
        Party,
        District.name,
        Office.name,
        Municipality,
        ClosingDay.day,
        CaseNeed,
        AskedLanguage,
        User.name,
        sa.select(sa.func.count(PoolPerson.id)).scalar_subquery(),
        anybody_lent(sa.bindparam("case", type_=sa.Uuid)),
    )
    .join(Municipality, Municipality.id == Party.municipality_id)
    .join(Case, sa.and_(Case.id == Party.case_id, Case.municipality_id == Party.municipality_id))
    .join(Office, sa.and_(Office.id == Case.office_id, Office.municipality_id == Case.municipality_id))
    .outerjoin(
        District,
        sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
    )
    .outerjoin(
        ClosingDay,
        sa.and_(
            ClosingDay.municipality_id == Case.municipality_id,
            ClosingDay.day.between(sa.bindparam("first"), sa.bindparam("last")),
        ),
    )
    .outerjoin(CaseNeed, last_need())
    .outerjoin(User, User.id == CaseNeed.by)
    .outerjoin(AskedLanguage, asked_of())
    .where(Party.case_id == sa.bindparam("case"))
    .order_by(Party.position)
)


def needs_of(party: Party) -> list[str]:
    """What a party needs to take part, in words."""
    known = {one.value: one.label for one in AccessNeed}
    return [known[code] for code in (party.needs or "").split() if code in known]


def need_of(case: Case, parties: Sequence[Party], said: Said, *, district: str | None, office: str) -> Need:
    """From the rows of the file and what parties said of further languages."""
    topic = case.category.topic
    return Need(
        parties=tuple(_party(party, said.get(party.id, {})) for party in parties),
        topic=Topic[topic] if topic else None,
        urgent=case.priority is Priority.A,
        minors=any(party.minor for party in parties),
        district=district,
        reporting_office=office,
        other_needs=tuple(
            f"{word(party.label)}: {word(need)}" for party in parties for need in needs_of(party)
        ),
    )


def _party(party: Party, said: Mapping[str, bool]) -> PartyNeed:
    """A language that would do as well counts like one from the file."""
    own = to_talk_in(party.tongues) if party.language_answer is LanguageAnswer.KNOWN else ()
    also = [code for code, possible in said.items() if possible]
    return PartyNeed(
        label=party.label,
        languages=frozenset([*own, *also]),
        language_known=party.language_answer is LanguageAnswer.KNOWN or bool(also),
        asked_before=frozenset(said),
        shares_no_language=party.language_answer is LanguageAnswer.NONE_SHARED,
    )
