"""The search box: a number leads to the case, a name to the parties of the own cases.

What was typed is sent by POST and kept sealed for an hour; the page of results has an address that holds
nothing but an id, which opens for the person who searched. So a name gets into no log, history or referrer,
and going back, reloading and paging still work as people expect, which answering the POST itself would not.
"""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.actions import search as actions
from app.cases.forms.search import SearchForm
from app.cases.queries import search as queries
from app.cases.views.blueprint import bp
from app.database import db, writing


@bp.route("/faelle/suche", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """One box, so that nobody types a name where only a number belongs."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("cases/search.html", form=form, found=None), 422 if form.errors else 200
    known = _the_one(form.text.data)
    if known:
        return redirect(known, 303)
    search_id = actions.look_for(form.text.data, by=viewer().id, at=clock.now())
    db.session.commit()
    return redirect(url_for("cases.search_results", search_id=search_id), 303)


@bp.get("/faelle/suche/<uuid:search_id>")
@requires(Permission.CASE_READ)
def search_results(search_id: UUID) -> ResponseReturnValue:
    sought = queries.sought(search_id, viewer(), clock.now())
    place = request.args.get("nach")
    found = queries.found(sought, viewer(), clock.now(), after=place)
    _note_reading(found)
    return render_template(
        "cases/search_results.html",
        form=SearchForm(formdata=None, data={"text": sought.text}),
        found=found,
        next_url=url_for("cases.search_results", search_id=search_id, nach=found.after)
        if found.after
        else None,
        first_url=url_for("cases.search_results", search_id=search_id) if place else None,
    )


def _the_one(text: str) -> str | None:
    """The address of the case whose number was typed, if it can only be that one."""
    lines = queries.by_number(text, viewer(), clock.now())
    if len(lines) == 1:
        return url_for("cases.file", case_id=lines[0].id)
    own = None if lines else queries.own_report(text, viewer(), clock.now())
    return url_for("cases.own_report", case_id=own) if own else None


def _note_reading(found: queries.Found) -> None:
    """Each name that is shown is a reading of its case; nobody reads the names of others here."""
    lines = [trail.Line("NameFound", hit.id, hit.party_id) for hit in found.hits]
    if lines:
        with writing():
            trail.log_all(lines, by=viewer().id, at=clock.now())
