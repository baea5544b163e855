"""Cells of a plan's table: how one of them, or a few that belong together, are read and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Self, TypeVar

from app.plans.codes import Addressee, Anchor, HardMode, RegisterFunction, StepRole
from app.seed import listed
from app.workdays import Clock, Period

Row = Mapping[str, str]
Code = TypeVar("Code", bound=Enum)

CONTACT = "CONTACT:"


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How much of the clock a step has, by priority."""

    a: int
    b: int
    c: int

    @classmethod
    def read(cls, row: Row) -> Self:
        if row["amount"]:
            return cls(a=int(row["amount"]), b=int(row["amount"]), c=int(row["amount"]))
        return cls(a=int(row["amount_a"]), b=int(row["amount_b"]), c=int(row["amount_c"]))

    def of(self, priority: str | None) -> int:
        """A case without a priority is treated as an urgent one."""
        return {"A": self.a, "B": self.b, "C": self.c}[priority or "A"]

    def written(self) -> dict[str, str]:
        if self.a == self.b == self.c:
            return {"amount": str(self.a), "amount_a": "", "amount_b": "", "amount_c": ""}
        return {"amount": "", "amount_a": str(self.a), "amount_b": str(self.b), "amount_c": str(self.c)}


@dataclass(frozen=True, kw_only=True)
class Hard:
    """The second limit of a step; a negative period counts back from an anchor in the future."""

    mode: HardMode
    anchor: Anchor
    period: Period

    @classmethod
    def read(cls, row: Row) -> Self | None:
        if not row["hard_mode"]:
            return None
        period = Period(int(row["hard_amount"]), code(Clock, row["hard_clock"]))
        return cls(
            mode=code(HardMode, row["hard_mode"]), anchor=code(Anchor, row["hard_anchor"]), period=period
        )


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A round starts ``period`` after the one before; ``most`` is how often, however the case stands."""

    period: Period
    most: int | None = None

    @classmethod
    def read(cls, row: Row) -> Self | None:
        if not row["repeat_amount"]:
            return None
        period = Period(int(row["repeat_amount"]), code(Clock, row["repeat_clock"]))
        return cls(period=period, most=number(row.get("repeat_max", "")))


def code(codes: type[Code], cell: str) -> Code:
    """The member that the cell names; a ValueError if the plan does not define it."""
    return codes(cell)


def maybe(codes: type[Code], cell: str) -> Code | None:
    return codes(cell) if cell else None


def number(cell: str) -> int | None:
    return int(cell) if cell else None


def text(value: object) -> str:
    return "" if value is None else str(value)


def people(cell: str) -> tuple[Addressee, ...]:
    return tuple(
        code(RegisterFunction, name.removeprefix(CONTACT))
        if name.startswith(CONTACT)
        else code(StepRole, name)
        for name in listed(cell)
    )


def named(everybody: tuple[Addressee, ...]) -> str:
    return ";".join(CONTACT + who if isinstance(who, RegisterFunction) else who for who in everybody)
