"""Which tests stay together when several workers share them, and which begin.

A module is one group, on both engines: what it builds is built once, and pages that look the same are read
once (``tests/markup.py``). Where each engine has a world of its own (``streets``) it has its own group.
A module may name its group itself: ``pytest.mark.xdist_group``.
"""

from collections import Counter

import pytest

#: They take longest, so they begin; at the end of a run nobody shall wait for one of them.
FIRST = (
    *("demo", "forms", "hauptweg", "house/test_matrix", "scale/", "house/"),
    *("referrals/test_race", "privacy/test_kills", "notifications/test_workers", "cases/test_walk"),
)


def name(items: list[pytest.Item]) -> None:
    """Every test that is in no group yet gets into that of its module."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def sort(items: list[pytest.Item]) -> None:
    """Groups one after the other, the long ones first, else those with most tests."""
    size = Counter(_named(item) for item in items)
    items.sort(key=lambda item: (_rank(_named(item)), -size[_named(item)], _named(item)))


def _group(item: pytest.Item) -> str:
    module = item.nodeid.partition("::")[0].removeprefix("tests/").removesuffix(".py")
    if "streets" in getattr(item, "fixturenames", ()):
        return f"{module} {item.callspec.params['streets']}"  # type: ignore[attr-defined]
    return module


def _named(item: pytest.Item) -> str:
    found = item.get_closest_marker("xdist_group")
    return str(found.args[0]) if found else ""


def _rank(group: str) -> int:
    return next((place for place, first in enumerate(FIRST) if group.startswith(first)), len(FIRST))
