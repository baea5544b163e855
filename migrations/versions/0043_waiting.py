"""Waiting is a record; closing days and service hours of an office; calendar changes that move dates.

Why: whom a case waits for, until when and why, must be readable, and dates must be made from that and not
from a counter; an office may be closed when the rest of the town works; a new closing day moves open dates.
Safe while the old code runs: yes, tables and columns are new, and the new columns may be empty or have a
default. A case that the old code pauses meanwhile has no record: it goes on, but its dates don't move.
Going back: loses the records of waiting and the calendars of offices; dates stay where they are.
"""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0043_waiting"
down_revision = "0042_plan_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offices", sa.Column("service_hours", sa.Text(), nullable=True))
    op.add_column(
        "step_changes", sa.Column("waited", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "office_closing_days",
        *_every_row("office_closing_days"),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _belongs("office_closing_days", "offices", "office_id"),
        sa.UniqueConstraint(
            "municipality_id", "office_id", "day", name="uq_office_closing_days_municipality_id_office_id_day"
        ),
    )
    op.create_table(
        "waits",
        *_every_row("waits"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("waits_for", sa.String(40), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        _moment("since"),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end", sa.String(40), nullable=True),
        _belongs("waits", "cases", "case_id"),
        _user("waits", "started_by"),
        _user("waits", "ended_by"),
    )
    for columns in (("case_id",), ("ended_at", "until"), ("since",)):
        _index("waits", *columns)
    op.create_table(
        "wait_steps",
        *_every_row("wait_steps"),
        sa.Column("wait_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        _belongs("wait_steps", "waits", "wait_id"),
        _belongs("wait_steps", "plan_steps", "step_id"),
        sa.UniqueConstraint(
            "municipality_id", "wait_id", "step_id", name="uq_wait_steps_municipality_id_wait_id_step_id"
        ),
    )
    _index("wait_steps", "step_id")
    op.create_table(
        "calendar_changes",
        *_every_row("calendar_changes"),
        _moment("at"),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        _moment("finished_at", nullable=True),
        _user("calendar_changes", "by"),
    )
    _index("calendar_changes", "finished_at")
    _index("calendar_changes", "at")
    _record_what_rests()
    _count_the_notice_by_law()


def downgrade() -> None:
    for table in ("calendar_changes", "wait_steps", "waits", "office_closing_days"):
        op.drop_table(table)
    op.drop_column("step_changes", "waited")
    op.drop_column("offices", "service_hours")


def _record_what_rests() -> None:
    """Cases that rest now get the record that they would have had."""
    connection = op.get_bind()
    steps = sa.table(
        "plan_steps",
        *(sa.column(name, sa.Uuid()) for name in ("id", "municipality_id", "case_id")),
        sa.column("resting_since", sa.DateTime(timezone=True)),
        sa.column("ended_at", sa.DateTime(timezone=True)),
    )
    cases = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("wake_up_on", sa.Date()))
    resting = connection.execute(
        sa.select(steps, cases.c.wake_up_on)
        .join(cases, cases.c.id == steps.c.case_id)
        .where(steps.c.resting_since.is_not(None), steps.c.ended_at.is_(None))
        .order_by(steps.c.resting_since)
    ).all()
    kinds = {"since": sa.DateTime(timezone=True), "until": sa.Date(), "waits_for": sa.String()}
    waits, links = _table("waits", *kinds, **kinds), _table("wait_steps", "wait_id", "step_id")
    known: dict[Any, Any] = {}
    for step in resting:
        own = {"municipality_id": step.municipality_id}
        if step.case_id not in known:
            known[step.case_id] = uuid4()
            record = {"since": step.resting_since, "until": step.wake_up_on, "waits_for": "CASE"}
            connection.execute(
                sa.insert(waits).values(id=known[step.case_id], case_id=step.case_id, **own, **record)
            )
        connection.execute(
            sa.insert(links).values(id=uuid4(), wait_id=known[step.case_id], step_id=step.id, **own)
        )


def _count_the_notice_by_law() -> None:
    """The month of Articles 13 and 14 GDPR is the Regulation's: closing days never made it longer."""
    connection = op.get_bind()
    rules = sa.table(
        "plan_rules",
        sa.column("id", sa.Uuid()),
        sa.column("code", sa.Text()),
        sa.column("rule", sa.JSON()),
    )
    for rule_id, row in connection.execute(sa.select(rules.c.id, rules.c.rule).where(rules.c.code == "F07")):
        if isinstance(row, dict) and row.get("hard_clock") == "CM":
            changed = sa.update(rules).where(rules.c.id == rule_id)
            connection.execute(changed.values(rule={**row, "hard_clock": "EM"}))


def _table(name: str, *columns: str, **kinds: Any) -> sa.TableClause:
    every = ("id", "municipality_id", "case_id", *columns)
    return sa.table(name, *(sa.column(one, kinds.get(one, sa.Uuid())) for one in dict.fromkeys(every)))


def _every_row(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{other}.municipality_id", f"{other}.id"],
        name=f"fk_{table}_municipality_id_{column}",
        ondelete="CASCADE",
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    every = ("municipality_id", *columns)
    op.create_index(f"ix_{table}_{'_'.join(every)}", table, list(every))
