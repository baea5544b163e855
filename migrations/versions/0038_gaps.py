"""Reports of what the pool lacks: what is asked and offered, who would help, which requests waited.

Why: whoever finds and trains people for the pool must see where they are missing, and what one more is worth.
Safe while the old code runs: yes, all tables are new.
Going back: loses the reports; they can be reckoned anew at any time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0038_gaps"
down_revision = "0037_lending"
branch_labels = None
depends_on = None

COUNTS = ("waiting", "in_vain", "asked", "minutes_asked", "people", "with_room", "minutes_offered")


def upgrade() -> None:
    op.create_table(
        "gap_reports",
        *_every_row("gap_reports"),
        _moment("asked_at"),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        _word("status"),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("worker", sa.Uuid(), nullable=True),
        _moment("lease_until", nullable=True),
        _number("tries"),
        _number("tried"),
        _moment("ended_at", nullable=True),
        *(_number(name, nullable=True) for name in ("cases", "people", "served", "most_served")),
        sa.Column("complete", sa.Boolean(), nullable=True),
        *(_number(name, nullable=True) for name in ("asked", "silent", "timeless")),
        sa.Column("speeds", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_gap_reports_asked_by"),
        sa.UniqueConstraint("municipality_id", "running", name="uq_gap_reports_municipality_id_running"),
    )
    _index("gap_reports", "status", "ended_at")
    op.create_table(
        "gap_cells",
        *_every_row("gap_cells"),
        *_of_report("gap_cells"),
        *(_text(name) for name in ("language", "district", "band")),
        *map(_number, COUNTS),
    )
    _index("gap_cells", "report_id", "language", "district")
    op.create_table(
        "gap_aids",
        *_every_row("gap_aids"),
        *_of_report("gap_aids"),
        _number("position"),
        _word("aid"),
        _number("served"),
        _number("most_served"),
        _number("together", nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        _text("district"),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _belongs("gap_aids", "pool_people", "person_id"),
        _once("gap_aids"),
    )
    op.create_table(
        "gap_requests",
        *_every_row("gap_requests"),
        *_of_report("gap_requests"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        _number("position"),
        _word("standing"),
        _moment("began_at"),
        _number("days"),
        _number("limit_days", nullable=True),
        _word("why", nullable=True),
        _word("delay", nullable=True),
        _belongs("gap_requests", "cases", "case_id"),
        _once("gap_requests"),
    )
    _index("gap_requests", "case_id")


def downgrade() -> None:
    for table in ("gap_requests", "gap_aids", "gap_cells", "gap_reports"):
        op.drop_table(table)


def _every_row(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _of_report(table: str) -> Sequence[sa.Column | sa.Constraint]:
    return sa.Column("report_id", sa.Uuid(), nullable=False), _belongs(table, "gap_reports", "report_id")


def _once(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(
        "municipality_id", "report_id", "position", name=f"uq_{table}_municipality_id_report_id_position"
    )


def _belongs(table: str, other: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", name],
        [f"{other}.municipality_id", f"{other}.id"],
        name=f"fk_{table}_municipality_id_{name}",
        ondelete="CASCADE",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_municipality_id_{'_'.join(columns)}", table, ["municipality_id", *columns])


def _word(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
