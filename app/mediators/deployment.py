"""What people of the pool can be asked for, where they work, and how long what they said of it counts."""

from datetime import date, timedelta

from app.labels import N_, Labelled
from app.mediators.rules import Kind
from app.refusals import NotAllowed
from app.workdays import add_months

#: After so long we ask whether all is still true, and again while nobody answers.
CONFIRM_AFTER = timedelta(days=90)
ASK_AGAIN_AFTER = timedelta(days=30)
#: A certificate of conduct is asked for anew after so long.
CONDUCT_MONTHS = 60
LONGEST_WAY_KM = 300

#: Who can sit on a seat of a mediation; the others of the pool are asked for other things.
MEDIATING = (Kind.MEDIATOR, Kind.TRAINEE)


class Interpreting(Labelled):
    """How somebody interprets; lay people do so in pre-talks only."""

    LAY = "LAY", "Laien-Sprachmittlung"
    PROFESSIONAL = "PROFESSIONAL", "beruflich, beeidigt oder mit Abschluss"


class Conduct(Labelled):
    """What stood in the certificate of conduct, as far as § 72a SGB VIII lets it be kept."""

    CLEAR = "CLEAR", "ohne Eintrag, der entgegensteht"
    ENTRY = "ENTRY", "mit Eintrag: nicht bei Minderjährigen"


_ASKED_FOR = {
    Kind.MEDIATOR: N_("Mediationen, allein oder zu zweit"),
    Kind.TRAINEE: N_("Mediationen, nur neben jemandem mit abgeschlossener Ausbildung"),
    Kind.ADVISER: N_("Beratung von Dienststellen und Gruppen, keine Mediationen"),
    Kind.CONFLICT_PILOT: N_("Klärungsgespräche auf den unteren Stufen, keine Mediationen"),
    Kind.INTERPRETER: N_("Sprachmittlung, keine Mediationen"),
}
_INTERPRETS = {
    Interpreting.LAY: N_("Sprachmittlung in Vorgesprächen, nicht in Sitzungen"),
    Interpreting.PROFESSIONAL: N_("Sprachmittlung in allen Gesprächen, auch wo es um Rechte geht"),
}


def asked_for(kind: Kind, interpreting: Interpreting | None) -> str:
    """What this person may be asked for, in words."""
    if kind is Kind.INTERPRETER and interpreting is not None:
        return _INTERPRETS[interpreting]
    return _ASKED_FOR[kind]


def insist_on_way(*, on_site: bool, online: bool) -> None:
    if not (on_site or online):
        raise NotAllowed(N_("Bitte wählen Sie mindestens eines: vor Ort oder online."))


def conduct_since(today: date) -> date:
    """The first day on which a certificate of conduct may have been seen to count today."""
    return add_months(today, -CONDUCT_MONTHS)
