"""The command `possession-explorer`: a subcommand goes to the command line, anything else to the window."""

from __future__ import annotations

import sys

from explorer.cli.words import command_of


def main() -> int:
    """Run the program with the arguments of the process; returns its exit status."""
    arguments = sys.argv[1:]
    command = command_of(arguments)
    if command == "picture":
        from explorer.app.picture import main as draw

        return draw(arguments)
    if command is not None:
        from explorer.cli import main as command_line

        return command_line(arguments)
    from explorer.app.start import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
