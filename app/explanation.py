"""Why a deadline ends when it ends, day by day; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.labels import N_
from app.localtime import Note, local, local_moment, written_day
from app.refusals import NotAllowed
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land, Period, add_months

TRIGGER = N_("Tag des Ereignisses")

#: How each clock counts, in a sentence or two.
HOW: Mapping[Clock, str] = {
    Clock.WD: N_(
        "Arbeitstage sind Montag bis Freitag ohne Feiertage und Schließtage. Der Tag des Ereignisses "
        "zählt nicht mit, der letzte zählt bis zu seinem Ende."
    ),
    Clock.H: N_(
        "Stunden laufen Tag und Nacht, auch an Wochenenden und Feiertagen und durch die "
        "Zeitumstellung hindurch."
    ),
    Clock.SH: N_(
        "Es zählt nur die Zeit, in der geöffnet ist. An Feiertagen und Schließtagen steht die Uhr still."
    ),
    Clock.CM: N_(
        "Die Frist endet am Tag mit derselben Zahl, oder am letzten des Monats. Ist das kein "
        "Arbeitstag, endet sie am nächsten; Schließtage sind keine Arbeitstage."
    ),
    Clock.LD: N_(
        "§§ 187 bis 193 BGB und § 31 VwVfG: Der Tag des Ereignisses zählt nicht mit, sonst jeder. "
        "Endet die Frist an einem Samstag, Sonntag oder Feiertag, gilt der nächste Werktag. "
        "Schließtage ändern nichts."
    ),
    Clock.LM: N_(
        "§§ 187 bis 193 BGB und § 31 VwVfG: Die Frist endet am Tag mit derselben Zahl, oder am "
        "letzten des Monats. Ist das ein Samstag, Sonntag oder Feiertag, gilt der nächste Werktag. "
        "Schließtage ändern nichts."
    ),
    Clock.ED: N_(
        "Verordnung 1182/71, Artikel 3: Der Tag des Ereignisses zählt nicht mit, sonst jeder. Endet "
        "die Frist an einem Samstag, Sonntag oder Feiertag, gilt der nächste Arbeitstag. Zwei Tage "
        "und mehr haben mindestens zwei Arbeitstage. Schließtage ändern nichts."
    ),
    Clock.EM: N_(
        "Verordnung 1182/71, Artikel 3, zum Beispiel für Artikel 12 bis 14 DSGVO: Die Frist endet am "
        "Tag mit derselben Zahl, oder am letzten des Monats. Ist das ein Samstag, Sonntag oder "
        "Feiertag, gilt der nächste Arbeitstag. Schließtage ändern nichts."
    ),
    Clock.EH: N_(
        "Verordnung 1182/71, Artikel 3, zum Beispiel die 72 Stunden in Artikel 33 DSGVO: Die Stunde "
        "des Ereignisses zählt nicht mit, sonst jede, auch an Wochenenden und Feiertagen. Die Frist "
        "wird nicht verlängert."
    ),
}


@dataclass(frozen=True)
class CountedDay:
    """One local day of a period: whether it counts, in a word why, and on SH the time that counted."""

    date: date
    counts: bool
    why: str
    hours: str = ""


def explain_text(
    *, land: str, from_: str, period: str, closing: Iterable[str] = (), service: str | None = None
) -> dict[str, object]:
    """The same as ``explain`` for what somebody typed; raises NotAllowed on anything that can't be read."""
    start, note = local_moment(from_)
    calendar = Calendar(
        land=_land(land),
        closing_days=frozenset(written_day(day) for day in closing),
        service=ServiceHours.parse(service) if service else ServiceHours.DEFAULT,
    )
    return explain(calendar, start, Period.parse(period), note=note)


def explain(
    calendar: Calendar, start: datetime, period: Period, *, note: Note | None = None
) -> dict[str, object]:
    """``{"due": ISO with offset, "counted": [{"date", "counts", "why"}, …]}``, and ``"note"`` if given."""
    answer: dict[str, object] = {
        "due": calendar.due(start, period).isoformat(timespec="seconds"),
        "counted": [
            {"date": day.date.isoformat(), "counts": day.counts, "why": f"{day.why} {day.hours}".strip()}
            for day in counted_days(calendar, start, period)
        ],
    }
    return answer | ({"note": str(note)} if note else {})


def counted_days(calendar: Calendar, start: datetime, period: Period) -> list[CountedDay]:
    """Every local day from the trigger's to the last one, in the order of the calendar; none for hours."""
    trigger, due = local(start).date(), calendar.due(start, period)
    match period.clock:
        case Clock.WD:
            days = _days(trigger, due.date())
            return [_working_day(calendar, day, trigger=trigger) for day in days]
        case Clock.CM:
            end = add_months(trigger, period.amount)
            return [
                _calendar_day(calendar, day, trigger=trigger, end=end) for day in _days(trigger, due.date())
            ]
        case Clock.SH:
            return service_days(calendar, start, due)
        case Clock.H | Clock.EH:
            return []
        case _:
            return _days_by_law(calendar.by_law, trigger, period=period, due=due.date())


def _working_day(calendar: Calendar, day: date, *, trigger: date) -> CountedDay:
    if day == trigger:
        return CountedDay(day, False, TRIGGER)
    obstacle = calendar.why_not(day)
    return CountedDay(day, obstacle is None, obstacle or N_("Arbeitstag"))


def _calendar_day(calendar: Calendar, day: date, *, trigger: date, end: date) -> CountedDay:
    """Within the months every day counts; from their end on, the first working day does (§ 193 BGB)."""
    if day == trigger or day >= end:
        return _working_day(calendar, day, trigger=trigger)
    return CountedDay(day, True, N_("Kalendertag"))


def _days_by_law(law: Calendar, trigger: date, *, period: Period, due: date) -> list[CountedDay]:
    """Every day counts but the trigger's; a last day without work is followed by the next one with it."""
    months = period.clock in {Clock.LM, Clock.EM}
    end = add_months(trigger, period.amount) if months else trigger + timedelta(days=period.amount)
    return [_calendar_day(law, day, trigger=trigger, end=end) for day in _days(trigger, due)]


def service_days(calendar: Calendar, start: datetime, due: datetime) -> list[CountedDay]:
    """The service time of every local day between two moments."""
    trigger = local(start).date()
    served: dict[date, list[str]] = {}
    for opens, closes in calendar.open_between(start, due):
        served.setdefault(opens.date(), []).append(_hours(opens, closes))
    if not served:
        return [CountedDay(trigger, False, TRIGGER)]
    return [_service_day(calendar, day, served.get(day, [])) for day in _days(trigger, max(served))]


def _service_day(calendar: Calendar, day: date, hours: list[str]) -> CountedDay:
    if hours:
        return CountedDay(day, True, N_("Dienstzeit"), ", ".join(hours))
    return CountedDay(day, False, calendar.why_closed(day) or N_("Keine Dienstzeit mehr"))


def _hours(opens: datetime, closes: datetime) -> str:
    end = "24:00" if closes.date() > opens.date() else f"{closes:%H:%M}"
    return f"{opens:%H:%M}–{end}"


def _days(one: date, other: date) -> list[date]:
    first, last = sorted((one, other))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _land(code: str) -> Land:
    if code.strip().upper() not in Land.__members__:
        raise NotAllowed(
            N_("„%(code)s“ ist kein Land. Möglich sind %(codes)s."),
            code=code,
            codes=", ".join(Land.__members__),
        )
    return Land[code.strip().upper()]
