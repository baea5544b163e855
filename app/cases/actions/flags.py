"""Lays a flag over a case, or takes it off."""

from app.cases.models import Case
from app.cases.rules.status import Flag


def raise_flag(case: Case, flag: Flag) -> None:
    """Whoever looks at the case while it is raised looks at an older version from now on."""
    case.flags = sorted({*case.flags, flag.value})
    case.version += 1


def lower_flag(case: Case, flag: Flag) -> None:
    case.flags = [code for code in case.flags if code != flag.value]
    case.version += 1
