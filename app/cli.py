"""Commands for people and other programs; they call the same actions as the pages."""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.backups import backup
from app.database import db, reading
from app.labels import N_
from app.municipalities.queries import by_slug
from app.municipalities.scope import across_municipalities, acting_in
from app.refusals import NotAllowed, NotFound
from app.spreadsheets import Reject

cases = AppGroup("cases", help="Fälle.")
deadline = AppGroup("deadline", help="Fristen rechnen und erklären.")
deletions = AppGroup("deletions", help="Löschungen.")
demo = AppGroup("demo", help="Eine Welt zum Ausprobieren.")
match = AppGroup("match", help="Gesamtvermittlung: die ganze Warteliste auf einmal.")
job = AppGroup("job", help="Was der Hintergrunddienst von selbst tut, von Hand anstoßen.")
municipality = AppGroup("municipality", help="Kommunen einrichten.")
pool = AppGroup("pool", help="Der Pool der Mediator:innen.")


def register(app: Flask) -> None:
    for group in (backup, cases, deadline, deletions, demo, job, match, municipality, pool, worker):
        app.cli.add_command(group)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Der Hintergrunddienst: Mails, Fristen, Erinnerungen. Endet mit Strg-C oder SIGTERM."""
    from app.scheduler import run_worker

    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy has it


@job.command("run")
@click.argument("name")
@click.option("--at", "written", default=None, help="Als wäre es dann, Ortszeit: 2026-03-09T06:30.")
def job_run(name: str, written: str | None) -> None:
    """Stößt eine Aufgabe einmal an; gibt JSON aus."""
    from app import clock
    from app.localtime import local_moment
    from app.timetable import SCHEDULE

    with spoken():
        name = name.replace("_", "-")
        if name not in SCHEDULE:
            known = ", ".join(sorted(SCHEDULE))
            raise NotAllowed(
                N_("Die Aufgabe „%(name)s“ gibt es nicht. Es gibt: %(known)s."), name=name, known=known
            )
        then = clock.stopped(local_moment(written)[0]) if written else nullcontext()
    with then:
        done = SCHEDULE[name].run(clock.now())
    click.echo(json.dumps({"job": name, "done": done}))


@pool.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--municipality", "slug", required=True, help="Kurzname der Kommune, z. B. musterkreis.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Hierhin kommen die Zeilen mit Fehlern.")
@click.option("--sheet", help="Name des Tabellenblatts; sonst das erste, auf dem etwas steht.")
def pool_import(file: Path, slug: str, *, rejects: Path | None, sheet: str | None) -> None:
    """Nimmt eine Tabelle (.xlsx, .ods, CSV) in den Pool auf; die letzte Zeile ist JSON."""
    from app import clock
    from app.mediators import poolfile
    from app.mediators.actions.imports import take
    from app.mediators.actions.uploads import read

    with spoken(), _inside(slug):
        content, name = read(_bytes_of(file), at=clock.now(), sheet=sheet)
        if rejects:
            _write(rejects, poolfile.rejects_csv(content))
        counts = take(content, by=None, at=clock.now()).counts
        db.session.commit()
    if name:
        click.echo(f"Gelesenes Tabellenblatt: {name}")
    _say(content.rejects, content.ignored)
    click.echo(json.dumps({key: counts[key] for key in ("imported", "updated", "unchanged", "rejected")}))


@cases.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--municipality", "slug", required=True, help="Kurzname der Kommune, z. B. musterkreis.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Hierhin kommen die Zeilen mit Fehlern.")
def cases_import(file: Path, slug: str, rejects: Path | None) -> None:
    """Nimmt offene Fälle aus einer Tabelle (.xlsx, .ods, CSV) auf; die letzte Zeile ist JSON."""
    from app import clock
    from app.cases.actions import imports

    with spoken(), _inside(slug):
        content = imports.read(_bytes_of(file), today=clock.today())
        if rejects:
            _write(rejects, content.rejects_csv)
        counts = imports.take(content, by=None, at=clock.now()).counts
        db.session.commit()
    _say(content.rejects, content.ignored)
    click.echo(json.dumps({name: counts[name] for name in ("imported", "unchanged", "rejected")}))


@match.command("plan")
@click.option("--municipality", "slug", required=True, help="Kurzname der Kommune, z. B. musterkreis.")
@click.option("--time-limit", "seconds", default=20.0, show_default=True, help="So viele Sekunden höchstens.")
@click.option("--dump", "file", type=click.Path(path_type=Path), help="Aufgabe und Lösung als JSON hierhin.")
def match_plan(slug: str, *, seconds: float, file: Path | None) -> None:
    """Rechnet die beste Verteilung aus, ohne etwas zu ändern; gibt JSON aus."""
    from app import clock
    from app.referrals.allocation.dumping import Dump, summary
    from app.referrals.allocation.solving import allocate
    from app.referrals.queries.waiting import waiting_list

    with spoken(), _inside(slug), reading():
        if not seconds > 0:
            raise NotAllowed(N_("Zum Rechnen braucht es Zeit: Bitte geben Sie mehr als null Sekunden an."))
        now = clock.now()
        found = waiting_list(now)
        db.session.rollback()
        outcome = allocate(
            found.waiting, found.candidates, settings=found.settings, today=found.today, seconds=seconds
        )
        if file is not None:
            _write_lines(file, Dump(outcome, slug, found.numbers, now, found.begins).lines())
    click.echo(json.dumps(summary(outcome) | {"nameless": len(found.nameless)}))


@match.command("generate")
@click.option("--cases", "count", required=True, type=click.IntRange(0), help="So viele wartende Fälle.")
@click.option("--mediators", required=True, type=click.IntRange(0), help="So viele Mediator:innen.")
@click.option("--seed", required=True, type=int, help="Dieselbe Zahl gibt dieselbe Welt.")
@click.option("--municipality", "slug", required=True, help="Kurzname; gibt es sie nicht, wird sie angelegt.")
def match_generate(*, count: int, mediators: int, seed: int, slug: str) -> None:
    """Füllt eine Kommune mit wartenden Fällen und Mediator:innen; gibt JSON aus."""
    from app import clock
    from app.demo import crowd, fill

    with spoken():
        fill.refuse_in_production(current_app.config["SETTINGS"].demo)
        wished = crowd.Crowd(slug, cases=count, mediators=mediators, seed=seed, at=clock.now())
        fresh = crowd.fill(wished)
        db.session.commit()
    added = {"cases": count, "mediators": mediators} if fresh else {"cases": 0, "mediators": 0}
    click.echo(json.dumps({"municipality": slug, **added}))


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    try:
        with file.open("w", encoding="utf-8") as out:
            out.writelines(lines)
    except OSError:
        raise NotAllowed(N_("Die Datei „%(file)s“ lässt sich nicht schreiben."), file=file) from None


def _say(rejects: Sequence[Reject], ignored: Sequence[str]) -> None:
    """The rows that were sent back, and the columns that were not read, a line each."""
    for one in rejects:
        click.echo(f"Zeile {one.line}, {one.column or '–'}: {one.reason}")
    if ignored:
        click.echo(f"Nicht gelesene Spalten: {', '.join(ignored)}")


def _inside(slug: str) -> AbstractContextManager[None]:
    """The walls of the municipality with this short name."""
    try:
        return acting_in(by_slug(slug).id)
    except NotFound:
        raise NotAllowed(N_("Eine Kommune „%(slug)s“ gibt es nicht."), slug=slug) from None


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise NotAllowed(N_("Die Datei „%(file)s“ lässt sich nicht lesen."), file=file) from None


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError:
        raise NotAllowed(N_("Die Datei „%(file)s“ lässt sich nicht schreiben."), file=file) from None


@deadline.command("explain")
@click.option("--land", required=True, help="Land, z. B. NW oder NI.")
@click.option("--from", "start", required=True, help="Beginn, Ortszeit: 2027-05-26T10:00.")
@click.option(
    "--period", required=True, help="3WD, 24H, 4SH, 1CM; vom Gesetz gesetzt: 14LD, 1LM, 2ED, 1EM, 72EH."
)
@click.option("--closing", multiple=True, help="Schließtag, mehrfach möglich: 2026-12-24.")
@click.option("--service", default=None, help="Servicezeiten: „Mo-Do 08:30-16:00, Fr 08:30-12:00“.")
def deadline_explain(
    *, land: str, start: str, period: str, closing: tuple[str, ...], service: str | None
) -> None:
    """Rechnet eine Frist Tag für Tag vor; gibt JSON aus."""
    from app.explanation import explain_text

    with spoken():
        answer = explain_text(land=land, from_=start, period=period, closing=closing, service=service)
    click.echo(json.dumps(answer, ensure_ascii=False))


@deletions.command("repeat")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def deletions_repeat(file: Path) -> None:
    """Löscht nach dem Zurückspielen einer Sicherung noch einmal, was in der Liste steht; gibt JSON aus."""
    from app import clock
    from app.privacy.jobs import repeat

    with spoken():
        told = repeat(_bytes_of(file).decode("utf-8", "replace"), now=clock.now())
    click.echo(json.dumps(told))


@municipality.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="Wie die Kommune heißt.")
@click.option("--land", required=True, help="Land, z. B. NW oder NI.")
@click.option("--admin", required=True, help="E-Mail der ersten Administration; sie bekommt einen Link.")
@click.option("--state-pool", is_flag=True, help="Die Landesstelle, die den Landespool führt.")
def municipality_add(slug: str, *, name: str, land: str, admin: str, state_pool: bool) -> None:
    """Richtet eine Kommune mit ihrem Präventionsplan ein und lädt die Administration ein."""
    from app import clock
    from app.accounts.actions import Invitation, invite
    from app.accounts.permissions import Role
    from app.letters.actions.texts import bring
    from app.municipalities.actions import add
    from app.municipalities.rules import MunicipalityKind
    from app.plans.actions.adopting import adopt_default
    from app.workdays import Land

    with spoken():
        if land.upper() not in Land.__members__:
            raise NotAllowed(
                N_("Das Land „%(land)s“ gibt es nicht. Bitte nehmen Sie ein Kürzel wie NW."), land=land
            )
        with across_municipalities():
            kind = MunicipalityKind.STATE_POOL if state_pool else MunicipalityKind.LOCAL
            town = add(slug, name=name, land=Land[land.upper()], at=clock.now(), kind=kind)
        with acting_in(town.id):
            adopt_default(town, at=clock.now())
            bring(at=clock.now())
            first = Invitation(name=admin.partition("@")[0], email=admin, role=Role.ADMIN)
            invite(first, by=None, at=clock.now())
            db.session.commit()
    click.echo(
        f"{town.name} ist eingerichtet. Der Link für {admin} geht mit der nächsten Runde der Mails hinaus."
    )


@municipality.command("district")
@click.argument("name")
@click.option("--municipality", "slug", required=True, help="Kurzname der Kommune, z. B. musterkreis.")
@click.option("--lies", "point", help="Lage als Breite und Länge in Grad, z. B. 51.96,7.63.")
def municipality_district(name: str, *, slug: str, point: str | None) -> None:
    """Ein Ortsteil mit seiner Lage: So weiß das Programm, ob jemandem ein Weg zu weit ist."""
    from app.municipalities.actions import put_district
    from app.municipalities.rules import point_of

    with spoken(), _inside(slug):
        lies = point_of(point) if point else None
        put_district(name.strip(), lies=lies)
        db.session.commit()
    click.echo(json.dumps({"district": name.strip(), "lies": lies}))


@demo.command("fill")
def demo_fill() -> None:
    """Füllt die Vorführung: zwei Kommunen, ein Pool, gut vierzig Fälle. Zweimal ist wie einmal."""
    from app import clock
    from app.demo import fill
    from app.demo.people import sign_ins

    with spoken():
        fill.refuse_in_production(current_app.config["SETTINGS"].demo)
        fresh = fill.fill(clock.now())
    click.echo("Die Vorführung ist eingerichtet." if fresh else "Die Vorführung steht schon.")
    click.echo(sign_ins())


class spoken:  # noqa: N801 - reads as a word in "with spoken():"
    """A refusal becomes one sentence on the error output and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, NotAllowed):
            raise click.UsageError(str(problem)) from None
