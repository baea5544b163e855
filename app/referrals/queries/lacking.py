"""What the pool lacks for a seat for which nobody is left to ask, in words for its page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.models import Case
from app.languages import LANGUAGES
from app.referrals.matching import Why
from app.referrals.matching.gaps import Gap, gap_of
from app.referrals.queries import seats
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.state import Search


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """``fitting``: so many suit who were not confirmed; then a new search is all it takes."""

    fitting: int
    unheard: tuple[str, ...]
    """Parties that whoever comes must be able to talk with."""
    languages: tuple[str, ...]
    speakers: int
    """People of the pool who speak one of these."""
    reasons: tuple[tuple[Why, int], ...]
    alone: tuple[tuple[Why, int], ...]


def lacking(case: Case, search: Search, at: datetime) -> dict[UUID, Lacking]:
    """For each seat of the search that is exhausted."""
    exhausted = [seat for seat in search.seats if seat.exhausted_at is not None]
    if not exhausted:
        return {}
    pool = pool_for(case, at)
    pool = pool.alone() if len(search.seats) == 1 else pool
    held = seats.holders(search.id)
    asked = {*held.values(), *(one.person_id for one in seats.open_offers(search.id))}
    return {
        seat.id: _in_words(pool, _gap(pool, seat.id, held=held, asked=asked), asked=asked)
        for seat in exhausted
    }


def _gap(pool: Pool, seat_id: UUID, *, held: dict[UUID, UUID], asked: set[UUID]) -> Gap:
    beside = [pool.person(person) for seat, person in held.items() if seat != seat_id]
    stays = [one for one in beside if one is not None]
    return gap_of(pool.search, pool.candidates, asked=asked, stays=stays)


def _in_words(pool: Pool, gap: Gap, *, asked: set[UUID]) -> Lacking:
    codes = [code for code in gap.languages if code in LANGUAGES]
    search = pool.search
    able = [one for one in pool.candidates if one.active and one.id not in asked]
    return Lacking(
        fitting=gap.fitting,
        unheard=gap.unheard,
        languages=tuple(sorted(LANGUAGES[code].label for code in codes)),
        speakers=sum(bool(gap.languages & set(search.spoken(one))) for one in able),
        reasons=gap.reasons,
        alone=gap.alone,
    )
