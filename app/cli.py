"""Commands for people and other programs; they call the same actions as the pages."""

import json

import click
from flask import Flask
from flask.cli import AppGroup

from app.refusals import NotAllowed

deadline = AppGroup("deadline", help="Fristen rechnen und erklären.")


def register(app: Flask) -> None:
    for group in (deadline,):
        app.cli.add_command(group)


@deadline.command("explain")
@click.option("--land", required=True, help="Land, z. B. NW oder NI.")
@click.option("--from", "start", required=True, help="Beginn, Ortszeit: 2027-05-26T10:00.")
@click.option("--period", required=True, help="3WD, 24H, 4SH oder 1CM.")
@click.option("--closing", multiple=True, help="Schließtag, mehrfach möglich: 2026-12-24.")
@click.option("--service", default=None, help="Servicezeiten: „Mo-Do 08:30-16:00, Fr 08:30-12:00“.")
def deadline_explain(
    land: str, start: str, period: str, closing: tuple[str, ...], service: str | None
) -> None:
    """Rechnet eine Frist Tag für Tag vor; gibt JSON aus."""
    from app.explanation import explain_text

    with spoken():
        answer = explain_text(land=land, from_=start, period=period, closing=closing, service=service)
    click.echo(json.dumps(answer, ensure_ascii=False))


class spoken:  # noqa: N801 - reads as a word in "with spoken():"
    """A refusal becomes one sentence on the error output and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, NotAllowed):
            raise click.UsageError(str(problem)) from None
