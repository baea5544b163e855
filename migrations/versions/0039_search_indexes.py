"""A search reads languages, times and topics from indexes alone.

Why: one search reads those of everybody in the pool; with all it asks for in the index, the rows themselves
are never fetched. Who speaks a language, or knows a topic, is found without looking at everybody.
Safe while the old code runs: yes, indexes change no answer; the dropped one is the beginning of a new one.
Going back: loses speed, nothing else.
"""

from alembic import op

revision = "0039_search_indexes"
down_revision = "0038_gaps"
branch_labels = None
depends_on = None

NEW = (
    ("pool_languages", ("person_id", "code", "level")),
    ("pool_languages", ("code", "level", "person_id")),
    ("pool_slots", ("person_id", "weekday", "starts", "ends")),
    ("pool_topics", ("topic", "person_id")),
)


def upgrade() -> None:
    for table, columns in NEW:
        _create(table, *columns)
    op.drop_index("ix_pool_slots_municipality_id_person_id", "pool_slots")


def downgrade() -> None:
    _create("pool_slots", "person_id")
    for table, columns in NEW:
        op.drop_index(_name(table, *columns), table)


def _create(table: str, *columns: str) -> None:
    op.create_index(_name(table, *columns), table, ["municipality_id", *columns])


def _name(table: str, *columns: str) -> str:
    return "_".join(("ix", table, "municipality_id", *columns))
