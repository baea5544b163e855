"""The order of the answers is taken out of them; what has had its time goes."""

from datetime import date
from random import Random

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.feedback.actions import answering
from app.feedback.actions.answering import Said
from app.feedback.jobs import mix_answers
from app.feedback.models import FeedbackRemark
from app.feedback.rules.figures import before, is_over, period_of
from app.feedback.rules.questionnaire import Audience
from tests import make
from tests.feedback import after

PERIOD = "2026-H1"


def test_mixed_answers_are_the_same_with_other_ids_in_another_order(town: make.Town) -> None:
    after.keep(town.id, PERIOD, *([1, 2, 3, 4, 5] * 8))
    kept = [(answer.id, answer.choices["fair"]) for answer in after.answers()]

    answering.mix(date(2026, 3, 2), chance=Random(7))
    db.session.commit()

    mixed = [(answer.id, answer.choices["fair"]) for answer in after.answers()]
    assert sorted(value for _, value in mixed) == sorted(value for _, value in kept)
    assert not {id_ for id_, _ in mixed} & {id_ for id_, _ in kept}


def test_mixing_writes_every_answer_once_in_a_drawn_order(town: make.Town) -> None:
    after.keep(town.id, PERIOD, 1, 2, 3, 4, 5)
    drawn = [1, 2, 3, 4, 5]
    Random(3).shuffle(drawn)
    written: list[int] = []

    @sa.event.listens_for(db.session, "after_flush")
    def note(session, _):
        written.extend(row.choices["fair"] for row in session.new)

    answering.mix(date(2026, 3, 2), chance=Random(3))
    sa.event.remove(db.session, "after_flush", note)

    assert sorted(written) == [1, 2, 3, 4, 5]
    assert written != [1, 2, 3, 4, 5] or drawn == [1, 2, 3, 4, 5]


def test_words_are_readable_after_mixing_and_older_answers_are_left_alone(town: make.Town) -> None:
    said = Said({"fair": 5}, "Danke für alles")
    answering.keep(said, audience=Audience.PARTY, municipality_id=town.id, period=PERIOD)
    after.keep(town.id, "2024-H2", 3)
    old = next(answer.id for answer in after.answers() if answer.period == "2024-H2")

    mix_answers(make.NOON)

    assert db.session.scalars(sa.select(FeedbackRemark)).one().text == "Danke für alles"
    assert old in {answer.id for answer in after.answers()}


def test_old_tickets_and_old_words_go_and_the_figures_stay(town: make.Town) -> None:
    after.link(town, after.closed(town))
    said = Said({"fair": 5}, "Danke")
    answering.keep(said, audience=Audience.PARTY, municipality_id=town.id, period=PERIOD)
    db.session.commit()

    mix_answers(make.later(days=60))
    assert after.tickets() == 1
    mix_answers(make.later(days=61))
    assert after.tickets() == 0
    mix_answers(make.later(days=2 * 365 + 110))
    assert db.session.scalars(sa.select(FeedbackRemark)).first() is not None
    mix_answers(make.later(days=2 * 365 + 130))

    assert db.session.scalars(sa.select(FeedbackRemark)).first() is None
    assert len(after.answers()) == 1


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 40))
def test_half_years_follow_each_other(day: date, count: int) -> None:
    period = period_of(day)

    assert before(before(period, count), 1) == before(period, count + 1)
    assert not is_over(period, day)
    assert is_over(before(period, count + 1), day)
