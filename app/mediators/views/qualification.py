"""What somebody has proven: her own page, and that of coordination."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import save
from app.mediators.actions import qualification as actions
from app.mediators.forms.qualification import CourseForm, EvidenceForm, RefusalForm
from app.mediators.queries import qualification as queries
from app.mediators.queries.person import changed_by
from app.mediators.queries.profile import own_person
from app.mediators.views.blueprint import bp
from app.refusals import NotFound


@bp.route("/qualifikation", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_qualification() -> ResponseReturnValue:
    try:
        own = own_person(viewer().id)
    except NotFound:
        if request.method == "POST":
            raise
        return render_template("mediators/no_profile.html", title=_("Meine Qualifikation"))
    form = EvidenceForm.on(clock.today())
    if form.validate_on_submit():
        actions.enter(own, form.claim(), by=viewer().id, at=clock.now())
        db.session.commit()
        flash(
            _("Der Nachweis ist eingetragen. Er zählt, sobald die Koordinierungsstelle ihn bestätigt."),
            "success",
        )
        return redirect(url_for("mediators.own_qualification"), 303)
    page = render_template(
        "mediators/own_qualification.html",
        own=queries.qualification(own),
        form=form,
        today=clock.today(),
    )
    return page, 422 if form.errors else 200


@bp.post("/qualifikation/<uuid:evidence_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_evidence(evidence_id: UUID) -> ResponseReturnValue:
    if actions.remove(own_person(viewer().id), evidence_id):
        flash(_("Der Nachweis ist entfernt."), "success")
    db.session.commit()
    return redirect(url_for("mediators.own_qualification"), 303)


@bp.route("/pool/<uuid:person_id>/qualifikation", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def pool_qualification(person_id: UUID) -> ResponseReturnValue:
    found = queries.qualification(person_id)
    form = CourseForm.editing(found.facts)
    if form.validate_on_submit() and _course_set(person_id, form):
        flash(_("Die Angaben zu %(name)s sind gespeichert.", name=found.name), "success")
        return _back_to(person_id)
    page = render_template("mediators/pool_qualification.html", person=found, form=form, today=clock.today())
    return page, form.status


@bp.post("/pool/nachweise/<uuid:evidence_id>/bestaetigen")
@requires(Permission.POOL_MANAGE)
def confirm_evidence(evidence_id: UUID) -> ResponseReturnValue:
    person_id = queries.evidence_person(evidence_id)
    if actions.confirm(evidence_id, by=viewer().id, at=clock.now()):
        flash(_("Der Nachweis ist bestätigt und zählt."), "success")
    db.session.commit()
    return _back_to(person_id)


@bp.route("/pool/nachweise/<uuid:evidence_id>/ablehnen", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def refuse_evidence(evidence_id: UUID) -> ResponseReturnValue:
    person_id, form = queries.evidence_person(evidence_id), RefusalForm()
    if form.validate_on_submit():
        if actions.refuse(evidence_id, form.reason.data.strip(), by=viewer().id, at=clock.now()):
            flash(_("Der Nachweis zählt nicht. Die Person liest die Begründung."), "success")
        db.session.commit()
        return _back_to(person_id)
    page = render_template(
        "mediators/refuse_evidence.html",
        form=form,
        person_id=person_id,
        evidence=queries.evidence_line(evidence_id),
    )
    return page, 422 if form.errors else 200


def _back_to(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("mediators.pool_qualification", person_id=person_id), 303)


def _course_set(person_id: UUID, form: CourseForm) -> bool:
    return save(
        form,
        lambda: actions.set_course(
            person_id, form.facts(), by=viewer().id, at=clock.now(), shown=form.version.data
        ),
        saved=lambda: queries.qualification(person_id).facts,
        author=lambda: changed_by(person_id),
    )
