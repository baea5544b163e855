"""What others ask to be lent: a list, and one request with the own people who could be asked."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import db, writing
from app.lending.actions import answering
from app.lending.forms import PersonForm
from app.lending.queries import answering as queries
from app.lending.views.blueprint import bp


@bp.get("/leihanfragen")
@requires(Permission.LENDING_ANSWER)
def inquiries() -> ResponseReturnValue:
    lines, after = queries.inquiries(request.args.get("nach"))
    return render_template("lending/inquiries.html", lines=lines, after=after)


@bp.route("/leihanfragen/<uuid:inquiry_id>", methods=["GET", "POST"])
@requires(Permission.LENDING_ANSWER)
def inquiry(inquiry_id: UUID) -> ResponseReturnValue:
    """Whom we have, and whom we have asked; asking one of them is sent to the same address."""
    shown = queries.inquiry(inquiry_id, clock.now())
    form = PersonForm.one_of((one.id, one.name) for one in shown.fitting)
    if form.validate_on_submit():
        answering.ask_person(inquiry_id, UUID(form.person.data), by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Die Person ist gefragt. Sagt sie zu, geht eine Karte ohne Namen an die andere Kommune."))
        return _back(inquiry_id)
    if request.method == "GET":
        with writing():
            trail.log("InquiryRead", by=viewer().id, at=clock.now(), subject_id=inquiry_id)
    page = render_template("lending/inquiry.html", shown=shown, form=form)
    return page, 422 if form.errors else 200


@bp.post("/leihanfragen/<uuid:inquiry_id>/ablehnen")
@requires(Permission.LENDING_ANSWER)
def refuse(inquiry_id: UUID) -> ResponseReturnValue:
    answering.refuse(inquiry_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Ihre Antwort ist zurückgegangen: Sie können niemanden verleihen."))
    return _back(inquiry_id)


@bp.post("/leihanfragen/<uuid:inquiry_id>/personen/<uuid:candidate_id>/zurueckziehen")
@requires(Permission.LENDING_ANSWER)
def take_back(inquiry_id: UUID, candidate_id: UUID) -> ResponseReturnValue:
    answering.take_back(inquiry_id, candidate_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Zurückgezogen. Die andere Kommune sieht, dass die Person nicht mehr da ist, nicht warum."))
    return _back(inquiry_id)


def _back(inquiry_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("lending.inquiry", inquiry_id=inquiry_id), 303)
