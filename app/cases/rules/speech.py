"""What a party speaks and reads: several languages, each as well as the reporting office can tell."""

from dataclasses import dataclass

from app.labels import Labelled
from app.languages import Level


class Speaking(Labelled):
    """Three steps that anybody can tell; an official is no language examiner."""

    LITTLE = "LITTLE", "spricht sie ein wenig"
    WELL = "WELL", "spricht sie gut"
    NATIVE = "NATIVE", "spricht sie als Muttersprache"

    @property
    def level(self) -> Level:
        """The level that a step stands for where levels are compared."""
        return {Speaking.LITTLE: Level.A2, Speaking.WELL: Level.B2, Speaking.NATIVE: Level.NATIVE}[self]


class Reading(Labelled):
    """Whether a letter in this language would be read."""

    NO = "NO", "liest sie nicht"
    LITTLE = "LITTLE", "liest sie ein wenig"
    WELL = "WELL", "liest sie gut"


@dataclass(frozen=True)
class Tongue:
    """One language of a party; None: not known how well. The code is opaque, never canonicalised."""

    code: str
    speaks: Speaking | None = None
    reads: Reading | None = None

    @property
    def suffices(self) -> bool:
        """Whether one can talk about a conflict in it; unknown is taken for yes, and asked for later."""
        return self.speaks is not Speaking.LITTLE

    def __str__(self) -> str:
        said = [self.code, self.speaks.value if self.speaks else "", self.reads.value if self.reads else ""]
        return ":".join(said).rstrip(":")


def tongues(written: str | None) -> tuple[Tongue, ...]:
    """``de:LITTLE:NO ar:NATIVE`` as languages; a code alone says that the level isn't known."""
    return tuple(_tongue(word) for word in (written or "").split())


def written(spoken: tuple[Tongue, ...]) -> str:
    return " ".join(map(str, spoken))


def to_talk_in(spoken: tuple[Tongue, ...]) -> tuple[str, ...]:
    """The codes of those in which one can talk; all of them if none is good enough."""
    return tuple(one.code for one in spoken if one.suffices) or tuple(one.code for one in spoken)


def _tongue(word: str) -> Tongue:
    code, speaks, reads, *_ = [*word.split(":"), "", ""]
    return Tongue(
        code,
        Speaking(speaks) if speaks in set(Speaking) else None,
        Reading(reads) if reads in set(Reading) else None,
    )
