"""What keeps somebody from being asked, and what all parties together can lift."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.referrals.matching import Exclusion
from app.referrals.matching.conflicts import (
    ConflictKind,
    Doubt,
    Doubts,
    Noted,
    WaiverWord,
    WordSaid,
    digest,
)
from tests import make

A, B = UUID(int=1), UUID(int=2)
BOTH = frozenset({A, B})
MET = frozenset({"one", "other"})
WORDS = st.lists(
    st.builds(
        lambda party, word, hours: said(party, word, hours=hours),
        st.sampled_from([A, B]),
        st.sampled_from(WaiverWord),
        st.integers(0, 5),
    ),
    max_size=8,
)


def said(party: UUID, word: WaiverWord = WaiverWord.YES, *, hours: int = 0) -> WordSaid:
    moment = make.NOON + timedelta(hours=hours)
    return WordSaid(party, word, moment, moment)


def asked(*words: WordSaid, kind: ConflictKind = ConflictKind.POSSIBLE) -> Noted:
    return Noted(uuid4(), kind, digest(MET) if kind is ConflictKind.POSSIBLE else None, words)


def test_what_meets_keeps_somebody_out_until_all_parties_agree() -> None:
    assert Doubt(MET).standing(BOTH) is ConflictKind.POSSIBLE
    assert Doubt(MET, (asked(said(A)),)).standing(BOTH) is ConflictKind.POSSIBLE
    assert Doubt(MET, (asked(said(A), said(B)),)).standing(BOTH) is None


@pytest.mark.parametrize("word", [WaiverWord.NO, WaiverWord.WITHDRAWN])
def test_the_last_word_counts_and_of_two_at_once_the_no(word: WaiverWord) -> None:
    waived = asked(said(A), said(B), said(B, word, hours=1))
    at_once = asked(said(A), said(B, word), said(B))

    assert Doubt(MET, (waived,)).standing(BOTH) is ConflictKind.POSSIBLE
    assert Doubt(MET, (at_once,)).standing(BOTH) is ConflictKind.POSSIBLE


def test_what_meets_after_the_waiver_was_not_waived() -> None:
    waived = asked(said(A), said(B))

    assert Doubt(MET | {"new"}, (waived,)).standing(BOTH) is ConflictKind.POSSIBLE


def test_a_party_that_comes_later_has_a_word_too() -> None:
    waived = asked(said(A), said(B))

    assert Doubt(MET, (waived,)).standing(BOTH | {uuid4()}) is ConflictKind.POSSIBLE


def test_nobody_can_waive_that_somebody_acted_for_a_party() -> None:
    ban = asked(said(A), said(B), kind=ConflictKind.ACTED_BEFORE)

    assert Doubt(frozenset(), (ban,)).standing(BOTH) is ConflictKind.ACTED_BEFORE


def test_all_parties_can_waive_that_an_office_acted_but_not_with_it_what_meets() -> None:
    ban = asked(said(A), said(B), kind=ConflictKind.SAME_PRACTICE)

    assert Doubt(frozenset(), (ban,)).standing(BOTH) is None
    assert Doubt(MET, (ban,)).standing(BOTH) is ConflictKind.POSSIBLE


def test_who_is_in_conflict_is_excluded_and_nobody_else() -> None:
    free, met, waived = uuid4(), uuid4(), uuid4()
    found = Doubts(BOTH, {free: Doubt(), met: Doubt(MET), waived: Doubt(MET, (asked(said(A), said(B)),))})

    assert found.excluded() == {met: Exclusion.POSSIBLE_CONFLICT}
    assert found.waived() == {waived}


@given(WORDS, st.randoms())
def test_the_order_in_which_words_are_read_does_not_matter(words: list[WordSaid], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert Doubt(MET, (asked(*words),)).standing(BOTH) == Doubt(MET, (asked(*mixed),)).standing(BOTH)


@given(WORDS)
def test_a_no_after_everything_always_counts(words: list[WordSaid]) -> None:
    noted = asked(*words, said(A, WaiverWord.WITHDRAWN, hours=9))

    assert Doubt(MET, (noted,)).standing(BOTH) is ConflictKind.POSSIBLE
