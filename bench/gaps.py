"""A report of what the pool of a large municipality lacks."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from app.cases.rules.status import Status
from app.gaps.models import GapAid, GapCell, GapReport, GapRequest
from app.gaps.rules import Aid, Standing
from app.runs.rules import RunStatus

if TYPE_CHECKING:
    from bench.world import Rows, World


def has_gaps(world: "World", rows: "Rows", districts: Sequence[str]) -> None:
    """A report of what the pool lacks, with more requests the larger the pool is."""
    done = {"status": RunStatus.DONE, "asked_at": world.now, "ended_at": world.now}
    report = rows.add(GapReport, **done, cases=len(world.pool), people=len(world.pool), served=0)
    for place in districts:
        for language, band in product(("", "ar", "ti", "tr"), ("", "1-EVENING", "3-EVENING")):
            rows.add(GapCell, report_id=report, language=language, district=place, band=band, asked=3)
            rows.add(GapCell, report_id=report, language=language, district="", band=band, asked=9)
    for position, person in enumerate(world.pool[:9]):
        aid = {"aid": Aid.TRAINING, "served": 1, "most_served": 1, "languages": [], "bands": []}
        rows.add(GapAid, report_id=report, position=position, person_id=person, **aid)
    for position in range(len(world.pool) // 2):
        told = {"standing": Standing.WAITS, "began_at": world.now, "days": 9, "position": position}
        rows.add(GapRequest, report_id=report, case_id=world.ids[Status.MATCHING]["case_id"], **told)
