"""The program notices series and rises, and puts each before people once."""

from datetime import datetime

from app.clock import local
from app.crisis.actions.signals import Noticed, notice
from app.crisis.queries.counting import Place, Season, Series, noticed_since, seasons, series
from app.crisis.rules.detection import SEASON, SERIES_WITHIN, Rise, rise
from app.crisis.rules.words import Source


def look(*, at: datetime) -> int:
    """How many new signals there are. What was put before people lately isn't put before them again."""
    return _series(at) + _rises(at)


def _series(at: datetime) -> int:
    known = noticed_since(Source.SERIES, at - SERIES_WITHIN)
    return sum(notice(_of_series(one), at=at) for one in series(at) if one.place not in known)


def _rises(at: datetime) -> int:
    known, new = noticed_since(Source.RISE, at - SEASON), 0
    for season in seasons(at):
        found = rise(season.observed, season.former)
        if found and season.place not in known:
            new += notice(_of_rise(season, found, at=at), at=at)
    return new


def _of_series(one: Series) -> Noticed:
    return Noticed(
        key=_key(Source.SERIES, one.place, one.first_at.isoformat()),
        source=Source.SERIES,
        district_id=one.place[0],
        category=one.place[1],
        figures={"count": one.count},
    )


def _of_rise(season: Season, found: Rise, *, at: datetime) -> Noticed:
    year, week, _ = local(at).date().isocalendar()
    return Noticed(
        key=_key(Source.RISE, season.place, f"{year}-{week}"),
        source=Source.RISE,
        district_id=season.place[0],
        category=season.place[1],
        figures={"count": found.observed, "former": list(found.former), "one_in": found.one_in},
    )


def _key(source: Source, place: Place, when: str) -> str:
    district, kind = place
    return "|".join((source.value, str(district or ""), kind.value if kind else "", when))
