"""What people of the pool can be asked for, where they work, and how long what they said of it counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.labels import N_, Labelled
from app.mediators.rules import Gender, Kind, Topic
from app.refusals import NotAllowed, Wanting
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


@dataclass(frozen=True, kw_only=True)
class Details:
    """``radius_km`` None: everywhere in the municipality; no ``districts``: in all of them."""

    topics: frozenset[Topic]
    districts: frozenset[UUID]
    on_site: bool
    online: bool
    radius_km: int | None
    gender: Gender | None


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


def insist_on_interpreting(kind: Kind, interpreting: Interpreting | None) -> None:
    if kind is Kind.INTERPRETER and interpreting is None:
        raise Wanting(
            N_("Bitte geben Sie an, ob die Person beruflich oder als Laie dolmetscht."), field="interpreting"
        )


def insist_not_ahead(day: date | None, today: date, *, field: str) -> None:
    """Of what somebody has seen or done."""
    if day is not None and day > today:
        raise Wanting(N_("Dieser Tag liegt in der Zukunft."), field=field)


def insist_on_certificate(
    seen_on: date | None, issued_on: date | None, result: Conduct | None, *, today: date
) -> None:
    """§ 72a (5) SGB VIII: when it was seen and issued, and what stood in it; nothing without the first."""
    if seen_on is None and (issued_on is not None or result is not None):
        raise Wanting(
            N_("Bitte geben Sie an, wann Sie das Führungszeugnis gesehen haben."), field="certificate_seen_on"
        )
    insist_not_ahead(seen_on, today, field="certificate_seen_on")
    if seen_on is not None and issued_on is not None and issued_on > seen_on:
        raise Wanting(
            N_("Das Führungszeugnis kann nicht nach dem Tag ausgestellt sein, an dem Sie es gesehen haben."),
            field="certificate_issued_on",
        )


def conduct_since(today: date) -> date:
    """The first day on which a certificate of conduct may have been seen to count today."""
    return add_months(today, -CONDUCT_MONTHS)


class Matter(Labelled):
    """What coordination has to look after in the pool; each is a figure and its list."""

    EVIDENCE = "nachweise", "Nachweise zu bestätigen"
    ENDS = "laeuft-aus", "Titel läuft bald aus"
    ENDED = "abgelaufen", "Titel abgelaufen"
    UNCONFIRMED = "unbestaetigt", "Angaben nicht bestätigt"
    CONDUCT = "fuehrungszeugnis", "Führungszeugnis zu alt"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]


_EXPLAINED = {
    Matter.EVIDENCE: N_("Diese Personen haben Nachweise eingetragen. Erst was Sie bestätigen, zählt."),
    Matter.ENDS: N_(
        "Der Titel dieser Personen endet in den nächsten zwölf Monaten, wenn nichts weiter nachgewiesen "
        "wird. Das Programm erinnert sie 12, 6, 3 und einen Monat vorher."
    ),
    Matter.ENDED: N_(
        "Der Titel dieser Personen ist abgelaufen. Sie werden für Mediationen nicht mehr vorgeschlagen."
    ),
    Matter.UNCONFIRMED: N_(
        "Diese Personen haben ihre Angaben seit mehr als 90 Tagen nicht bestätigt und sind danach gefragt."
    ),
    Matter.CONDUCT: N_(
        "Das Führungszeugnis wurde vor mehr als fünf Jahren gesehen. Sind Minderjährige beteiligt, werden "
        "diese Personen nicht vorgeschlagen."
    ),
}
