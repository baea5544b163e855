"""What the search of a case goes by, as the page shows it: saved, or only tried."""

from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases.queries.file import OpenedFile
from app.cases.rules.status import Status
from app.referrals.forms.needs import NeedForm, need_form
from app.referrals.matching.relaxing import changed
from app.referrals.queries import proposals, wishes
from app.referrals.queries.chips import chips
from app.referrals.queries.search import Pool, pool_for


@dataclass(frozen=True)
class Need:
    """A case with its form; ``tried``: the boxes say something else than what is saved."""

    found: OpenedFile
    pool: Pool
    form: NeedForm
    tried: bool = False
    alone: bool = False

    @property
    def lists(self) -> bool:
        """Whether the page shows who suits: to coordination, while somebody is sought."""
        return lists(self.found)


def lists(found: OpenedFile) -> bool:
    return found.case.status is Status.MATCHING and found.head.by_coordination


def need_of(found: OpenedFile, *, foremost: bool = False) -> Need:
    """As it is saved; what was sent stands in the boxes. The lead gets the need without the pool.

    ``foremost``: of a large pool the best pairs are enough.
    """
    pool = pool_for(found.case, clock.now(), only=None if lists(found) else (), foremost=foremost)
    alone = "allein" in request.args and not pool.kept
    kind = need_form([party.label for party in pool.need.parties], pool.sources.usual)
    form = kind.editing(wishes.fields_of(pool.wishes, pool.sources.wanted.party_ids))
    return Need(found, pool.alone() if alone else pool, form, alone=alone)


def is_trial() -> bool:
    return request.form.get("step") == "try" or "change" in request.form


def tried(need: Need) -> Need:
    """With what was sent, and what one more button changes of it; nothing is saved."""
    ids = need.pool.sources.wanted.party_ids
    asked = wishes.wishes_from(need.form.fields, ids)
    code = request.form.get("change", "")
    asked = changed(replace(need.pool.asking, wishes=asked), code) if code else asked
    fields = wishes.fields_of(asked, ids)
    need.form.put(fields)
    saved = wishes.fields_of(need.pool.wishes, ids)
    return replace(need, pool=need.pool.wishing(asked), tried=fields != saved)


def page(need: Need) -> ResponseReturnValue:
    head = need.found.head
    shown = {
        "file": head,
        "form": need.form,
        "parties": [party.label for party in need.pool.need.parties],
        "need": chips(need.pool),
        "tried": need.tried,
        "open": bool(need.form.errors) or need.form.collided or request.form.get("step") == "try",
        "alone": need.alone,
        "saved": need.pool.sources.wanted.set_last,
    }
    if not need.lists:
        return render_template("referrals/need.html", **shown), need.form.status
    answer = proposals.head(need.pool, _) if need.pool.lacking else proposals.answer(need.pool, _)
    if answer is None:
        return redirect(url_for("referrals.search", case_id=head.id, alle=1, allein=need.alone or None), 303)
    return render_template(
        "referrals/proposals.html", answer=answer, nameless=need.pool.nameless, pool=need.pool, **shown
    ), need.form.status
