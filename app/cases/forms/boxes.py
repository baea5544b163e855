"""What was typed into a box, or nothing."""

from typing import Any


def clean(text: str | None) -> str | None:
    """What somebody typed, or nothing."""
    return (text or "").strip() or None


def empty_is_fine(form: Any, box: Any) -> None:  # noqa: ARG001 - the signature is WTForms'
    """Nothing typed is no broken date; whether a day is needed, the form decides."""
    if not any(box.raw_data or ()):
        box.errors = []
