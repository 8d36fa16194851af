"""`doctor [--json]`: versions, folders, health of the library, findings in the data."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from explorer.cli import DONE, FAILED
from explorer.cli.opening import folders, open_library

if TYPE_CHECKING:
    from explorer.services.health import Health


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the report; fails where the library cannot be read or a game in it is damaged."""
    from explorer.services.health import examine

    with open_library(options) as library:
        health = examine(folders(options), library)
    print(json.dumps(health.as_dict(), ensure_ascii=False, indent=1) if options.json else _text(health))
    return FAILED if health.problems else DONE


def _text(health: Health) -> str:
    written = ["Versions"]
    written += [f"  {name:12} {version}" for name, version in health.versions.items()]
    written += ["Folders", *(f"  {name:12} {folder}" for name, folder in health.folders.items())]
    written += ["Library", f"  games        {health.games}"]
    written += [f"  views        {health.views}", f"  left out     {health.left_out}"]
    written += [f"  problem      {problem}" for problem in health.problems]
    written += [f"Findings ({sum(len(game.findings) for game in health.findings)})"]
    for game in health.findings:
        written.append(f"  {game.title} ({game.game_id}): {len(game.findings)}")
        written += [
            f"    {'game' if f.possession is None else f'possession {f.possession}'}: {f.reason}" for f in game.findings
        ]
    return "\n".join(written)
