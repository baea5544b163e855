"""The lead makes a link to the questionnaire and sees it once: as a sheet in the language of who gets it."""

from uuid import UUID

import segno
from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import LEAD, only
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.feedback.actions.links import Link, make_link
from app.feedback.forms import LinkForm
from app.feedback.queries.links import recipients
from app.feedback.rules.questionnaire import PAPER_LANGUAGES, words
from app.feedback.views.blueprint import bp
from app.labels import N_
from app.refusals import NotAllowed
from app.translation import in_words

SHOWN_ONCE = N_(
    "Dieser Link wurde schon erzeugt und wird nur einmal gezeigt. "
    "Wenn Sie ihn nicht mehr haben, gehen Sie zurück und erzeugen Sie einen zweiten."
)


@bp.route("/faelle/<uuid:case_id>/nachsorge/fragebogen", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def hand_out(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    note_reading("FollowUpRead", case_id)
    offered = recipients(found.case)
    first = next((one for one in offered if one.left), None)
    form = LinkForm.fresh(recipient=first.key if first else None, language=first.language if first else "de")
    form.offer(offered)
    if form.validate_on_submit():
        link = _made(found, form)
        if link is not None:
            return render_template("feedback/sheet.html", file=found.head, **_sheet(link, form.language.data))
    page = render_template("feedback/hand_out.html", file=found.head, form=form, recipients=offered)
    return page, 422 if form.errors else 200


def _made(found: OpenedFile, form: LinkForm) -> Link | None:
    """The link; without one the form says why."""
    deed = form.id
    try:
        link = make_link(found.case, form.recipient.data, invitation_id=deed, by=actor(found), at=clock.now())
    except NotAllowed as refusal:
        db.session.rollback()
        form.form_errors = [in_words(refusal)]
        return None
    db.session.commit()
    if link is None:
        form.form_errors = [_(SHOWN_ONCE)]
    return link


def _sheet(link: Link, code: str) -> dict[str, object]:
    path = url_for("feedback.answer", language=code, secret=link.secret)
    url = current_app.config["SETTINGS"].base_url + path
    return {
        "url": url,
        "code": segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff"),
        "language": PAPER_LANGUAGES[code],
        "audience": link.audience,
        "last_day": f"{link.last_day:%d.%m.%Y}",
        "words": words,
    }
