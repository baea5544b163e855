"""What kinds of municipalities and offices there are."""

import re

from app.labels import N_, Labelled
from app.refusals import NotAllowed


class MunicipalityKind(Labelled):
    """What stands behind a wall."""

    LOCAL = "LOCAL", "Kreis, kreisfreie Stadt oder Landkreis"
    STATE_POOL = "STATE_POOL", "Landesstelle"


class OfficeKind(Labelled):
    """What an office is for; decides how it may report."""

    YOUTH = "YOUTH", "Jugendamt"
    PUBLIC_ORDER = "PUBLIC_ORDER", "Ordnungsamt"
    INTEGRATION = "INTEGRATION", "Kommunales Integrationszentrum"
    OTHER = "OTHER", "andere Stelle"


#: Degrees of latitude and of longitude within which Germany lies.
GERMANY = ((47.0, 55.2), (5.8, 15.1))
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")


def point_of(text: str) -> tuple[float, float]:
    """Degrees of latitude and longitude, written as maps give them: 51.96, 7.63."""
    found = _POINT.fullmatch(text.strip())
    if found is None:
        raise NotAllowed(N_("Die Lage lässt sich nicht lesen. Erwartet wird etwas wie 51.96, 7.63."))
    point = float(found[1]), float(found[2])
    if not all(low <= part <= high for part, (low, high) in zip(point, GERMANY, strict=True)):
        raise NotAllowed(
            N_("Diese Lage ist nicht in Deutschland. Erwartet werden Breite und Länge in Grad: 51.96, 7.63.")
        )
    return point
