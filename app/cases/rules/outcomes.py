"""How a case can end."""

from app.labels import Labelled


class OutcomeGroup(Labelled):
    """The groups that a closing move chooses from."""

    MEDIATED = "mediated", "mediiert"
    CLARIFIED = "clarified", "geklärt"
    NOT_MEDIATED = "not_mediated", "nicht mediiert"
    NO_CONTACT = "no_contact", "kein Kontakt"
    NOT_ACCEPTED = "not_accepted", "nicht angenommen"
    REFERRED = "referred", "weitergeleitet"
    ESCALATED = "escalated", "an Behörde abgegeben"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class Outcome(Labelled):
    """How a case ended; the reporter never sees it."""

    MED_FULL = "MED_FULL", "volle Einigung"
    MED_PART = "MED_PART", "Teileinigung"
    MED_NONE = "MED_NONE", "keine Einigung"
    MED_IMPROVED = "MED_IMPROVED", "keine Vereinbarung, Lage verbessert"
    MED_STOP_PARTY = "MED_STOP_PARTY", "von einer Partei beendet"
    MED_STOP_MED = "MED_STOP_MED", "von Mediator:in beendet"
    CLR_SETTLED = "CLR_SETTLED", "in Klärung oder Moderation gelöst"
    CLR_SHUTTLE = "CLR_SHUTTLE", "indirekt vermittelt"
    CLR_ADVICE = "CLR_ADVICE", "Beratung einer Seite"
    NM_SELF = "NM_SELF", "vorher selbst geklärt"
    NM_DECLINED_A = "NM_DECLINED_A", "Partei A lehnt ab"
    NM_DECLINED_B = "NM_DECLINED_B", "Partei B lehnt ab"
    NM_NO_MEDIATOR = "NM_NO_MEDIATOR", "keine passende Person oder Sprache"
    NM_NOSHOW = "NM_NOSHOW", "Termin nicht wahrgenommen"
    NC_UNREACHED = "NC_UNREACHED", "nicht erreicht"
    NC_MOVED = "NC_MOVED", "weggezogen oder weggefallen"
    NA_UNFIT = "NA_UNFIT", "nicht geeignet"
    NA_COMPETENCE = "NA_COMPETENCE", "nicht zuständig"
    NA_DUPLICATE = "NA_DUPLICATE", "Doppelmeldung"
    REF_POLICE = "REF_POLICE", "weitergeleitet an die Polizei"
    REF_ASD = "REF_ASD", "weitergeleitet an den Allgemeinen Sozialen Dienst"
    REF_SCHIEDSAMT = "REF_SCHIEDSAMT", "weitergeleitet an das Schiedsamt"
    REF_ADVICE = "REF_ADVICE", "weitergeleitet an eine Beratungsstelle"
    REF_ANTIDISCR = "REF_ANTIDISCR", "weitergeleitet an die Antidiskriminierungsberatung"
    REF_COMPLAINT = "REF_COMPLAINT", "weitergeleitet an die Beschwerdestelle"
    ESC_AUTH = "ESC_AUTH", "behördliche Maßnahme"
    WD_REPORTER = "WD_REPORTER", "Meldung zurückgezogen"

    @property
    def group(self) -> OutcomeGroup:
        return next(group for group, outcomes in OUTCOMES.items() if self in outcomes)


OUTCOMES: dict[OutcomeGroup, tuple[Outcome, ...]] = {
    OutcomeGroup.MEDIATED: (
        Outcome.MED_FULL,
        Outcome.MED_PART,
        Outcome.MED_NONE,
        Outcome.MED_IMPROVED,
        Outcome.MED_STOP_PARTY,
        Outcome.MED_STOP_MED,
    ),
    OutcomeGroup.CLARIFIED: (
        Outcome.CLR_SETTLED,
        Outcome.CLR_SHUTTLE,
        Outcome.CLR_ADVICE,
    ),
    OutcomeGroup.NOT_MEDIATED: (
        Outcome.NM_SELF,
        Outcome.NM_DECLINED_A,
        Outcome.NM_DECLINED_B,
        Outcome.NM_NO_MEDIATOR,
        Outcome.NM_NOSHOW,
    ),
    OutcomeGroup.NO_CONTACT: (
        Outcome.NC_UNREACHED,
        Outcome.NC_MOVED,
    ),
    OutcomeGroup.NOT_ACCEPTED: (
        Outcome.NA_UNFIT,
        Outcome.NA_COMPETENCE,
        Outcome.NA_DUPLICATE,
    ),
    OutcomeGroup.REFERRED: (
        Outcome.REF_POLICE,
        Outcome.REF_ASD,
        Outcome.REF_SCHIEDSAMT,
        Outcome.REF_ADVICE,
        Outcome.REF_ANTIDISCR,
        Outcome.REF_COMPLAINT,
    ),
    OutcomeGroup.ESCALATED: (Outcome.ESC_AUTH,),
    OutcomeGroup.WITHDRAWN: (Outcome.WD_REPORTER,),
}

#: Noted when the agreement is recorded, followed up, and confirmed when the case is closed.
AGREEMENTS = (Outcome.MED_FULL, Outcome.MED_PART)

#: Which party said no is nobody's business in statistics: both count as this one (§ 4 MediationsG).
_SIDES = (Outcome.NM_DECLINED_A, Outcome.NM_DECLINED_B)


def published(outcome: Outcome) -> str:
    """The code under which an outcome is counted; it doesn't tell which side declined."""
    return "NM_DECLINED" if outcome in _SIDES else outcome.value


def outcomes_in(groups: frozenset[OutcomeGroup]) -> tuple[Outcome, ...]:
    """The outcomes of these groups, in the order of the list."""
    return tuple(outcome for outcome in Outcome if outcome.group in groups)
