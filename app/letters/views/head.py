"""What all letters of the municipality say of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.editing import save
from app.letters.actions.head import keep_head
from app.letters.forms import HeadForm
from app.letters.queries.head import head_author, proposed_head
from app.letters.views.blueprint import bp


@bp.route("/briefe/briefkopf", methods=["GET", "POST"])
@requires(Permission.TEXT_APPROVE)
def head() -> ResponseReturnValue:
    form = HeadForm.editing(vars(proposed_head()))
    if form.validate_on_submit() and _kept(form):
        flash(_("Der Briefkopf ist gespeichert. Er gilt für alle neuen Briefe."), "success")
        return redirect(url_for("letters.texts"), 303)
    return render_template("letters/head.html", form=form), form.status


def _kept(form: HeadForm) -> bool:
    return save(
        form,
        lambda: keep_head(form.said(), by=viewer().id, at=clock.now(), shown=form.version.data),
        saved=lambda: vars(proposed_head()),
        author=head_author,
    )
