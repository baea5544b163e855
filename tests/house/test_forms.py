"""Every form of every page: sent twice it does no more than once; what it does not ask for does nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.routing import Rule

from app.database import Base, db
from tests.house.conftest import on_one_engine
from tests.house.forms import Form, fillings, forms_of, send, typed
from tests.house.rewind import Rewind
from tests.house.streets import Streets
from tests.house.test_matrix import READ
from tests.house.test_nonsense import FIELDS

#: Together, so that the last test knows of all forms.
pytestmark = pytest.mark.xdist_group("forms")

TAKEN, NOT_NOW, REFUSED = {302, 303}, 409, 422
COLUMNS = {column.name: column for table in Base.metadata.sorted_tables for column in table.columns}
#: So many forms are known to be taken; fewer, and the ways to fill them in no longer fit the program.
MOST = 70


@pytest.fixture(scope="module")
def rewind(streets: Streets) -> Rewind:
    with streets.app.app_context():
        return Rewind(db.engine)


@pytest.fixture(scope="module")
def taken() -> set[str]:
    """The targets of all forms that were taken."""
    return set()


@on_one_engine
@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.endpoint)
def test_a_form_does_what_it_asks_for_and_does_it_once(
    streets: Streets, rewind: Rewind, taken: set[str], rule: Rule
) -> None:
    faults, tried, done = [], set(), set()

    for form, status in forms_of(streets, rule):
        if form.kind in done or (form.kind, status) in tried:
            continue
        tried.add((form.kind, status))
        for data in fillings(form):
            streets.written = set()
            answer = send(streets, form, data)
            if answer.status in TAKEN and streets.written:
                done.add(form.kind)
                once = rewind.changes(streets.written)
                faults += _again(streets, rewind, form, data, once)
                rewind.back(streets.written)
                faults += _more(streets, rewind, form, data, once)
            rewind.back(streets.written)
            if answer.status in TAKEN | {NOT_NOW}:
                break

    taken |= {target for target, _ in done}
    assert "\n".join(faults) == ""


@on_one_engine
@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.endpoint)
def test_what_was_typed_is_kept_where_it_is_refused(streets: Streets, rewind: Rewind, rule: Rule) -> None:
    lost, met = [], set()

    for form, _ in forms_of(streets, rule):
        words = typed(form)
        if form.kind not in met and words:
            streets.written = set()
            answer = send(streets, form, words)
            met |= {form.kind} if answer.status == REFUSED else set()
            gone = [name for name, said in words.items() if said not in answer.response.text]
            lost += [f"{form}: {gone}"] if answer.status == REFUSED and gone else []
            rewind.back(streets.written)

    assert lost == []


def _again(streets: Streets, rewind: Rewind, form: Form, data: dict[str, Any], once: Any) -> list[str]:
    """The second click."""
    answer = send(streets, form, data)
    more = rewind.changes(streets.written) - once
    return [f"{form} twice: {answer.status} {sorted(more)}"] if answer.status >= 500 or more else []


def _more(streets: Streets, rewind: Rewind, form: Form, data: dict[str, Any], once: Any) -> list[str]:
    """With the names of all columns and of all fields of other forms: the same, or nothing at all."""
    extra = {name: _foreign(streets, name) for name in sorted({*COLUMNS, *FIELDS} - form.names)}
    answer = send(streets, form, extra | data)
    other = rewind.changes(streets.written)
    fine = answer.status < 500 and other in ({}, once)
    return [] if fine else [f"{form} with more: {answer.status} {sorted((other - once) + (once - other))}"]


def _foreign(streets: Streets, name: str) -> str:
    """What somebody would like to slip in: another municipality, person or status; yes to everything."""
    abroad, column = streets.abroad, COLUMNS.get(name)
    kind = column.type if column is not None else None
    if isinstance(kind, sa.Uuid):
        scene = next(iter(abroad.scenes.values()))
        return str(
            abroad.values(scene).get(name, abroad.town.id if "municip" in name else abroad.town.admin.id)
        )
    if isinstance(kind, sa.Enum):
        return str(kind.enums[-1])
    return "2" if isinstance(kind, sa.Integer) else "2026-03-09" if isinstance(kind, sa.Date) else "y"


def test_most_forms_were_taken(taken: set[str]) -> None:
    assert len(taken) >= MOST
