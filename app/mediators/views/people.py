"""The pool of coordination: list, one person, change, invite, end."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import save
from app.languages import LANGUAGES
from app.mediators.actions import people as actions
from app.mediators.actions.people import CoreFacts
from app.mediators.deployment import Conduct, Interpreting
from app.mediators.forms.people import CoreForm, NewPersonForm, PoolFilterForm
from app.mediators.queries import due
from app.mediators.queries import person as persons
from app.mediators.queries import pool as queries
from app.mediators.queries.fairness import evenness
from app.mediators.queries.pool import Filters
from app.mediators.queries.qualification import qualification
from app.mediators.rules import Kind, Standing, Topic
from app.mediators.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.get("/pool")
@requires(Permission.POOL_MANAGE)
def pool() -> ResponseReturnValue:
    """Everybody who has not left; filters stand in the address, names don't."""
    form = PoolFilterForm(request.args)
    page = queries.people(_filters(form), after=_place(), today=clock.today())
    kept = {key: value for key, value in request.args.items() if key != "nach" and value}
    return render_template(
        "mediators/pool.html",
        page=page,
        search=form,
        kept=kept,
        waiting=queries.waiting_for_invitation(),
        due=due.waiting(clock.now()),
        evenness=evenness(clock.now()),
    )


@bp.route("/pool/neu", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def new_pool_person() -> ResponseReturnValue:
    form = NewPersonForm()
    if form.validate_on_submit():
        try:
            kind, now = Kind(form.kind.data), clock.now()
            person_id = actions.add(form.row(), kind=kind, by=viewer().id, at=now)
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.email.errors = [in_words(refusal)]
        else:
            flash(_("Die Person steht jetzt im Pool. Eingeladen ist sie noch nicht."), "success")
            return redirect(url_for("mediators.pool_person", person_id=person_id), 303)
    return render_template("mediators/new_pool_person.html", form=form), 422 if form.errors else 200


@bp.get("/pool/<uuid:person_id>")
@requires(Permission.POOL_MANAGE)
def pool_person(person_id: UUID) -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "mediators/pool_person.html",
        person=persons.person(person_id, today=today),
        qualification=qualification(person_id),
        today=today,
    )


@bp.route("/pool/<uuid:person_id>/aendern", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def change_pool_person(person_id: UUID) -> ResponseReturnValue:
    person = persons.person(person_id, today=clock.today())
    form = CoreForm.editing(persons.core(person))
    if form.validate_on_submit() and _changed(person_id, form):
        flash(_("Die Angaben zu %(name)s sind gespeichert.", name=person.name), "success")
        return _back_to(person_id)
    return render_template("mediators/change_pool_person.html", form=form, person=person), form.status


@bp.post("/pool/<uuid:person_id>/einladen")
@requires(Permission.POOL_MANAGE)
def invite_pool_person(person_id: UUID) -> ResponseReturnValue:
    invited = actions.invite(person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    if invited:
        flash(_("Die Einladung ist per E-Mail unterwegs."), "success")
    return _back_to(person_id)


@bp.post("/pool/<uuid:person_id>/nochmals-einladen")
@requires(Permission.POOL_MANAGE)
def invite_pool_person_again(person_id: UUID) -> ResponseReturnValue:
    actions.invite_again(person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Einladung ist noch einmal unterwegs."), "success")
    return _back_to(person_id)


@bp.route("/pool/einladen", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def invite_pool() -> ResponseReturnValue:
    """Everybody at once, after a look at how many mails that makes."""
    if request.method == "GET":
        waiting = queries.waiting_for_invitation()
        now = min(waiting, actions.MOST_INVITED_AT_ONCE)
        return render_template("mediators/invite_pool.html", waiting=waiting, now=now)
    done = actions.invite_all(by=viewer().id, at=clock.now())
    db.session.commit()
    flash(ngettext("Eine Person ist eingeladen.", "%(num)s Personen sind eingeladen.", done.count), "success")
    for name, refusal in done.refused:
        why = in_words(refusal)
        flash(_("%(name)s ist nicht eingeladen: %(why)s", name=name, why=why), "warning")
    return redirect(url_for("mediators.pool"), 303)


@bp.post("/pool/<uuid:person_id>/beenden")
@requires(Permission.POOL_MANAGE)
def end_pool_person(person_id: UUID) -> ResponseReturnValue:
    actions.end(person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(
        _("Die Tätigkeit ist beendet. Offene Anfragen gehen an andere, zugesagte Plätze sind wieder frei."),
        "success",
    )
    return _back_to(person_id)


@bp.post("/pool/<uuid:person_id>/wieder-aufnehmen")
@requires(Permission.POOL_MANAGE)
def resume_pool_person(person_id: UUID) -> ResponseReturnValue:
    actions.resume(person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Person steht wieder im Pool."), "success")
    return _back_to(person_id)


def _back_to(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("mediators.pool_person", person_id=person_id), 303)


def _changed(person_id: UUID, form: CoreForm) -> bool:
    return save(
        form,
        lambda: actions.change(
            person_id, _facts(form), by=viewer().id, at=clock.now(), shown=form.version.data
        ),
        saved=lambda: persons.core(persons.person(person_id, today=clock.today())),
        author=lambda: persons.changed_by(person_id),
    )


def _facts(form: CoreForm) -> CoreFacts:
    values = {name: form[name].data for name in CoreFacts.__dataclass_fields__}
    interpreting, result = form.interpreting.data, form.certificate_result.data
    kind = Kind(form.kind.data)
    values["interpreting"] = Interpreting(interpreting) if interpreting and kind is Kind.INTERPRETER else None
    values["certificate_result"] = Conduct(result) if result else None
    return CoreFacts(**{**values, "kind": kind})


def _filters(form: PoolFilterForm) -> Filters:
    """What the address asks for; words that mean nothing ask for nothing."""
    return Filters(
        language=form.sprache.data if form.sprache.data in LANGUAGES else None,
        topic=Topic(form.thema.data) if form.thema.data in set(Topic) else None,
        kind=Kind(form.art.data) if form.art.data in set(Kind) else None,
        standing=Standing(form.stand.data) if form.stand.data in set(Standing) else None,
        not_invited=bool(form.uneingeladen.data),
    )


def _place() -> UUID | None:
    try:
        return UUID(request.args.get("nach", ""))
    except ValueError:
        return None
