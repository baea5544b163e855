"""Exceptions become pages that a person can read."""

import secrets

from flask import Flask, Response, abort, current_app, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from app.database import db
from app.refusals import NotAllowed, NotFound, NotYours, Outrun
from app.translation import in_words

PAGES = {400, 403, 404, 405, 409, 413, 429, 503}


def register(app: Flask) -> None:
    app.before_request(only_text)
    app.register_error_handler(NotAllowed, refused)
    app.register_error_handler(NotFound, lambda _: _page(404))
    app.register_error_handler(CSRFError, lambda _: _page(400))
    app.register_error_handler(HTTPException, web)
    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(NoConnection, unavailable)
    app.register_error_handler(Exception, broken)


def only_text() -> None:
    """Nobody types a NUL, and PostgreSQL keeps none: whatever carries one is refused as a whole."""
    for values in (request.args, request.form):
        if any("\0" in part for name, value in values.items(multi=True) for part in (name, value)):
            abort(400)


def refused(problem: NotAllowed) -> ResponseReturnValue:
    """409 with the sentence that says why, or 403 if it is others who may; nothing was changed."""
    db.session.rollback()
    code, outrun = 403 if isinstance(problem, NotYours) else 409, isinstance(problem, Outrun)
    return _page(code, sentence=in_words(problem), outrun=outrun)


def web(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is not None and problem.code < 400:
        return problem
    return _page(problem.code if problem.code in PAGES else 400)


def unavailable(problem: OperationalError | NoConnection) -> ResponseReturnValue:
    return _page(503, reference=_note(problem))


def broken(problem: Exception) -> ResponseReturnValue:
    return _page(500, reference=_note(problem))


def place_of(problem: BaseException) -> str:
    """Module and line where it broke: what a log may say of it."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"


def _note(problem: Exception) -> str:
    """Log where it broke, never with which values; the reference joins page and log."""
    reference = secrets.token_hex(4)
    current_app.logger.error(
        "broken reference=%s endpoint=%s kind=%s place=%s",
        reference,
        request.endpoint,
        type(problem).__name__,
        place_of(problem),
    )
    return reference


def _page(code: int, **values: object) -> ResponseReturnValue:
    db.session.rollback()
    if request_ctx.url_adapter is None:  # the host isn't ours: no page of ours can be built for it
        return Response("Diese Adresse gehört nicht zu Fallbrücke.", 400, mimetype="text/plain")
    if code >= 500:
        values["viewer"] = None  # who looks can't be asked now
    return render_template("errors/page.html", code=code, nowhere=True, **values), code
