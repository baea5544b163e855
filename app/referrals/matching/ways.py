"""Where talks can be held with somebody: on site, online, or both; what isn't known forbids nothing."""

from collections.abc import Iterator, Mapping
from math import asin, cos, radians, sin, sqrt

from app.labels import N_
from app.referrals.matching.alike import alike, attributes
from app.referrals.matching.needs import Candidate, People, Search, plain
from app.referrals.matching.reasons import Said, Why, said

ON_SITE, ONLINE = 1, 2
EITHER = ON_SITE | ONLINE
EARTH_KM = 6371.0

#: Where districts lie, by their plain names: degrees of latitude and longitude.
Places = Mapping[str, tuple[float, float]]


def apart_km(places: Places, one: str | None, other: str | None) -> int | None:
    """Whole kilometres as the crow flies, so never more than the way; None: nobody knows where they lie."""
    here, there = places.get(plain(one)), places.get(plain(other))
    if here is None or there is None:
        return None
    (north, east), (far_north, far_east) = map(radians, here), map(radians, there)
    across = sin((far_north - north) / 2) ** 2
    along = cos(north) * cos(far_north) * sin((far_east - east) / 2) ** 2
    return int(2 * EARTH_KM * asin(sqrt(across + along)))


def away_km(search: Search, candidate: Candidate) -> int | None:
    """From where somebody lives to where the talks are."""
    return apart_km(search.settings.places, candidate.home, search.need.district)


def is_too_far(search: Search, candidate: Candidate) -> bool:
    """The way is known to be longer than she goes."""
    km = away_km(search, candidate)
    return km is not None and candidate.radius_km is not None and km > candidate.radius_km


def works_there(search: Search, candidate: Candidate) -> bool:
    district = search.need.district
    return not district or not candidate.districts or district in candidate.districts


def ways(search: Search, candidate: Candidate) -> int:
    """How these talks can be held with this person; nothing, if she and the case exclude each other."""
    need = search.need
    if need.online:
        return ONLINE * (candidate.remote is not False)
    there = candidate.on_site and works_there(search, candidate) and not is_too_far(search, candidate)
    return ON_SITE * there | ONLINE * bool(need.remote_ok and candidate.remote)


def only_way(search: Search, people: People) -> Iterator[Said]:
    """Where both ways would do, but not with these."""
    if search.need.remote_ok and not search.need.online:
        shared = ways(search, people[0]) & ways(search, people[-1])
        if shared in {ON_SITE, ONLINE}:
            yield said(N_("Treffen nur online") if shared == ONLINE else N_("Treffen nur vor Ort"))


def ways_of_pair(search: Search, candidate: Candidate) -> int:
    """What decides whether two meet: where there is one way only, everybody who suits has it."""
    mixed = search.need.remote_ok and not search.need.online
    return ways(search, candidate) if mixed else EITHER


@alike(
    attributes("on_site", "remote", "districts", "home", "radius_km"),
    need=lambda search: (search.need.district, search.need.remote_ok, search.need.online),
)
def elsewhere(search: Search, candidate: Candidate) -> tuple[Why, Said] | None:
    """From afar nobody has to travel."""
    if ways(search, candidate):
        return None
    return Why.PLACE, _sentence(search, candidate)


def _sentence(search: Search, candidate: Candidate) -> Said:
    if search.need.online:
        return said(N_("Arbeitet nur vor Ort, und die Gespräche finden nur online statt"))
    if not candidate.on_site:
        return said(N_("Arbeitet nur online, und die Gespräche finden vor Ort statt"))
    if not works_there(search, candidate):
        return said(N_("Arbeitet nicht in %(district)s"), district=search.need.district)
    return said(
        N_("Wohnt mindestens %(far)s km entfernt (%(home)s) und fährt höchstens %(km)s km"),
        far=away_km(search, candidate),
        home=candidate.home,
        km=candidate.radius_km,
    )
