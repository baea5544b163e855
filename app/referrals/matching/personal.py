"""What whoever asks somebody of a pair should know of her: what isn't noted, ends soon, or is too near."""

from collections.abc import Callable
from datetime import date, timedelta

from app.labels import N_
from app.referrals.matching.needs import Candidate, Search, same_place
from app.referrals.matching.scoring import lives_in_small_place
from app.referrals.matching.ways import away_km
from app.referrals.matching.wished import place_must, topic_must

SOON = timedelta(days=90)


def _obligation_unknown(search: Search, person: Candidate) -> bool:
    return search.settings.needs_obligation and person.obligated is None


def _conduct_unknown(search: Search, person: Candidate) -> bool:
    return search.need.minors and person.certificate_seen is None


def _may_be_too_far(search: Search, person: Candidate) -> bool:
    """Nobody knows the way; close by, or in a district that she names, there is none to ask about."""
    need = search.need
    near = same_place(person.home, need.district) or need.district in person.districts
    asked = person.radius_km is not None and need.district is not None and not need.online
    return asked and not near and away_km(search, person) is None


def _place_unknown(search: Search, person: Candidate) -> bool:
    return place_must(search) and not person.home


def _topic_unknown(search: Search, person: Candidate) -> bool:
    return topic_must(search) and not person.topics


def _online_unknown(search: Search, person: Candidate) -> bool:
    return search.need.online and person.remote is None


def _ends_soon(search: Search, person: Candidate) -> bool:
    until: date | None = person.certified_until
    return until is not None and search.today <= until < search.today + SOON


def _in_reporting_office(search: Search, person: Candidate) -> bool:
    return same_place(person.office, search.need.reporting_office)


PERSONAL: tuple[tuple[Callable[[Search, Candidate], bool], str], ...] = (
    (_obligation_unknown, N_("%(name)s: förmliche Verpflichtung nicht vermerkt")),
    (_conduct_unknown, N_("%(name)s: Führungszeugnis nicht vermerkt, und Minderjährige sind beteiligt")),
    (
        _may_be_too_far,
        N_(
            "%(name)s fährt höchstens %(km)s km; wie weit es ist, ist nicht bekannt: bitte prüfen Sie den Weg"
        ),
    ),
    (_place_unknown, N_("%(name)s: Wohnort nicht vermerkt")),
    (_topic_unknown, N_("%(name)s: Themen nicht vermerkt")),
    (_online_unknown, N_("%(name)s: ob es online geht, ist nicht vermerkt")),
    (_ends_soon, N_("%(name)s: Zertifikat läuft am %(until)s ab")),
    (_in_reporting_office, N_("%(name)s arbeitet in der meldenden Stelle: alle Parteien müssen zustimmen")),
    (lives_in_small_place, N_("%(name)s wohnt im selben kleinen Ort: bitte beide Seiten fragen")),
)
