"""The register of contacts, and its sheet for the drawer."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.accounts.queries import author_of
from app.crisis.actions import register as actions
from app.crisis.forms.register import ContactForm, NewContactForm
from app.crisis.queries import register as queries
from app.crisis.queries.people import can_hold
from app.crisis.views.blueprint import bp
from app.crisis.views.paper import pdf
from app.database import db
from app.editing import save, tried


@bp.get("/kontakte")
@requires(Permission.CONTACTS_KEEP)
def register() -> ResponseReturnValue:
    return render_template("crisis/register.html", groups=queries.register(), stand=queries.stand())


@bp.route("/kontakte/neu", methods=["GET", "POST"])
@requires(Permission.CONTACTS_KEEP)
def new_contact() -> ResponseReturnValue:
    form = NewContactForm.fresh(position=1)
    form.offer(can_hold(clock.now()))
    if form.validate_on_submit():
        facts = form.facts()
        if tried(form, lambda: actions.add(form.id, facts, by=viewer().id, at=clock.now())):
            flash(_("Der Kontakt ist eingetragen. Bitte drucken Sie das Kontaktblatt neu aus."))
            return _back()
    return render_template("crisis/new_contact.html", form=form), 422 if form.errors else 200


@bp.route("/kontakte/<uuid:contact_id>", methods=["GET", "POST"])
@requires(Permission.CONTACTS_KEEP)
def contact(contact_id: UUID) -> ResponseReturnValue:
    row = queries.contact(contact_id)
    form = ContactForm.editing(queries.saved(row))
    form.offer(can_hold(clock.now(), also=row.user_id))
    if form.validate_on_submit() and _changed(contact_id, form):
        flash(_("Der Kontakt ist gespeichert. Bitte drucken Sie das Kontaktblatt neu aus."))
        return _back()
    return render_template(
        "crisis/contact.html", form=form, contact_id=contact_id, name=row.name
    ), form.status


@bp.post("/kontakte/<uuid:contact_id>/bestaetigen")
@requires(Permission.CONTACTS_KEEP)
def confirm_contact(contact_id: UUID) -> ResponseReturnValue:
    actions.confirm(contact_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Eintrag ist bestätigt."))
    return _back()


@bp.post("/kontakte/<uuid:contact_id>/entfernen")
@requires(Permission.CONTACTS_KEEP)
def remove_contact(contact_id: UUID) -> ResponseReturnValue:
    queries.contact(contact_id)
    actions.remove(contact_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Kontakt ist entfernt. Bitte drucken Sie das Kontaktblatt neu aus."))
    return _back()


@bp.post("/kontakte/blatt.pdf")
@requires(Permission.CONTACTS_KEEP)
def contact_sheet() -> ResponseReturnValue:
    """For the drawer: power and network may be gone when it is needed."""
    content = pdf(queries.register(), stand=queries.stand(), town=viewer().municipality_name)
    headers = {"Content-Disposition": 'attachment; filename="kontaktblatt.pdf"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _changed(contact_id: UUID, form: ContactForm) -> bool:
    facts, seen = form.facts(), form.version.data
    return save(
        form,
        lambda: actions.change(contact_id, facts, by=viewer().id, at=clock.now(), shown=seen),
        saved=lambda: queries.saved(queries.contact(contact_id)),
        author=lambda: author_of(*queries.last_change(contact_id)),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("crisis.register"), 303)
