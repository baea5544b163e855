"""Free time as one number: a bit for each quarter hour at which a slot of 120 minutes can start."""

QUARTERS_A_DAY = 96
QUARTERS_A_SLOT = 8


def day(slot: int) -> int:
    return slot // QUARTERS_A_DAY


def first(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def has_two(mask: int) -> bool:
    """Whether two slots fit that don't overlap."""
    return mask.bit_length() - (mask & -mask).bit_length() >= QUARTERS_A_SLOT


def apart(mask: int) -> list[int]:
    """As many slots as fit without overlapping, the earliest first."""
    found = []
    while mask:
        found.append(first(mask))
        end = found[-1] + QUARTERS_A_SLOT
        mask = mask >> end << end
    return found


def suggested(mask: int, *, count: int) -> tuple[int, ...]:
    """A few slots to name: on different days if possible, the earliest first."""
    fitting = apart(mask)
    first_of_day = {day(slot): slot for slot in reversed(fitting)}
    chosen = sorted(first_of_day.values())[:count]
    others = [slot for slot in fitting if slot not in chosen]
    return tuple(sorted(chosen + others[: count - len(chosen)]))
