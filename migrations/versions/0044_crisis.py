"""The event plan at work: register of contacts, signals, events with their phases, steps, alarms, log.

Why: when something happens in the municipality, who is called, what is to do until when and what was decided
must stand in one place, also for an exercise; who can be reached must be known beforehand.
Safe while the old code runs: yes, all tables are new.
Going back: loses the register, signals, events and exercises with their logs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044_crisis"
down_revision = "0043_waiting"
branch_labels = None
depends_on = None

TABLES = (
    "register_contacts", "crises", "crisis_phases", "crisis_signals", "event_steps", "event_alarms",
    "crisis_calls", "crisis_log", "crisis_participants", "crisis_recommendations",
)  # fmt: skip


def upgrade() -> None:
    _register()
    _events()
    _signals()
    _steps()
    _calls()
    _after()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _register() -> None:
    table = "register_contacts"
    op.create_table(
        table,
        *_every_row(table),
        _text("function"),
        _number("position"),
        *map(_text, ("name", "phone", "phone_after_hours", "email")),
        _flag("in_alarm"),
        _id("user_id", nullable=True),
        _moment("confirmed_at", nullable=True),
        _moment("changed_at"),
        _id("changed_by", nullable=True),
        _moment("removed_at", nullable=True),
        _user(table, "user_id"),
        _user(table, "changed_by"),
    )
    _index(table, "removed_at", "function")


def _events() -> None:
    table = "crises"
    op.create_table(
        table,
        *_every_row(table),
        _flag("exercise"),
        _text("slot", nullable=True),
        _word("phase"),
        _moment("phase_since"),
        _word("trigger"),
        _id("plan_id"),
        _moment("opened_at"),
        _id("opened_by"),
        _moment("closed_at", nullable=True),
        _number("entries"),
        _moment("debriefed_at", nullable=True),
        _id("debriefed_by", nullable=True),
        *map(_sealed, ("went_well", "went_badly", "to_change")),
        _user(table, "opened_by"),
        _user(table, "debriefed_by"),
        _belongs(table, "plans", "plan_id"),
        _unique(table, "slot"),
    )
    _index(table, "opened_at")
    table = "crisis_phases"
    op.create_table(
        table,
        *_every_row(table),
        _id("crisis_id"),
        _word("phase"),
        _moment("at"),
        _id("by", nullable=True),
        _sealed("reason"),
        _user(table, "by"),
        _belongs(table, "crises", "crisis_id", cascade=True),
    )
    _index(table, "crisis_id", "at")
    _index(table, "at")


def _signals() -> None:
    table = "crisis_signals"
    op.create_table(
        table,
        *_every_row(table),
        *map(_word, ("trigger", "source", "weight")),
        _moment("noted_at"),
        _id("noted_by", nullable=True),
        _id("district_id", nullable=True),
        _word("category", nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        _text("noticed_key", nullable=True),
        _word("rating", nullable=True),
        _moment("rated_at", nullable=True),
        _id("rated_by", nullable=True),
        _id("crisis_id", nullable=True),
        _sealed("known"),
        _sealed("reason"),
        _user(table, "noted_by"),
        _user(table, "rated_by"),
        _belongs(table, "crises", "crisis_id"),
        _belongs(table, "districts", "district_id"),
        _unique(table, "noticed_key"),
    )
    _index(table, "rating", "noted_at")
    _index(table, "noted_at")
    _index(table, "crisis_id")


def _steps() -> None:
    table = "event_steps"
    op.create_table(
        table,
        *_every_row(table),
        _text("about"),
        _id("crisis_id", nullable=True),
        _id("signal_id", nullable=True),
        _id("plan_id"),
        _text("code"),
        _number("round"),
        _word("trigger"),
        _moment("started_at"),
        _moment("due_at"),
        _flag("whole_day"),
        _text("holder"),
        _text("contact", nullable=True),
        _moment("ended_at", nullable=True),
        _word("end", nullable=True),
        _id("ended_by", nullable=True),
        _sealed("result"),
        _user(table, "ended_by"),
        _belongs(table, "crises", "crisis_id", cascade=True),
        _belongs(table, "crisis_signals", "signal_id", cascade=True),
        _belongs(table, "plans", "plan_id"),
        _unique(table, "about", "code", "round"),
    )
    _index(table, "ended_at", "due_at")
    _index(table, "crisis_id", "started_at")
    table = "event_alarms"
    op.create_table(
        table,
        *_every_row(table),
        _id("step_id"),
        _text("kind"),
        _moment("at"),
        _moment("handled_at", nullable=True),
        _flag("late"),
        _belongs(table, "event_steps", "step_id", cascade=True),
        _unique(table, "step_id", "kind"),
    )
    _index(table, "handled_at", "at")


def _calls() -> None:
    table = "crisis_calls"
    op.create_table(
        table,
        *_every_row(table),
        _id("crisis_id"),
        _id("contact_id", nullable=True),
        _id("user_id", nullable=True),
        _text("function"),
        *map(_moment, ("alarm_at", "called_at", "answer_by")),
        _moment("passed_on_at", nullable=True),
        _moment("confirmed_at", nullable=True),
        _word("reached", nullable=True),
        _id("confirmed_by", nullable=True),
        _user(table, "user_id"),
        _user(table, "confirmed_by"),
        _belongs(table, "crises", "crisis_id", cascade=True),
        _belongs(table, "register_contacts", "contact_id"),
        _unique(table, "crisis_id", "contact_id", "alarm_at"),
    )
    _index(table, "passed_on_at", "answer_by")
    _index(table, "user_id", "confirmed_at")
    table = "crisis_log"
    op.create_table(
        table,
        *_every_row(table),
        _id("crisis_id"),
        _number("number"),
        _moment("at"),
        _moment("noted_at"),
        _id("by", nullable=True),
        _word("kind"),
        _text("sentence", nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        _sealed("text"),
        _user(table, "by"),
        _belongs(table, "crises", "crisis_id", cascade=True),
        _unique(table, "crisis_id", "number"),
    )


def _after() -> None:
    table = "crisis_participants"
    op.create_table(
        table,
        *_every_row(table),
        _id("crisis_id"),
        _id("user_id"),
        _user(table, "user_id"),
        _belongs(table, "crises", "crisis_id", cascade=True),
        _unique(table, "crisis_id", "user_id"),
    )
    table = "crisis_recommendations"
    op.create_table(
        table,
        *_every_row(table),
        _id("crisis_id"),
        _moment("noted_at"),
        _id("noted_by"),
        _text("addressed_to"),
        _sealed("text"),
        _user(table, "noted_by"),
        _belongs(table, "crises", "crisis_id", cascade=True),
    )
    _index(table, "crisis_id", "noted_at")


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


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=nullable)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str) -> sa.Column:
    return sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True)


def _user(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["users.id"], name=f"fk_{table}_{name}")


def _belongs(table: str, other: str, name: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", name],
        [f"{other}.municipality_id", f"{other}.id"],
        name=f"fk_{table}_municipality_id_{name}",
        ondelete="CASCADE" if cascade else None,
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(
        "municipality_id", *columns, name=f"uq_{table}_municipality_id_{'_'.join(columns)}"
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_municipality_id_{'_'.join(columns)}", table, ["municipality_id", *columns])
