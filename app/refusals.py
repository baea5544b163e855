"""The one exception a person may read."""


class NotAllowed(Exception):
    """A deed that the rules refuse; the sentence is a German message id with named values."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class NotYours(NotAllowed):
    """The thing is there to be seen, but this verb belongs to others (decision: 403, in words)."""


class Outrun(NotAllowed):
    """Somebody else was faster; nothing was changed."""


class NotFound(Exception):
    """There is no such thing, or not for this person; both look the same (decision: 404)."""


class Wanting(NotAllowed):
    """Something has to be said first; ``field`` is the box that asks for it."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field
