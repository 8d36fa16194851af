"""The options that the window and every command have."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer import __version__


def add_common(parser: argparse.ArgumentParser, *, is_top: bool = False) -> None:
    """Add the options; below the top they keep what was given before the command."""
    absent = argparse.SUPPRESS
    parser.add_argument(
        "--basedir", type=Path, metavar="DIR", default=None if is_top else absent, help="keep all files below DIR"
    )
    parser.add_argument("--offline", action="store_true", default=False if is_top else absent, help="use no network")
    parser.add_argument("--version", action="version", version=f"Possession Explorer {__version__}")
