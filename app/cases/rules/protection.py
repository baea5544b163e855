"""When the secrecy of a mediation gives way."""

from app.cases.rules.status import Flag
from app.labels import Labelled

#: What somebody in danger is flagged with; the flags go when the protected path has ended.
PROTECTION_FLAGS = (Flag.CRISIS, Flag.CHILD_PROTECTION)


class LegalGround(Labelled):
    """The three exceptions of § 4 sentence 3 MediationsG."""

    ENFORCEMENT = "ENFORCEMENT", "Nötig, um die Vereinbarung umzusetzen oder zu vollstrecken (Nr. 1)"
    SERIOUS_HARM = (
        "SERIOUS_HARM",
        "Nötig, um ein Kind oder die Unversehrtheit einer Person zu schützen (Nr. 2)",
    )
    OBVIOUS = "OBVIOUS", "Offenkundig oder ohne Bedeutung für die Geheimhaltung (Nr. 3)"
