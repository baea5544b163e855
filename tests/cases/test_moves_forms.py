"""The form of each move asks for what its guards want, and its address is made of its words."""

import pytest
from flask import current_app

from app.cases import moves
from app.cases.forms.moves import ASKED_BY, MoveForm
from app.cases.queries.moving import days, step
from app.cases.rules.addresses import slug, verb_of
from app.cases.rules.guards import FORM_GUARDS
from app.cases.rules.status import Verb
from tests import make


def test_each_move_is_found_under_its_words():
    assert [verb_of(slug(verb)) for verb in Verb] == list(Verb)
    assert all(slug(verb).isascii() for verb in Verb)


@pytest.mark.parametrize("move", moves.MOVES, ids=lambda m: f"{m.source}-{m.verb}")
def test_every_guard_that_a_page_must_answer_has_its_field(town: make.Town, move: moves.Move):

    asked = {name for guard in move.guards if guard in FORM_GUARDS for name in ASKED_BY.get(guard, ())}
    asked -= {"outcome"} if len(moves.outcomes_for(move)) == 1 else set()

    with current_app.test_request_context():
        form = MoveForm.for_move(
            step(move.source, move.verb), outcomes=moves.outcomes_for(move), version=1, days=days(make.NOON)
        )

    assert set(form._fields) - {"version", "csrf_token"} == asked - {"answer"}
