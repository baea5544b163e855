"""What goes to another municipality and what stays: names with consent alone, secrets never."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.moves import move, outcomes_for
from app.cases.rules.basis import Basis
from app.refusals import NotAllowed
from app.relocations.rules import BASES, ENDS, Contents, Item, PartyWord, insist, packed

NEVER = {
    Item.NOTE, Item.LEFT_NOTES, Item.SAFETY, Item.PROTECTED, Item.CONSENTS, Item.MEDIATORS, Item.OFFICES,
}  # fmt: skip
WORDS = st.builds(
    PartyWord, st.builds(uuid4), st.sampled_from(["Partei A", "Partei B"]), st.booleans(), st.booleans()
)
FLAGS = {name: st.booleans() for name in Contents.__dataclass_fields__ if name != "parties"}
fast = settings(max_examples=120, deadline=None)
CONTENTS = st.builds(Contents, parties=st.lists(WORDS, min_size=1, max_size=4).map(tuple), **FLAGS)


def party(*, named=True, agrees=True):
    return PartyWord(uuid4(), "Partei A", named, agrees)


@fast
@given(CONTENTS, st.sampled_from(BASES), st.booleans())
def test_no_name_goes_without_consent_and_what_must_stay_never_goes(contents, basis, with_summary):
    packing = packed(contents, basis=basis, with_summary=with_summary)

    assert all(one.agrees and one.named for one in packing.names)
    assert not NEVER & set(packing.goes)
    assert (Item.NAMES in packing.goes) == bool(packing.names)
    assert set(packing.names) | set(packing.nameless) == {one for one in contents.parties if one.named}


@fast
@given(CONTENTS, st.sampled_from(BASES), st.booleans())
def test_everything_there_is_said_on_one_side_and_only_names_on_both(contents, basis, with_summary):
    packing = packed(contents, basis=basis, with_summary=with_summary)

    assert set(packing.goes) & set(packing.stays) <= {Item.NAMES}
    for item, there in (
        (Item.NOTE, contents.note),
        (Item.MEDIATORS, contents.mediators),
        (Item.PLACE, contents.place),
    ):
        assert (item in packing.goes + packing.stays) == there


@fast
@given(CONTENTS, st.sampled_from(Basis))
def test_whatever_may_go_on_consent_has_everybody_s(contents, basis):
    try:
        insist(basis, contents)
    except NotAllowed:
        return
    assert basis in BASES
    if basis is Basis.CONSENT:
        assert all(one.agrees for one in contents.parties if one.named)
        assert any(one.agrees for one in contents.parties)
    assert not contents.entrusted or basis is Basis.CONSENT


@pytest.mark.parametrize("basis", [one for one in Basis if one not in BASES], ids=str)
def test_there_is_no_third_basis(basis):
    with pytest.raises(NotAllowed):
        insist(basis, Contents(parties=(party(),), entrusted=False))


@pytest.mark.parametrize(("basis", "agrees", "goes"), [
    (Basis.CONSENT, True, True), (Basis.TASK_LAW, True, False), (Basis.TASK_LAW, False, False),
])  # fmt: skip
def test_the_exact_place_may_be_somebody_s_home(basis, agrees, goes):
    contents = Contents(parties=(party(agrees=agrees),), entrusted=False, place=True)

    assert (Item.PLACE in packed(contents, basis=basis, with_summary=False).goes) == goes


def test_from_every_status_that_a_case_can_go_from_the_table_knows_its_end():
    for status, end in ENDS.items():
        assert end.outcome in outcomes_for(move(status, end.verb))
