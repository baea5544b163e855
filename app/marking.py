"""Marks as keyed hashes: what the database keeps of them, and all that it can compare."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.database import keyring
from app.marks import Mark, MarkKind
from app.municipalities.scope import here


@dataclass(frozen=True, slots=True)
class HashedMark:
    """Another one in each municipality; without the key it says nothing."""

    kind: MarkKind
    mark_index: str
    postcode_index: str | None


def hashed(marks: Iterable[Mark]) -> frozenset[HashedMark]:
    """The same marks give the same hashes, here and nowhere else."""
    ring, place = keyring(), here()

    def one(mark: Mark) -> HashedMark:
        postcode = ring.keyed_hash(mark.postcode, f"{place}|postcode") if mark.postcode else None
        return HashedMark(mark.kind, ring.keyed_hash(mark.text, f"{place}|mark-{mark.kind.value}"), postcode)

    return frozenset(one(mark) for mark in marks)
