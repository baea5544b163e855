"""What the letters of this municipality say of it."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.queries import author_of
from app.database import db
from app.labels import N_
from app.letters.models import LetterHead
from app.letters.texts import preset
from app.municipalities.queries import municipality
from app.refusals import NotAllowed
from app.versions import NOBODY_KNOWN, Author

LAW = "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit %(law)s"


@dataclass(frozen=True, kw_only=True)
class HeadShown:
    """The head of a letter; ``sender`` a line each."""

    sender: str
    contact: str
    privacy_officer: str
    legal_basis: str
    authority: str

    @property
    def sender_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.sender.splitlines() if line.strip())


def letter_head() -> HeadShown | None:
    """None until somebody has said it."""
    head = db.session.scalar(sa.select(LetterHead))
    return (
        HeadShown(**{name: getattr(head, name) for name in HeadShown.__dataclass_fields__}) if head else None
    )


def head_author() -> Author:
    """Whoever changed it last."""
    found = db.session.execute(sa.select(LetterHead.changed_by, LetterHead.changed_at)).first()
    return author_of(*found) if found else NOBODY_KNOWN


def needed_head() -> HeadShown:
    """``NotAllowed`` until somebody has said it: no letter goes out without a controller."""
    head = letter_head()
    if head is None:
        raise NotAllowed(
            N_(
                "Es fehlen noch die Angaben für den Briefkopf: Absender, Datenschutz und Rechtsgrundlage. "
                "Die Leitung trägt sie unter „Briefe“ ein."
            )
        )
    return head


def proposed_head() -> HeadShown:
    """What stands in the form: what was said, else what the law of the Land proposes."""
    here = municipality()
    law, authority = preset(here.land.value)
    return letter_head() or HeadShown(
        sender=here.name,
        contact="",
        privacy_officer="",
        legal_basis=LAW % {"law": law},
        authority=authority,
    )
