"""The drawing of a case's plan: laws of its layout, and what the page shows of it."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.cases.events import RedFlagRaised
from app.cases.rules.status import Status
from app.database import db
from app.plans.actions.resting import Waiting, begin
from app.plans.actions.starting import happened
from app.plans.chart import WIDTH, Drawing, Mark, drawing
from app.plans.codes import Anchor
from app.plans.waiting import WaitsFor
from tests.plans.running import WEDNESDAY, path, reported, steps, tell

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENTS = st.timedeltas(min_value=timedelta(days=-500), max_value=timedelta(days=900)).map(
    lambda gap: NOW + gap
)
MARKS = st.builds(
    Mark,
    key=st.builds(uuid4),
    at=MOMENTS,
    title=st.text("Wmié ", max_size=90),
    words=st.integers(0, 90),
    moved_from=st.none() | MOMENTS,
    waits=st.none() | st.tuples(MOMENTS, MOMENTS).map(lambda two: (min(two), max(two))),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(MARKS, max_size=25))
def test_no_two_labels_overlap_and_the_order_of_time_is_kept(marks: list[Mark]) -> None:
    drawn = drawing(marks, NOW)

    assert sorted(one.mark.key for one in drawn.placed) == sorted(mark.key for mark in marks)
    for one, other in combinations(drawn.placed, 2):
        assert one.lane != other.lane or one.right < other.left or other.right < one.left
        assert one.lane == other.lane or abs(one.y - other.y) >= 32  # two lines of words
        if one.mark.at < other.mark.at:
            assert one.x <= other.x
    in_a_row = sorted((*drawn.ticks, drawn.today), key=lambda tick: tick.text_x)
    assert all(a.text_x + a.wide / 2 <= b.text_x - b.wide / 2 + 0.01 for a, b in pairwise(in_a_row))
    _all_inside(drawn)


def _all_inside(drawn: Drawing) -> None:
    for one in drawn.placed:
        assert 0 <= one.left <= one.x <= one.right <= WIDTH
        assert one.right - one.left >= one.mark.width
        assert 40 < one.y < drawn.height - 20
        assert one.mark.at >= NOW or one.x <= drawn.today.x
        assert one.mark.at <= NOW or one.x >= drawn.today.x
    for tick in (*drawn.ticks, drawn.today):
        assert tick.text_x - tick.wide / 2 >= 0 and tick.text_x + tick.wide / 2 <= WIDTH + 0.01
        assert 0 <= tick.x <= WIDTH


def test_a_long_wait_is_shortened_and_marked() -> None:
    days = [NOW + timedelta(days=n) for n in (1, 2, 400)]

    drawn = drawing([Mark(key=uuid4(), at=day, title="x", words=0) for day in days], NOW)

    soon, _, late = (one.x for one in drawn.placed)
    assert drawn.breaks == ((drawn.placed[1].x, late),)
    assert soon - drawn.today.x > (late - soon) / 20


def test_the_drawing_says_in_words_what_the_list_says(town, browser):
    with clock.stopped(WEDNESDAY + timedelta(minutes=5)):
        case = reported(town, at=WEDNESDAY, status=Status.CONTACT)
        for anchor in (Anchor.LEAD_ASSIGNED, Anchor.CASE_ACCEPTED):
            happened(case.id, anchor, at=WEDNESDAY)
        tell(RedFlagRaised, case, at=WEDNESDAY + timedelta(minutes=1))
        rests = frozenset({steps(case)["F06"].id})
        waits = Waiting(
            waits_for=WaitsFor.OFFICE,
            party_id=None,
            until=date(2027, 6, 4),
            reason="Gutachten",
            step_ids=rests,
        )
        begin(case.id, waits, by=town.coordinator.id, at=clock.now())
        db.session.commit()
        page = browser.as_(town.coordinator).get(path(case))

    drawn = page.response.text[page.response.text.index('class="chart__drawing"') :].split("</svg>")[0]
    assert 'aria-labelledby="chart-title chart-desc"' in drawn
    assert 'chart__struck">Mi 26.05.2027' in drawn
    for words in ("wartet bis Fr 04.06.2027", "überfällig", "Warnzeichen gemeldet", ">Heute<"):
        assert words in drawn
    assert page.main.count("wartet bis Fr 04.06.2027") == 2  # drawing, table
    assert "style=" not in drawn
