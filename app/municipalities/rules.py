"""What kinds of municipalities and offices there are."""

from app.labels import Labelled


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
