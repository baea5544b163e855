"""The one door: a view that names no permission can't be entered."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.permissions import Permission, allowed
from app.accounts.viewer import Viewer
from app.database import reading
from app.municipalities.scope import acting_in

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Tag a view with the permission that opens it."""

    def tag(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # a tag on a function
        return view

    return tag


def public(view: View) -> View:
    """Tag a view that everybody may enter without signing in."""
    view.permission = None  # type: ignore[attr-defined]  # a tag on a function
    return view


def viewer() -> Viewer:
    """The signed-in person of this request, wearing one hat in one municipality."""
    found: Viewer = current_user._get_current_object()
    return found


def guard() -> ResponseReturnValue | None:
    """Before every request: unknown tags deny; then the walls of the viewer's municipality stand."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission"):
        abort(403)
    if request.method in {"GET", "HEAD"}:
        _until_teardown(reading())
    if view.permission is None:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", weiter=_way_back()))
    if not allowed(current_user.role, view.permission):
        abort(403)
    _until_teardown(acting_in(current_user.municipality_id))
    return None


def leave(_: BaseException | None) -> None:
    """After every request: take the walls down again."""
    for context in reversed(g.pop("contexts", [])):
        context.__exit__(None, None, None)


def safe_way(target: str | None) -> str | None:
    """``target`` if it is a path of this house, else None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or "\\" in target or any(ord(c) < 33 for c in target):
        return None
    return target


def _until_teardown(context: Any) -> None:
    context.__enter__()
    g.setdefault("contexts", []).append(context)


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
