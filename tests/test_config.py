"""Settings are complete and safe, or the program does not start; it then says all that is wrong at once."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT, Incomplete, Settings
from tests import make

KEY = base64.b64encode(b"k" * 32).decode()
COMPLETE = {
    "FALLBRUECKE_MODE": "production",
    "FALLBRUECKE_DATA": "/var/lib/fallbruecke",
    "DATABASE_URL": "postgresql+psycopg://fallbruecke@db/fallbruecke",
    "FALLBRUECKE_BASE_URL": "https://fallbruecke.musterkreis.example",
    "FALLBRUECKE_SECRET_KEY": "s" * 32,
    "FALLBRUECKE_FIELD_KEYS": f"1:{KEY}",
    "FALLBRUECKE_INDEX_KEY": KEY,
    "FALLBRUECKE_MAIL_SERVER": "mail.musterkreis.example",
    "FALLBRUECKE_MAIL_SENDER": "fallbruecke@musterkreis.example",
}
NEEDED = sorted(set(COMPLETE) - {"FALLBRUECKE_MODE"})


def test_complete_settings_start() -> None:
    settings = Settings.from_env(COMPLETE)

    assert settings.secure
    assert not settings.demo
    assert settings.field_keys == {"1": b"k" * 32}


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Incomplete) as refusal:
        Settings.from_env({"FALLBRUECKE_MODE": "production"})

    assert [name for name in NEEDED if f"{name} fehlt." not in str(refusal.value)] == []


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("emptied", [True, False])
def test_nothing_needed_can_be_left_out_or_empty(name: str, emptied: bool) -> None:
    env = {key: value for key, value in COMPLETE.items() if key != name}

    with pytest.raises(Incomplete, match=f"{name} fehlt"):
        Settings.from_env(env | {name: ""} if emptied else env)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FALLBRUECKE_BASE_URL", "http://fallbruecke.example", "muss mit https:// beginnen"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG darf nicht gesetzt sein"),
        ("FALLBRUECKE_SECRET_KEY", "kurz", "mindestens 32 Zeichen"),
        ("FALLBRUECKE_FIELD_KEYS", "1:a3Vyeg==", "FALLBRUECKE_FIELD_KEYS: jeder Schlüssel hat 32 Byte"),
        ("FALLBRUECKE_FIELD_KEYS", f"1:{KEY},2:§", "FALLBRUECKE_FIELD_KEYS: jeder Schlüssel hat 32 Byte"),
        ("FALLBRUECKE_INDEX_KEY", "a3Vyeg==", "FALLBRUECKE_INDEX_KEY: jeder Schlüssel hat 32 Byte"),
        ("FALLBRUECKE_MAIL_PORT", "smtp", "FALLBRUECKE_MAIL_PORT muss eine Zahl sein"),
        ("FALLBRUECKE_PROXIES", "-1", "FALLBRUECKE_PROXIES muss eine Zahl sein"),
        ("FALLBRUECKE_LOG_LEVEL", "laut", "FALLBRUECKE_LOG_LEVEL muss eines sein von: DEBUG, INFO"),
        ("DATABASE_URL", "db.example", "DATABASE_URL muss mit postgresql:// oder sqlite:/// beginnen"),
        (
            "DATABASE_URL",
            "mysql://db.example/x",
            "DATABASE_URL muss mit postgresql:// oder sqlite:/// beginnen",
        ),
        ("FALLBRUECKE_NOW", "2026-03-02T09:00", "nur in der Vorführung"),
    ],
)
def test_production_refuses(name: str, value: str, sentence: str) -> None:
    with pytest.raises(Incomplete, match=sentence):
        Settings.from_env(COMPLETE | {name: value})


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("flask", "--app", "wsgi", "db", "upgrade"), 2),
        (("flask", "--app", "wsgi", "worker"), 2),
        (
            (
                "gunicorn",
                "--bind",
                "127.0.0.1:0",
                "--no-control-socket",
                "--log-level",
                "critical",
                "wsgi:app",
            ),
            3,
        ),
    ],
    ids=["a command", "the worker", "the web server"],
)
def test_what_does_not_start_says_why_in_words_and_nothing_else(command: tuple[str, ...], code: int) -> None:
    env = {"PATH": os.environ["PATH"], "FALLBRUECKE_MODE": "production", "PYTHONUTF8": "1"}

    run = subprocess.run(
        [sys.executable, "-m", *command],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == code
    assert [name for name in NEEDED if f"{name} fehlt." not in run.stderr] == []
    assert "Traceback" not in run.stderr


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(Incomplete, match="möglich sind demo und production"):
        Settings.from_env({"FALLBRUECKE_MODE": "test"})


def test_a_refusal_and_the_settings_themselves_show_no_secret() -> None:
    env = COMPLETE | {"FALLBRUECKE_MAIL_PASSWORD": "geheim"}

    with pytest.raises(Incomplete) as refusal:
        Settings.from_env(env | {"FALLBRUECKE_BASE_URL": "http://x"})

    shown = repr(Settings.from_env(env)) + str(refusal.value)
    assert not [secret for secret in (KEY, "k" * 32, "s" * 32, "geheim") if secret in shown]


def test_without_a_word_it_is_the_demo_and_answers_to_this_machine_alone(tmp_path: Path) -> None:
    settings = Settings.from_env({"FALLBRUECKE_DATA": str(tmp_path)})

    answers = {
        host: create_app(settings).test_client().get("/anmelden", headers={"Host": host}).status_code
        for host in ("127.0.0.1:5000", "localhost", "fallbruecke.example", "10.0.0.7")
    }

    assert settings.demo
    assert answers == {"127.0.0.1:5000": 200, "localhost": 200, "fallbruecke.example": 400, "10.0.0.7": 400}


def test_the_keys_of_the_demo_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first, second = (Settings.from_env({"FALLBRUECKE_DATA": str(tmp_path)}) for _ in range(2))
    files = list((tmp_path / "keys").iterdir())

    assert (first.secret_key, first.field_keys, first.index_key) == (
        second.secret_key,
        second.field_keys,
        second.index_key,
    )
    assert len({first.secret_key, *first.field_keys.values(), first.index_key}) == 3
    assert sorted(f.name for f in files) == ["field_key", "index_key", "secret_key"]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}


@pytest.mark.parametrize("written", ["2026-03-02T12:00", "2026-03-02T11:00:00+00:00"])
def test_the_demo_lives_at_the_time_that_the_wall_clock_says(written: str, tmp_path: Path) -> None:
    env = {"FALLBRUECKE_DATA": str(tmp_path), "FALLBRUECKE_NOW": written}

    assert Settings.from_env(env).starts_at == make.NOON


def test_a_time_that_is_none_is_named_like_every_other_fault(tmp_path: Path) -> None:
    env = {"FALLBRUECKE_DATA": str(tmp_path), "FALLBRUECKE_NOW": "morgen", "FALLBRUECKE_MAIL_PORT": "smtp"}

    with pytest.raises(Incomplete, match="FALLBRUECKE_NOW schreiben Sie so") as refusal:
        Settings.from_env(env)

    assert "FALLBRUECKE_MAIL_PORT" in str(refusal.value)


def test_the_folder_of_the_data_holds_database_and_keys(tmp_path: Path) -> None:
    settings = Settings.from_env({"FALLBRUECKE_DATA": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/fallbruecke.db"


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("https://fallbruecke.example", "__Host-sitzung", True), ("http://127.0.0.1:5000", "sitzung", False)],
)
def test_the_cookie_follows_the_scheme(base_url: str, name: str, secure: bool, tmp_path: Path) -> None:
    env = {"FALLBRUECKE_DATA": str(tmp_path), "FALLBRUECKE_BASE_URL": base_url}

    config = Settings.from_env(env).flask_config()

    assert config["SESSION_COOKIE_NAME"] == name
    assert config["SESSION_COOKIE_SECURE"] is secure
    assert (config["SESSION_COOKIE_HTTPONLY"], config["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")


def test_production_answers_to_its_own_name_alone() -> None:
    assert Settings.from_env(COMPLETE).flask_config()["TRUSTED_HOSTS"] == ["fallbruecke.musterkreis.example"]
