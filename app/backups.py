"""Commands around a backup: make one with its manifest, and compare what came back with it."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.engine import URL

from app import clock
from app.audit.queries import first_broken
from app.database import db, reading
from app.installation import place
from app.installation.queries.copies import differences_here
from app.installation.queries.manifest import Content, as_json, contents, differing, from_json
from app.labels import N_
from app.municipalities.queries import each_in_turn, municipality
from app.refusals import NotAllowed

MANIFEST = "manifest.json"
backup = AppGroup("backup", help="Sicherungen.")


@backup.command("make")
@click.argument("folder", type=click.Path(path_type=Path))
def make(folder: Path) -> None:
    """Sichert die Datenbank in einen neuen Ordner, mit Zahlen und Prüfsummen; gibt JSON aus."""
    try:
        folder.mkdir(parents=True, mode=0o700)
        on_sqlite = db.engine.dialect.name == "sqlite"
        held = _copied(folder / "fallbruecke.db") if on_sqlite else _dumped(folder / "fallbruecke.dump")
        told = {"made_at": clock.now().isoformat(), "tables": as_json(held)}
        (folder / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as problem:
        raise click.UsageError(str(NotAllowed(NOT_MADE, folder=folder, problem=problem))) from None
    click.echo(json.dumps({"tables": len(held), "rows": sum(one.rows for one in held.values())}))


@backup.command("check")
@click.argument("manifest", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, manifest: Path) -> None:
    """Vergleicht die Datenbank mit einer Sicherung; gibt JSON aus. Code 1: es ist nicht alles wieder da."""
    try:
        told = from_json(json.loads(manifest.read_text(encoding="utf-8"))["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        raise click.UsageError(str(NotAllowed(NO_MANIFEST, file=manifest))) from None
    with reading(), db.engine.connect() as connection:
        found = contents(connection)
    answer = {
        "tables": len(found),
        "rows": sum(one.rows for one in found.values()),
        "differing": differing(told, found),
        "broken_logs": _broken_logs(),
        "copy": [one.label for one in differences_here(place.here(current_app.config["SETTINGS"]))],
    }
    click.echo(json.dumps(answer, ensure_ascii=False))
    context.exit(1 if answer["differing"] or answer["broken_logs"] else 0)


NOT_MADE = N_("Die Sicherung in „%(folder)s“ ist nicht entstanden: %(problem)s")
NO_MANIFEST = N_("„%(file)s“ ist kein Verzeichnis einer Sicherung.")


def _broken_logs() -> dict[str, int]:
    """Where the chain of a municipality's access log doesn't hold, by its short name."""
    with reading():
        told = {municipality().slug: first_broken() for _ in each_in_turn()}
        db.session.rollback()
    return {slug: number for slug, number in told.items() if number is not None}


def _copied(file: Path) -> dict[str, Content]:
    """A copy that is whole though others write; the manifest is that of the copy."""
    file.touch(mode=0o600)
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as source,
        closing(sqlite3.connect(file)) as to,
    ):
        source.backup(to)
    engine = sa.create_engine(f"sqlite:///{file}")
    with reading(), engine.connect() as connection:
        found = contents(connection)
    engine.dispose()
    return found


def _dumped(file: Path) -> dict[str, Content]:
    """The dump and its manifest see the same moment."""
    file.touch(mode=0o600)
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        moment = connection.scalar(sa.select(sa.func.pg_export_snapshot()))
        url, environment = _for_libpq(db.engine.url)
        words = ["pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={file}", f"--dbname={url}"]
        subprocess.run(words, check=True, env=environment)  # noqa: S603 - words of our own
        return contents(connection)


def _for_libpq(url: URL) -> tuple[str, dict[str, str]]:
    """The password goes through the environment: everybody on the machine sees the words of a command."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    return bare.render_as_string(hide_password=False), os.environ | password
