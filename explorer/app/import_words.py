"""What the window says of files that were opened."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.core.text import count
from explorer.services.library import ImportReport
from explorer.sources.files import origin_of

AGAIN = "Save what cannot be read again from where it came, whole and as it is, or leave it out."
NOTHING = (
    "No saved answers were found there. Open what ShotTracker or Cleaning the Glass sent, as .json or .json.gz, or the "
    "folder that holds it."
)


@dataclass(frozen=True, slots=True)
class ImportWords:
    """One line for the message bar, empty where there is nothing to say, with the sentences behind it."""

    words: str
    is_warning: bool
    details: tuple[str, ...]


def words_of(report: ImportReport) -> ImportWords:
    """What came of an import, shortest where everything went well: the games themselves are seen."""
    words = []
    if report.names:
        words.append(f"{count(report.names, 'name')} taken in.")
    if report.tracked:
        words.append(f"Tracking of {count(len(set(report.tracked)), 'game')} taken in.")
    elif report.tracked_before and not report.games:
        words.append("This tracking is in the library already.")
    if report.loose:
        files = count(len(report.loose), "file of tracking is", "files of tracking are")
        played = "it is played by itself" if len(report.loose) == 1 else "the first is played by itself"
        words.append(f"{files} of no game in the library: {played}.")
    loose = {origin_of(path) for path in report.loose}
    failures = [sentence for origin, sentence in report.failures if origin not in loose]
    if failures:
        if report.games:
            words.append(f"{count(len(report.games), 'game')} opened.")
        files = count(len(failures), "file was", "files were")
        why = f": {failures[0].rstrip('.')}" if len(failures) == 1 else ""
        words.append(f"{files} not read{why}. {AGAIN}")
    elif not words and not report.games:
        words.append(NOTHING)
    elif not words and not report.added and not report.changed:
        words.append(f"{count(len(report.unchanged), 'game was', 'games were')} in the library already.")
    has_result = report.games or report.names or report.tracked or report.tracked_before or report.loose
    return ImportWords(" ".join(words), bool(failures) or not has_result, tuple(failures) if len(failures) > 1 else ())
