"""The reports of the demo, as the offices would have sent them."""

from dataclasses import dataclass
from random import Random

from app.cases.rules.intake import (
    Answer,
    Category,
    Disclosure,
    LanguageAnswer,
    PartyKind,
    PreviousAttempt,
    Setting,
)
from app.cases.rules.report import PartyContact, Report, ReportedParty
from app.cases.rules.screening import Priority
from app.demo.intake import spoken
from app.demo.names import name
from app.municipalities.rules import OfficeKind
from app.seed import rows

STREETS = ("Lindenweg", "Am Hang", "Kanalstraße", "Schulgasse", "Birkenallee", "Mühlenstraße")


@dataclass(frozen=True)
class Story:
    """One row of the table ``cases.csv``."""

    row: dict[str, str]

    @property
    def status(self) -> str:
        return self.row["status"]

    @property
    def age(self) -> int:
        """Working days since the report."""
        return int(self.row["age_wd"])

    @property
    def office(self) -> OfficeKind:
        return OfficeKind[self.row["office"]]

    @property
    def town(self) -> str:
        """Slug of the municipality where it was reported."""
        return self.row["town"]

    @property
    def asks(self) -> str:
        """Who is asked to mediate, so that there is something to do for the people who can sign in."""
        return self.row["asks"]

    @property
    def priority(self) -> Priority:
        return Priority[self.row["priority"] or "B"]

    @property
    def stage(self) -> int:
        return int(self.row["stage"] or 3)


def stories() -> list[Story]:
    return [Story(row) for row in rows("app.demo", "cases", separator=";")]


def report_of(story: Story, *, district_id: str | None, chance: Random) -> Report:
    """The report as the office would have sent it."""
    youth = story.office is OfficeKind.YOUTH
    return Report(
        category=Category[story.row["category"]],
        description=story.row["description"],
        goal=story.row["goal"],
        urgency_reason=None,
        urgent=story.priority is Priority.A,
        setting=Setting[story.row["setting"]],
        district_id=district_id,
        location=None if youth else f"{chance.choice(STREETS)} {chance.randrange(1, 90)}",
        since_month=None,
        parties=tuple(_party(story, position, chance=chance) for position in range(2)),
        attempts=(PreviousAttempt.TALK,) if chance.random() < 0.6 else (),
        red_flags=(),
        yellow_flags=(),
        disclosure=Disclosure.NOT_ENTRUSTED if youth else Disclosure.OWN_KNOWLEDGE,
        youth_office=youth,
    )


def _party(story: Story, position: int, *, chance: Random) -> ReportedParty:
    youth = story.office is OfficeKind.YOUTH
    code = story.row["languages"].split("|")[position]
    contact = PartyContact()
    if not youth:
        contact = PartyContact(
            name=name(chance),
            phone=f"0221 4710{chance.randrange(100, 999)}",
            address=f"{STREETS[story.age % len(STREETS)]} {2 * position + story.age + 1}, 48653 Musterstadt",
        )
    return ReportedParty(
        kind=PartyKind.HOUSEHOLD if "Haushalt" in story.row["parties"] else PartyKind.GROUP,
        minor=False,
        language_answer=LanguageAnswer.KNOWN,
        languages=spoken(code),
        needs=(),
        contact_agreed=Answer.UNKNOWN if youth else Answer.YES,
        contact=contact,
    )
