"""For what only one of the two databases does: such a test runs on that one, instead of being skipped."""

import pytest

#: Rows are locked, and two deeds can wait for each other; on SQLite one writes after the other.
on_postgresql = pytest.mark.parametrize("_built", ["postgresql"], indirect=True)
#: The database is a file, and a writer locks the whole of it.
on_sqlite = pytest.mark.parametrize("_built", ["sqlite"], indirect=True)
