"""A slow and plain reading of the matching rules: it looks at every pair."""

from collections import Counter
from itertools import combinations
from uuid import UUID

from app.languages import Level
from app.referrals.matching import Candidate, Need, PartyNeed, Strength
from tests.referrals.matching_people import TODAY

WELL = (Level.B2, Level.C1, Level.C2, Level.NATIVE)


def well(need: Need) -> tuple[Level, ...]:
    return WELL if need.level is None else tuple(level for level in WELL if level.at_least(need.level))


CODES = ("de", "ar", "apc", "tr")
#: Slots that overlap, that don't, and that lie on other days.
SLOTS = (0, 2, 4, 8, 20, 100, 196)

TIMES = (1, 0b1_0000_0001, 0b1_0101, 1 << 100 | 1, 1 << 196 | 1 << 4, 1 << 196 | 1 << 8, 1 << 20)


def speaks(need: Need, one: Candidate, party: PartyNeed) -> bool:
    return any(one.languages.get(code) in well(need) for code in party.languages)


def talking(need: Need) -> list[PartyNeed]:
    return [p for p in need.parties if p.language_known and p.languages and not p.interpreter_planned]


def may_lead(one: Candidate) -> bool:
    return not one.trainee and (one.certified_until == TODAY or (one.training_hours or 0) >= 120)


def training_unknown(one: Candidate) -> bool:
    return not one.trainee and one.certified_until is None and one.training_hours is None


def led(team: tuple[Candidate, ...]) -> bool:
    """Beside a trainee somebody leads; else it is enough that nobody knows."""
    if any(one.trainee for one in team):
        return any(may_lead(one) for one in team)
    return any(may_lead(one) or training_unknown(one) for one in team)


def there(need: Need, one: Candidate) -> bool:
    return one.on_site and (not one.districts or need.district is None or need.district in one.districts)


def comes(need: Need, one: Candidate) -> bool:
    if need.online:
        return one.remote is not False
    return there(need, one) or bool(need.remote_ok and one.remote)


def meet(need: Need, team: tuple[Candidate, ...]) -> bool:
    """In one room, or all on the net."""
    online = (one.remote is not False if need.online else one.remote for one in team)
    on_site = not need.online and all(there(need, one) for one in team)
    return on_site or bool(need.remote_ok and all(online))


def times(need: Need, *team: Candidate) -> set[int]:
    masks = [one.free for one in team] + ([] if need.windows is None else [need.windows])
    return {bit for bit in SLOTS if all(mask & 1 << bit for mask in masks)}


def allowed(need: Need, one: Candidate) -> bool:
    return (
        not one.paused
        and one.absent_until is None
        and one.open_referrals < 2
        and one.open_offers < 3
        and one.id not in need.excluded
        and not any(party.safety_gender not in {None, one.gender} for party in need.parties)
        and one.certified_until in {None, TODAY}
        and ((one.certified_until == TODAY and not one.trainee) or one.training_hours != 20)
        and comes(need, one)
        and one.obligated is not False
        and not (need.minors and one.certificate_seen is False)
        and bool(times(need, one))
        and meets_musts(need, one)
        and language_allows(need, one)
    )


def meets_musts(need: Need, one: Candidate) -> bool:
    """Whoever has named a place or topics has named the right ones."""
    far = need.near is Strength.MUST and not need.remote_ok and one.home not in {None, need.district}
    other = need.knows_topic is Strength.MUST and bool(one.topics) and need.topic is not None
    return not (far and need.district) and not (other and need.topic.value not in one.topics)


def language_allows(need: Need, one: Candidate) -> bool:
    wanted = talking(need)
    if need.seats == 1:
        return all(speaks(need, one, party) for party in wanted)
    return len(wanted) < len(need.parties) or not wanted or any(speaks(need, one, party) for party in wanted)


def team_allowed(need: Need, team: tuple[Candidate, ...]) -> bool:
    shared = set.intersection(
        *({c for c, level in one.languages.items() if level in well(need)} for one in team)
    )
    return (
        all(allowed(need, one) for one in team)
        and all(any(speaks(need, one, party) for one in team) for party in talking(need))
        and (len(team) == 1 or bool(shared))
        and led(team)
        and meet(need, team)
        and bool(times(need, *team))
    )


def fits(need: Need, one: Candidate) -> bool:
    return team_allowed(need, (one,)) if need.seats == 1 else allowed(need, one)


def own_points(need: Need, one: Candidate) -> int:
    wanted = talking(need)
    silent = [party for party in wanted if not speaks(need, one, party)]
    place = need.district if need.near is not Strength.IGNORE else None
    near = one.home is not None and one.home == place and one.home not in need.small_places
    return (
        (40 if wanted and not silent else 0)
        + (15 if silent and all(might_do(need, one, party) for party in silent) else 0)
        + (10 if near or (need.remote_ok and one.remote) else 0)
        + (10 if need.topic and one.topics else 0)
        + max(0, 10 - one.hours // 4)
        - (30 if one.office and one.office == need.reporting_office else 0)
        - (20 if one.home in need.small_places else 0)
        + wished_points(need, one)
    )


def wished_points(need: Need, one: Candidate) -> int:
    later = [bit for bit in times(need, one) if (need.wished_windows or 0) & 1 << bit]
    return (
        (10 if later else 0)
        + (10 if any(p.wished_gender and p.wished_gender is one.gender for p in need.parties) else 0)
        + (
            15
            if any(p.language_wished and p.language_known and speaks(need, one, p) for p in need.parties)
            else 0
        )
    )


def might_do(need: Need, one: Candidate, party: PartyNeed) -> bool:
    """Of these four languages only the two Arabic ones are related."""
    return any(
        {code, other} == {"ar", "apc"} and one.languages.get(other) in well(need)
        for code in party.languages
        for other in CODES
    )


def points(need: Need, team: tuple[Candidate, ...]) -> int:
    starts = sorted(times(need, *team))
    two_slots = any(later - earlier >= 8 for earlier, later in combinations(starts, 2))
    total = sum(own_points(need, one) for one in team) + (20 if two_slots else 0)
    if len(team) == 2:
        one, other = team
        total += 4 * (None not in {one.gender, other.gender} and one.gender is not other.gender)
        total += 3 * ((one.mediations >= 5) != (other.mediations >= 5))
    return total


def both_speak_with_all(need: Need, team: tuple[Candidate, ...]) -> bool:
    return all(speaks(need, one, party) for one in team for party in talking(need))


def ranked(need: Need, pool: list[Candidate]) -> list[tuple[Candidate, ...]]:
    teams = [team for team in combinations(pool, need.seats) if team_allowed(need, team)]
    return sorted(
        teams,
        key=lambda team: (
            not both_speak_with_all(need, team),
            -points(need, team),
            sum(one.hours for one in team),
            sorted(one.id for one in team),
        ),
    )


def spread_out(teams: list[tuple[Candidate, ...]], *, spread: int, limit: int) -> list[tuple[Candidate, ...]]:
    """From the best down, nobody too often; then the best of the rest; then in order again."""
    often: Counter[UUID] = Counter()
    chosen = []
    for team in teams:
        if len(chosen) < limit and all(often[one.id] < spread for one in team):
            chosen.append(team)
            often.update(one.id for one in team)
    rest = [team for team in teams if team not in chosen]
    chosen += rest[: limit - len(chosen)]
    return [team for team in teams if team in chosen]
