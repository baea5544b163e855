"""Files of a database that is in use, read without harm.

A process that closes a file loses its locks on it (POSIX), also those that SQLite holds in the same process.
The next process then believes itself alone and takes the write-ahead log away: both go on writing, each into
a log of its own, and what one of them has written is lost.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any


def content(*paths: Path) -> bytes:
    """What stands in these files; another process reads them."""
    return subprocess.run(["cat", *paths], check=True, capture_output=True).stdout


def forbid_opening(database: Path) -> None:
    """From now on this process fails where it opens a file of this database itself."""
    ours = str(database)

    def hook(event: str, values: tuple[Any, ...]) -> None:
        if event == "open" and str(values[0]).startswith(ours):
            raise AssertionError(f"{values[0]} is in use: read it with tests/files.py")

    sys.addaudithook(hook)
