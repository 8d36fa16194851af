"""The words of the command line: every command with its module and line of help."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "import": (
        "import_games",
        "take files or folders of saved answers, with tracking, or a names file, into the library",
    ),
    "fetch": ("fetch", "fetch games from ShotTracker or Cleaning the Glass into the library"),
    "list": ("list_games", "list the games in the library"),
    "summary": ("summary", "totals and rates per game and team"),
    "export": ("export", "possessions, shots or events as CSV, JSON or Parquet"),
    "sample": ("sample", "write a made-up league in both vendors' formats"),
    "doctor": ("doctor", "versions, folders, health of the library, findings in the data"),
}
PICTURE = ("picture", "a picture of the window or the court, drawn offscreen")
_WITH_VALUE = ("--basedir",)


def command_of(arguments: Sequence[str]) -> str | None:
    """The command among the arguments, `help` for `--help` and `--version`, None for the window."""
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in ("-h", "--help", "--version"):
            return "help"
        elif argument in _WITH_VALUE:
            skip = True
        elif argument == "--":
            return None
        elif not argument.startswith("-"):
            return argument if argument in COMMANDS or argument == PICTURE[0] else None
    return None
