"""Texts of letters: all of them, one beside the German, a new version, the approval."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import save
from app.letters.actions import texts as actions
from app.letters.forms import ApprovalForm, VersionForm
from app.letters.queries import texts as queries
from app.letters.queries.head import letter_head
from app.letters.rules.kinds import LetterKind
from app.letters.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words
from app.versions import Author


@bp.get("/briefe")
@requires(Permission.TEXT_READ)
def texts() -> ResponseReturnValue:
    lines = queries.overview()
    return render_template("letters/texts.html", lines=lines, kinds=list(LetterKind), head=letter_head())


@bp.get("/briefe/texte/<uuid:text_id>")
@requires(Permission.TEXT_READ)
def text(text_id: UUID) -> ResponseReturnValue:
    return render_template("letters/text.html", page=queries.text_page(text_id), form=ApprovalForm())


@bp.post("/briefe/texte/<uuid:text_id>/freigabe")
@requires(Permission.TEXT_APPROVE)
def approve(text_id: UUID) -> ResponseReturnValue:
    """With a person's name behind it, the text goes out without the word draft."""
    page, form = queries.text_page(text_id), ApprovalForm()
    if not form.validate_on_submit():
        return render_template("letters/text.html", page=page, form=form), 422
    approved = actions.approve(text_id, by=viewer().id, at=clock.now())
    db.session.commit()
    if approved:
        flash(_("Freigegeben. Briefe mit diesem Text tragen den Vermerk „Entwurf“ nicht mehr."), "success")
    else:
        flash(_("Diese Fassung ist schon freigegeben."))
    return redirect(url_for("letters.text", text_id=text_id), 303)


@bp.route("/briefe/texte/<uuid:text_id>/neue-fassung", methods=["GET", "POST"])
@requires(Permission.TEXT_WRITE)
def new_version(text_id: UUID) -> ResponseReturnValue:
    page = queries.text_page(text_id)
    form = VersionForm.editing({"body": page.text.body})
    if form.validate_on_submit() and _followed(text_id, form):
        flash(_("Gespeichert als neue Fassung. Sie ist ein Entwurf, bis jemand sie freigibt."), "success")
        return redirect(url_for("letters.text", text_id=queries.newest_of(text_id).id), 303)
    return render_template("letters/new_version.html", page=page, form=form), form.status


def _followed(text_id: UUID, form: VersionForm) -> bool:
    """Whether there is a new version; else the form says why not, or what somebody else has written."""

    def author() -> Author:
        newest = queries.newest_of(text_id)
        return Author(newest.written_by, newest.written_at)

    try:
        return save(
            form,
            lambda: actions.follow(
                text_id, form.body.data, by=viewer().id, at=clock.now(), shown=form.version.data
            ),
            saved=lambda: {"body": queries.newest_of(text_id).body},
            author=author,
        )
    except NotAllowed as refusal:
        db.session.rollback()
        form.body.errors = (in_words(refusal),)
        return False
