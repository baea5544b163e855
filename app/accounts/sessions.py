"""Sessions on the server: the browser holds a random token, the table its hash."""

import hashlib
import hmac
import secrets
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from app import clock
from app.accounts.models import Membership, User, WebSession
from app.accounts.rules import SEEN_EVERY, is_current, session_ends
from app.accounts.viewer import Hat, Viewer
from app.database import db, reading, writing
from app.municipalities.models import Municipality
from app.municipalities.scope import across_municipalities

KEPT = ("_flashes",)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What Flask and Flask-Login see; only flash messages are ever written back."""

    def __init__(
        self, token: str, secret: str, *, row: WebSession | None = None, viewer: Viewer | None = None
    ) -> None:
        super().__init__(row.content if row else None, self._changed)
        self.token = token
        self.row: WebSession | None = row
        self.viewer: Viewer | None = viewer
        key = f"csrf|{token}".encode()
        dict.__setitem__(self, "csrf_token", hmac.new(secret.encode(), key, hashlib.sha256).hexdigest())
        if viewer:
            dict.__setitem__(self, "_user_id", viewer.get_id())
            dict.__setitem__(self, "_fresh", True)
        self.modified = False

    @staticmethod
    def _changed(session: "CallbackDict[str, Any]") -> None:
        cast("ServerSession", session).modified = True

    def kept(self) -> dict[str, Any]:
        return {key: self[key] for key in KEPT if key in self}


class ServerSessions(SessionInterface):
    """Opens a session with one statement; a stranger gets a token but no row."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.get_cookie_name(app), "")
        if request.endpoint in {"static", "operation.alive"} or len(token) < 40:
            return ServerSession(secrets.token_urlsafe(32), app.config["SECRET_KEY"])
        row, viewer = _find(token)
        return ServerSession(token, app.config["SECRET_KEY"], row=row, viewer=viewer)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        current = cast(ServerSession, session)
        if current.row is not None and (current.modified or _to_be_seen(current.row)):
            with writing(), across_municipalities():
                db.session.execute(  # never brings an ended session back: it updates, it doesn't insert
                    sa.update(WebSession)
                    .where(WebSession.id == current.row.id)
                    .values(content=current.kept(), last_seen_at=clock.now())
                )
        if current.accessed or current.row is not None:
            response.set_cookie(
                self.get_cookie_name(app),
                current.token,
                httponly=True,
                secure=app.config["SESSION_COOKIE_SECURE"],
                samesite="Lax",
                path="/",
            )


def start(session: ServerSession, user_id: UUID) -> None:
    """A new session with a new token, whatever there was before (no fixation); a hat stays on."""
    session.token = secrets.token_urlsafe(32)
    now = clock.now()
    session.row = WebSession(
        token_hash=token_hash(session.token),
        user_id=user_id,
        membership_id=session.row.membership_id if session.row else None,
        content={},
        created_at=now,
        last_seen_at=now,
    )
    db.session.add(session.row)


def end(session: ServerSession) -> None:
    """End this session on the server; the token is worth nothing from now on."""
    if session.row is not None:
        db.session.execute(sa.delete(WebSession).where(WebSession.id == session.row.id))
    session.row, session.token = None, secrets.token_urlsafe(32)


def end_all(user_id: UUID) -> None:
    """End every session of a person: password changed, roles changed, locked."""
    db.session.execute(sa.delete(WebSession).where(WebSession.user_id == user_id))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _to_be_seen(row: WebSession) -> bool:
    return clock.now() - row.last_seen_at >= SEEN_EVERY


def _find(token: str) -> tuple[WebSession | None, Viewer | None]:
    """Session, person and memberships in one join."""
    query = (
        sa.select(WebSession, User, Membership, Municipality.name)
        .join(User, User.id == WebSession.user_id)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Municipality, Municipality.id == Membership.municipality_id)
        .where(WebSession.token_hash == token_hash(token), User.active.is_(True))
        .order_by(Membership.accepted_at.is_(None), Membership.starts_on, Membership.id)
    )
    with across_municipalities(), reading():
        found = db.session.execute(query).all()
        db.session.expunge_all()  # the row outlives this transaction
        db.session.rollback()
    if not found:
        return None, None
    row, user = found[0][0], found[0][1]
    today = clock.today()
    hats = tuple(
        Hat(m.id, m.role, m.municipality_id, town, m.office_id, m.crisis_team)
        for _, _, m, town in found
        if m is not None and is_current(m.starts_on, m.ends_on, today)
    )
    hat = next((h for h in hats if h.id == row.membership_id), hats[0] if hats else None)
    if clock.now() >= session_ends(hat.role if hat else None, row.created_at, row.last_seen_at):
        return None, None
    return row, Viewer(user.id, user.name, user.email, user.language, hat, hats)
