"""Fallbrücke: case management and mediation referral for German municipalities."""

import os
from typing import cast

from flask import Flask, session
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app import clock, tables  # noqa: F401 - tables makes the metadata complete
from app.accounts import gate
from app.accounts.sessions import ServerSession, ServerSessions
from app.accounts.viewer import Viewer
from app.config import ROOT, Settings
from app.crypto import KeyRing
from app.database import db
from app.translation import TranslatingBabel, chosen


def create_app(settings: Settings) -> Flask:
    """The whole program, read from top to bottom."""
    from app import cli, deeds, errors, headers, navigation, pages, reactions, screen

    app = Flask(__name__)
    app.config.update(settings.flask_config())
    app.logger.setLevel(settings.log_level)
    app.extensions["keyring"] = KeyRing(settings.field_keys, settings.index_key)
    app.extensions["reactions"] = reactions.REACTIONS
    app.extensions["answers"] = reactions.ANSWERS

    settings.data.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    TranslatingBabel(app, locale_selector=chosen)
    CSRFProtect(app)
    app.session_interface = ServerSessions()
    _sign_in(app)

    app.before_request(gate.guard)
    app.teardown_request(gate.leave)
    app.after_request(headers.add)
    pages.register(app)
    navigation.register(app)
    deeds.register(app)
    screen.register(app)
    errors.register(app)
    cli.register(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies),
        root=str(ROOT / "app" / "static"),
        prefix="static/",
        max_age=3600,
    )
    return app


def _sign_in(app: Flask) -> None:
    """Flask-Login on top of our sessions: the viewer was already read with the session."""
    login = LoginManager(app)
    login.session_protection = None  # sessions are rows here; nothing in the cookie to protect

    @login.request_loader
    def load(_: object) -> Viewer | None:
        return cast(ServerSession, session).viewer

    @login.user_loader
    def load_by_id(_: str) -> Viewer | None:
        return cast(ServerSession, session).viewer


def from_environment() -> Flask:
    """The application of this process; a demo may live at another time."""
    settings = Settings.from_env(os.environ)
    if settings.starts_at is not None:
        clock.start_at(settings.starts_at)
    return create_app(settings)
