"""What every template may use: the viewer, and dates as people say them."""

from datetime import date, datetime, time
from typing import Any

from flask import Flask, current_app
from flask_babel import format_decimal, get_locale, gettext
from flask_login import current_user
from jinja2 import Undefined

from app import clock
from app.labels import N_
from app.localtime import SHORT_WEEKDAYS
from app.translation import ScreenLanguage, word

LAST_SECOND = time(23, 59, 59)


class Missing(Undefined):
    """What a template names and nobody gave: it may be asked for, but never be shown as nothing."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error
    __html__ = Undefined._fail_with_undefined_error


def register(app: Flask) -> None:
    app.jinja_env.undefined = Missing
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(due)
    app.add_template_filter(clock_time)
    app.add_template_filter(word)
    app.add_template_filter(weekly)
    app.add_template_filter(in_hours)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "viewer": current_user if current_user.is_authenticated else None,
            "demo": current_app.config["SETTINGS"].demo,
            "today": clock.today(),
            "screen_language": ScreenLanguage(get_locale().language),
            "screen_languages": tuple(ScreenLanguage),
        }


def day(value: date | datetime) -> str:
    """Di 24.11.2026"""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{gettext(SHORT_WEEKDAYS[value.weekday()])} {value:%d.%m.%Y}"


def moment(value: datetime) -> str:
    """Di 24.11., 16:00; with the year if it isn't this one"""
    local = clock.local(value)
    year = "" if local.year == clock.today().year else f"{local.year}"
    return f"{gettext(SHORT_WEEKDAYS[local.weekday()])} {local:%d.%m.}{year}, {local:%H:%M}"


def clock_time(value: datetime | time) -> str:
    """16:00"""
    return f"{clock.local(value) if isinstance(value, datetime) else value:%H:%M}"


def weekly(slot: object) -> str:
    """Mo 17:00–19:30"""
    day, _, times = str(slot).partition(" ")
    return f"{word(day)} {times}"


def in_hours(minutes: int) -> str:
    """Hours with at most two places: „7,5“."""
    return str(format_decimal(round(minutes / 60, 2)))


def due(value: datetime, whole_day: bool | None = None) -> str:
    """morgen, Di 24.11., bis 16:00; without a time where the whole day counts"""
    local = clock.local(value)
    near = {
        -1: N_("gestern, %(day)s"),
        0: N_("heute, %(day)s"),
        1: N_("morgen, %(day)s"),
    }.get((local.date() - clock.today()).days, N_("%(day)s"))
    year = "" if local.year == clock.today().year else f"{local.year}"
    words: str = gettext(near, day=f"{gettext(SHORT_WEEKDAYS[local.weekday()])} {local:%d.%m.}{year}")
    if whole_day or (whole_day is None and local.time().replace(microsecond=0) == LAST_SECOND):
        return words
    with_time = N_("%(day)s, %(time)s") if value < clock.now() else N_("%(day)s, bis %(time)s")
    return str(gettext(with_time, day=words, time=f"{local:%H:%M}"))
