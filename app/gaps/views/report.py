"""What the pool lacks, as coordination reads it; whoever looks from outside gets rounded figures."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.exports import as_csv
from app.gaps.actions import asking
from app.gaps.forms import ChoiceForm
from app.gaps.queries import report as queries
from app.gaps.queries import sheet
from app.gaps.views.blueprint import bp
from app.localtime import SHORT_WEEKDAYS
from app.referrals.matching.wishes import Band
from app.refusals import NotFound
from app.translation import word


@bp.route("/pool/luecken", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def report() -> ResponseReturnValue:
    if request.method == "POST":
        asking.ask(by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Der Bericht wird neu berechnet. Das dauert meist nur einige Sekunden."))
        return redirect(url_for("gaps.report"), 303)
    reports = queries.reports()
    if not reports.running and "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})  # it is done: the whole page has changed
    told = _told(reports.done) if reports.done else {"report": None}
    return render_template("gaps/report.html", reports=reports, **told)


def _told(done: queries.Report) -> dict[str, Any]:
    """Everything that stands in the report."""
    spoken, places = queries.languages(done.id), queries.districts(done.id)
    choice = ChoiceForm.over(request.args, languages=spoken, districts=places)
    after = request.args.get("nach", type=int)
    return {
        "report": done,
        "choice": choice,
        "cells": queries.cells(done.id, language=choice.sprache.data, district=choice.ort.data),
        "helps": queries.helps(done.id),
        "requests": queries.requests(done.id, viewer(), clock.now(), after=after),
        "days": SHORT_WEEKDAYS,
        "bands": {band.value: band.label for band in Band},
        "kept": {key: value for key, value in request.args.items() if key in {"sprache", "ort"} and value},
    }


@bp.get("/pool/luecken.csv")
@requires(Permission.OFFER_SEND)
def report_file() -> ResponseReturnValue:
    done = queries.reports().done
    if done is None:
        raise NotFound
    rows = sheet.rows(done, queries.cells(done.id, language="", district=""))
    headers = {"Content-Disposition": 'attachment; filename="luecken-im-pool.csv"'}
    content = as_csv([[str(word(cell)) for cell in row] for row in rows])
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)
