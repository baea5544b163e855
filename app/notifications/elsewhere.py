"""What waits for a person where she wears another hat: how much, and in which municipality; nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.viewer import Hat, Viewer
from app.municipalities.scope import acting_in
from app.notifications.queries import Unread, unread


@dataclass(frozen=True)
class Elsewhere:
    """Another municipality in which something is unread, and the hat to put on there."""

    hat: Hat
    count: int


def counted(viewer: Viewer, now: datetime) -> tuple[int, list[Elsewhere]]:
    """How much is unread here, and where else something is; one statement, however many hats there are."""
    places = list(dict.fromkeys(hat.municipality_id for hat in viewer.hats))
    with acting_in(viewer.municipality_id):
        found = unread(viewer.id, now, places)
    here = sum(one.count for one in found if one.municipality_id == viewer.municipality_id)
    others = [_there(place, viewer.hats, found) for place in places if place != viewer.municipality_id]
    return here, [one for one in others if one.count]


def _there(place: UUID, hats: Sequence[Hat], found: Sequence[Unread]) -> Elsewhere:
    """Of several hats in one place that for which something is meant."""
    told = [one for one in found if one.municipality_id == place]
    own, meant = [hat for hat in hats if hat.municipality_id == place], {one.role for one in told}
    hat = next((one for one in own if one.role.value in meant), own[0])
    return Elsewhere(hat, sum(one.count for one in told))
