"""The failures that are a sentence for the user; anything else that is raised is a bug."""

from __future__ import annotations


class ExplorerError(Exception):
    """A failure outside the program's power: its text is one sentence that says what, why and what to do."""


class DataError(ExplorerError):
    """A payload that cannot be read: names the file or game, the section, the row and the field."""

    def __init__(self, origin: str, reason: str, place: str = "") -> None:
        """Make the sentence from `origin` (file or game), `reason`, and `place` (section, row, field)."""
        self.origin = origin
        self.reason = reason
        self.place = place
        where = f"{origin}, {place}" if place else origin
        super().__init__(f"{where}: {reason}")


class StoreError(ExplorerError):
    """The library or the notes cannot be read or written."""


class FileError(ExplorerError):
    """A file or folder that cannot be read or written."""


class UsageError(ExplorerError):
    """A call of the command line that cannot be understood."""


class QueryError(ExplorerError):
    """A question that cannot be understood; `position` is the offending character's index."""

    def __init__(self, message: str, position: int) -> None:
        """Keep the sentence and the place in the text (0-based)."""
        self.position = position
        super().__init__(message)
