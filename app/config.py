"""Settings: complete, or the program does not start; all faults are named at once."""

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.labels import Labelled
from app.localtime import in_address, local_moment
from app.refusals import NotAllowed

ROOT = Path(__file__).resolve().parent.parent

DATABASES = re.compile(r"postgresql(\+psycopg)?://|sqlite:///")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Mode(Labelled):
    """What the program is for in this place."""

    DEMO = "demo", "Vorführung"
    PRODUCTION = "production", "Betrieb"


class Incomplete(Exception):
    """The settings have faults; the message names every one."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What differs from place to place. Safety is no setting: see ``flask_config``."""

    mode: Mode
    data: Path
    database_url: str
    base_url: str
    secret_key: str = field(repr=False)
    field_keys: Mapping[str, bytes] = field(repr=False)
    """AES-256 keys by key id; the last one seals, all of them open."""
    index_key: bytes = field(repr=False)
    """Key of the blind indexes (HMAC-SHA-256)."""
    mail_server: str = ""
    """Empty in demo mode: mails are kept as files and shown on the outbox page."""
    mail_port: int = 587
    mail_username: str = ""
    mail_password: str = field(default="", repr=False)
    mail_sender: str = "fallbruecke@localhost"
    mail_tls: bool = True
    proxies: int = 0
    """How many reverse proxies stand in front; X-Forwarded-For is trusted for exactly so many."""
    log_level: str = "INFO"
    starts_at: datetime | None = None
    """The time at which the process lives; None for the real one. In the demo alone."""

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def demo(self) -> bool:
        return self.mode is Mode.DEMO

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        mode = env.get("FALLBRUECKE_MODE", Mode.DEMO)
        if mode == Mode.DEMO:
            return _demo(env)
        if mode == Mode.PRODUCTION:
            return _production(env)
        raise Incomplete(
            f"Fallbrücke startet nicht: FALLBRUECKE_MODE ist „{mode}“; möglich sind demo und production."
        )

    def _pool(self) -> dict[str, int]:
        """Connections for a rush; a database in memory has but one."""
        if self.database_url in {"sqlite://", "sqlite:///:memory:"}:
            return {}
        return {"pool_size": 10, "max_overflow": 20, "pool_timeout": 60}

    def flask_config(self) -> dict[str, object]:
        """What Flask and its extensions read. Nobody may switch these off."""
        host = urlsplit(self.base_url).hostname or "localhost"
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, **self._pool()},
            "TRUSTED_HOSTS": [host, "127.0.0.1", "localhost"] if self.demo else [host],
            "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-sitzung" if self.secure else "sitzung",
            "SESSION_COOKIE_SECURE": self.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # bound to the session, so that slow typing loses nothing
            "WTF_CSRF_SSL_STRICT": self.secure,
            "BABEL_DEFAULT_LOCALE": "de",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
            "SETTINGS": self,
        }


def _demo(env: Mapping[str, str]) -> Settings:
    _refuse(_key_faults(env) + _other_faults(env) + _moment_faults(env))
    data = Path(env.get("FALLBRUECKE_DATA") or ROOT / "data").resolve()
    return _settings(
        env,
        Mode.DEMO,
        data=data,
        fallback={
            "FALLBRUECKE_BASE_URL": "http://127.0.0.1:5000",
            "FALLBRUECKE_SECRET_KEY": _kept(data, "secret_key"),
            "FALLBRUECKE_FIELD_KEYS": "1:" + _kept(data, "field_key"),
            "FALLBRUECKE_INDEX_KEY": _kept(data, "index_key"),
        },
    )


def _production(env: Mapping[str, str]) -> Settings:
    needed = (
        "FALLBRUECKE_DATA",
        "DATABASE_URL",
        "FALLBRUECKE_BASE_URL",
        "FALLBRUECKE_SECRET_KEY",
        "FALLBRUECKE_FIELD_KEYS",
        "FALLBRUECKE_INDEX_KEY",
        "FALLBRUECKE_MAIL_SERVER",
        "FALLBRUECKE_MAIL_SENDER",
    )
    faults = [f"{name} fehlt." for name in needed if not env.get(name)]
    base_url = env.get("FALLBRUECKE_BASE_URL", "")
    if base_url and not base_url.startswith("https://"):
        faults.append("FALLBRUECKE_BASE_URL muss mit https:// beginnen.")
    if env.get("FLASK_DEBUG", "0") not in {"", "0"}:
        faults.append("FLASK_DEBUG darf nicht gesetzt sein.")
    if env.get("FALLBRUECKE_NOW"):
        faults.append("FALLBRUECKE_NOW gibt es nur in der Vorführung.")
    if 0 < len(env.get("FALLBRUECKE_SECRET_KEY", "")) < 32:
        faults.append("FALLBRUECKE_SECRET_KEY braucht mindestens 32 Zeichen.")
    _refuse(faults + _key_faults(env) + _other_faults(env))
    return _settings(env, Mode.PRODUCTION, data=Path(env["FALLBRUECKE_DATA"]).resolve(), fallback={})


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Incomplete("Fallbrücke startet nicht:\n  " + "\n  ".join(faults))


def _other_faults(env: Mapping[str, str]) -> list[str]:
    """What was set but means nothing."""
    numbers = ("FALLBRUECKE_MAIL_PORT", "FALLBRUECKE_PROXIES")
    faults = [f"{name} muss eine Zahl sein." for name in numbers if not env.get(name, "0").isdecimal()]
    if (address := env.get("DATABASE_URL")) and not DATABASES.match(address):
        faults.append("DATABASE_URL muss mit postgresql:// oder sqlite:/// beginnen.")
    if env.get("FALLBRUECKE_LOG_LEVEL", "INFO") not in LOG_LEVELS:
        faults.append(f"FALLBRUECKE_LOG_LEVEL muss eines sein von: {', '.join(LOG_LEVELS)}.")
    return faults


def _moment_faults(env: Mapping[str, str]) -> list[str]:
    try:
        _moment(env)
    except NotAllowed:
        return ["FALLBRUECKE_NOW schreiben Sie so: 2026-03-02T09:00 (Ortszeit)."]
    return []


def _moment(env: Mapping[str, str]) -> datetime | None:
    """By the wall clock in Germany, or with an offset as other programs write it."""
    written = env.get("FALLBRUECKE_NOW")
    if not written:
        return None
    return in_address(written) or local_moment(written)[0]


def _key_faults(env: Mapping[str, str]) -> list[str]:
    faults = []
    for name in ("FALLBRUECKE_FIELD_KEYS", "FALLBRUECKE_INDEX_KEY"):
        for entry in filter(None, env.get(name, "").split(",")):
            if len(_decoded(entry.rpartition(":")[2])) != 32:
                faults.append(f"{name}: jeder Schlüssel hat 32 Byte in Base64.")
    return faults


def _settings(env: Mapping[str, str], mode: Mode, *, data: Path, fallback: Mapping[str, str]) -> Settings:
    def value(name: str, default: str = "") -> str:
        return env.get(name) or fallback.get(name) or default

    keys = (entry.partition(":") for entry in value("FALLBRUECKE_FIELD_KEYS").split(","))
    return Settings(
        mode=mode,
        data=data,
        database_url=value("DATABASE_URL", f"sqlite:///{data / 'fallbruecke.db'}"),
        base_url=value("FALLBRUECKE_BASE_URL").rstrip("/"),
        secret_key=value("FALLBRUECKE_SECRET_KEY"),
        field_keys={name: _decoded(key) for name, _, key in keys},
        index_key=_decoded(value("FALLBRUECKE_INDEX_KEY")),
        mail_server=value("FALLBRUECKE_MAIL_SERVER"),
        mail_port=int(value("FALLBRUECKE_MAIL_PORT", "587")),
        mail_username=value("FALLBRUECKE_MAIL_USERNAME"),
        mail_password=value("FALLBRUECKE_MAIL_PASSWORD"),
        mail_sender=value("FALLBRUECKE_MAIL_SENDER", "fallbruecke@localhost"),
        mail_tls=value("FALLBRUECKE_MAIL_TLS", "1") != "0",
        proxies=int(value("FALLBRUECKE_PROXIES", "0")),
        log_level=value("FALLBRUECKE_LOG_LEVEL", "INFO"),
        starts_at=_moment(env),
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _kept(data: Path, name: str) -> str:
    """A key of the demo, made once and kept in the data folder, readable by its owner alone."""
    path = data / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        try:
            path.hardlink_to(draft)  # whoever starts first decides; the others read that key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
