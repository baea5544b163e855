"""How much somebody has done and still has before her, in hours; hard cases count for more; pure."""

#: What a case takes, all in all: two pre-talks, two or three joint sessions.
CASE_HOURS = 8
CASE_MINUTES = 60 * CASE_HOURS
#: From this stage of escalation on a case is hard (Glasl: threats begin).
HARD_STAGE = 5
#: In percent of an ordinary case, on top of it.
ORDINARY, HARD, ALONE, INTERPRETED = 100, 25, 50, 25


def hours(minutes: int) -> int:
    """Begun hours count."""
    return -(-minutes // 60)
