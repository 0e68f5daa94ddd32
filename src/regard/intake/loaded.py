"""What became of rows that were added or loaded."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """A row that was refused: where it stood, which field was wrong and why, and the row as it came."""

    file: str | None
    """The whole path, or nothing where rows did not come from a file."""

    line: int | None
    """The line in the file, from 1; the place among the rows, from 1, where there is no file."""

    field: str | None
    reason: str
    raw: str
    """The row as JSON, or as the text of the line where it could not even be taken apart."""


@dataclass(frozen=True)
class Loaded:
    """How many records were new, known already, or refused; the first hundred refusals with their reasons.

    All refused rows are in the quarantine.
    """

    added: int
    duplicates: int
    quarantined: int
    problems: list[Problem] = field(default_factory=list)

    def __add__(self, other: "Loaded") -> "Loaded":
        """Return the result of both."""
        return Loaded(
            added=self.added + other.added,
            duplicates=self.duplicates + other.duplicates,
            quarantined=self.quarantined + other.quarantined,
            problems=[*self.problems, *other.problems][:PROBLEMS_SHOWN],
        )


PROBLEMS_SHOWN = 100
