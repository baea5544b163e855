"""Pages of notifications: inbox, operation, the outbox of the demo, and what a monitor asks."""

from typing import Any
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.gate import public, requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.installation import actions as installation
from app.installation.queries.copies import copy
from app.notifications import actions, outbox, queries
from app.notifications.elsewhere import counted
from app.notifications.version import version
from app.notifications.views.blueprint import bp, health

SHOWN_IN_OUTBOX = 50


@bp.get("/posteingang")
@requires(Permission.INBOX_READ)
def inbox() -> ResponseReturnValue:
    place = request.args.get("nach")
    lines, after = queries.inbox(viewer().id, clock.now(), role=viewer().role, after=place)
    return render_template("notifications/inbox.html", lines=lines, after=after, place=place)


@bp.post("/posteingang/gelesen")
@requires(Permission.INBOX_READ)
def mark_all_read() -> ResponseReturnValue:
    actions.mark_read(viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Alles ist als gelesen vermerkt."), "success")
    return redirect(url_for("notifications.inbox"), 303)


@bp.post("/posteingang/<uuid:notification_id>/gelesen")
@requires(Permission.INBOX_READ)
def mark_read(notification_id: UUID) -> ResponseReturnValue:
    actions.mark_read(viewer().id, at=clock.now(), notification_id=notification_id)
    db.session.commit()
    return redirect(url_for("notifications.inbox"), 303)


@bp.get("/betrieb")
@requires(Permission.OPERATION_READ)
def operation() -> ResponseReturnValue:
    """Whether this is a copy, whether the worker lives, where the mails stand, and which don't go."""
    stuck, after = queries.stuck(request.args.get("nach"))
    return render_template(
        "notifications/operation.html",
        queue=queries.queue(),
        workers=queries.workers(clock.now()),
        stuck=stuck,
        after=after,
        copy=copy(),
        version=version(),
    )


@bp.post("/betrieb/mails/<uuid:notification_id>/senden")
@requires(Permission.OPERATION_READ)
def resend(notification_id: UUID) -> ResponseReturnValue:
    actions.resend(notification_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Mail ist wieder auf dem Weg. Ob sie ankommt, steht in ein paar Minuten hier."), "success")
    return redirect(url_for("notifications.operation"), 303)


@bp.post("/betrieb/mails/senden")
@requires(Permission.OPERATION_READ)
def send_held() -> ResponseReturnValue:
    """All that a move to another place has held; each is looked at again before it goes."""
    actions.send_held(by=viewer().id, at=clock.now())
    db.session.commit()
    flash(
        _("Die angehaltenen Mails sind auf dem Weg. Was nicht mehr nötig ist, geht nicht hinaus."), "success"
    )
    return redirect(url_for("notifications.operation"), 303)


@bp.post("/betrieb/mails/verwerfen")
@requires(Permission.OPERATION_READ)
def drop_held() -> ResponseReturnValue:
    actions.drop_held(by=viewer().id, at=clock.now())
    db.session.commit()
    flash(
        _("Die angehaltenen Mails gehen nicht mehr hinaus. Im Posteingang der Personen stehen sie."),
        "success",
    )
    return redirect(url_for("notifications.operation"), 303)


@bp.post("/betrieb/kopie/original")
@requires(Permission.OPERATION_READ)
def make_original() -> ResponseReturnValue:
    """The old place is gone: from now on mails leave from here."""
    found = _copy_meant()
    if found and installation.make_original(found, by=viewer().id, at=clock.now()):
        db.session.commit()
        flash(_("Diese Kopie ist jetzt das Original. Neue Mails gehen wieder hinaus."), "success")
    return redirect(url_for("notifications.operation"), 303)


@bp.post("/betrieb/kopie/stumm")
@requires(Permission.OPERATION_READ)
def keep_silent() -> ResponseReturnValue:
    found = _copy_meant()
    if found and installation.keep_silent(found, by=viewer().id, at=clock.now()):
        db.session.commit()
        flash(_("Diese Kopie bleibt stumm. Von hier gehen keine Mails hinaus."), "success")
    return redirect(url_for("notifications.operation"), 303)


def _copy_meant() -> UUID | None:
    """What the page had shown; a decision about anything else decides nothing."""
    try:
        return UUID(request.form.get("copy", ""))
    except ValueError:
        return None


@bp.get("/postausgang")
@public
def demo_outbox() -> ResponseReturnValue:
    """In the demo only: these mails hold links that set passwords."""
    settings = current_app.config["SETTINGS"]
    if not settings.demo:
        abort(404)
    mails = outbox.newest(settings.data, SHOWN_IN_OUTBOX)
    return render_template("notifications/demo_outbox.html", mails=mails, base_url=settings.base_url)


@health.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process lives; it asks nobody else."""
    return {"alive": True}


@health.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether people can work with it: the database answers, a worker was seen within two minutes.

    In a copy they can, and must: whoever decides about it does so on a page. So ``mails`` is told, no more.
    """
    answer = queries.ready(clock.now())
    return answer, 200 if answer["database"] and answer["worker"] else 503


@bp.app_context_processor
def inbox_count() -> dict[str, Any]:
    """The number beside the inbox in the frame of every page, and where else something waits."""
    if not current_user.is_authenticated or current_user.hat is None:
        return {}
    try:
        here, there = counted(current_user, clock.now())
        return {"inbox_count": here, "elsewhere": there}
    except Exception:  # the page may be the one that says that the database is gone
        return {}
