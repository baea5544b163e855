"""When a letter may be made, and how an address stands in the window of an envelope; pure."""

from app.labels import N_
from app.letters.rules.kinds import LetterKind
from app.refusals import NotAllowed

MOST_LINES = 6
GUARDIANS_OF = N_("An die Sorgeberechtigten von")


def insist_on_open(*, is_open: bool) -> None:
    if not is_open:
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))


def insist_on_asking(kind: LetterKind, *, withdrawn: bool) -> None:
    """A party who has taken back its consent is told things, and not asked again."""
    if kind.invites and withdrawn:
        raise NotAllowed(
            N_("Diese Partei hat ihre Einwilligung zurückgenommen. Eingeladen wird sie nicht mehr.")
        )


def window_lines(name: str | None, address: str | None, *, minor: bool) -> tuple[str, ...]:
    """Name and address, a line each; for a child, to those who have custody. Empty without a name."""
    if not name:
        return ()
    typed = (address or "").replace(",", "\n").splitlines()
    place = [" ".join(line.split()) for line in typed if line.strip()]
    return (*((GUARDIANS_OF,) if minor else ()), name, *place)[:MOST_LINES]
