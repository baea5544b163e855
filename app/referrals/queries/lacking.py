"""What the pool lacks for a seat for which nobody is left to ask, in words for its page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.models import Case
from app.languages import LANGUAGES
from app.referrals.matching import Why
from app.referrals.matching.gaps import Gap, gap_of
from app.referrals.queries.asked import SeatLine, last_seats
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.seats import LIVE
from app.referrals.rules import HOLDING


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """``fitting``: so many suit who were not confirmed; then a new search is all it takes."""

    fitting: int
    unheard: tuple[str, ...]
    """Parties that whoever comes must be able to talk with."""
    languages: tuple[str, ...]
    speakers: int
    """People of the pool who speak one of these and were not asked yet."""
    reasons: tuple[tuple[Why, int], ...]
    alone: tuple[tuple[Why, int], ...]


def lacking(case: Case, at: datetime) -> dict[int, Lacking]:
    """By its number, for each seat of the last search that is exhausted."""
    seats = last_seats(case.id, at)
    exhausted = [seat for seat in seats if seat.exhausted_at is not None]
    if not exhausted:
        return {}
    pool = pool_for(case, at)
    pool = pool.alone() if len(seats) == 1 else pool
    asked = {one.person_id for seat in seats for one in seat.offers if one.status in LIVE}
    known = {one.person_id for seat in seats for one in seat.offers}
    return {
        seat.position: _in_words(pool, _gap(pool, seats, seat, asked=asked), known=known)
        for seat in exhausted
    }


def _gap(pool: Pool, seats: tuple[SeatLine, ...], seat: SeatLine, *, asked: set[UUID]) -> Gap:
    held = [one for other in seats if other.id != seat.id for one in other.offers]
    beside = [pool.person(one.person_id) for one in held if one.status in HOLDING]
    stays = [one for one in beside if one is not None]
    return gap_of(pool.search, pool.candidates, asked=asked, stays=stays)


def _in_words(pool: Pool, gap: Gap, *, known: set[UUID]) -> Lacking:
    codes = [code for code in gap.languages if code in LANGUAGES]
    search = pool.search
    able = [one for one in pool.candidates if one.active and one.id not in known]
    return Lacking(
        fitting=gap.fitting,
        unheard=gap.unheard,
        languages=tuple(sorted(LANGUAGES[code].label for code in codes)),
        speakers=sum(bool(gap.languages & set(search.spoken(one))) for one in able),
        reasons=gap.reasons,
        alone=gap.alone,
    )
