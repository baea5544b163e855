"""The mail server of the tests of mails, here too."""

from tests.notifications.conftest import move_clock, sink

__all__ = ["move_clock", "sink"]
