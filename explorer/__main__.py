"""The command `possession-explorer`: a subcommand goes to the command line, anything else to the window."""

from __future__ import annotations

import sys

from explorer.cli.words import command_of


def main() -> int:
    """Run the program with the arguments of the process; returns its exit status."""
    arguments = sys.argv[1:]
    command = command_of(arguments)
    if command == "picture":
        from explorer.app import picture

        return picture.main(arguments)
    if command is not None:
        from explorer import cli

        return cli.main(arguments)
    from explorer.app import start

    return start.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
