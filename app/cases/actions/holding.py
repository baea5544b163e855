"""Takes a case in hand, so that the deeds of two people come one after the other."""

from app.cases.models import Case
from app.cases.rules.status import Who
from app.database import db
from app.labels import N_
from app.refusals import NotYours, Outrun


def hold(case: Case, *, version: int | None = None) -> None:
    """Lock the case until the transaction ends and read it anew.

    ``version``: what the page had shown; raises ``Outrun`` if the case was changed since.
    """
    db.session.refresh(case, with_for_update=True)
    if version is not None and version != case.version:
        raise Outrun(N_("Jemand war schneller. Bitte sehen Sie sich den Fall noch einmal an."))


def only(who: frozenset[Who], relations: frozenset[Who]) -> None:
    """``NotYours`` unless the person stands in one of these relations to the case."""
    if not who & relations:
        raise NotYours(N_("Das kann nur: %(who)s."), who=", ".join(sorted(w.label for w in who)))


LEAD = frozenset({Who.CASE_LEAD})
COORDINATION = frozenset({Who.COORDINATION})
EITHER = LEAD | COORDINATION
