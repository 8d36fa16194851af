"""`export [PATH or GAME ...] --to FILE [--where QUESTION] [--what SHEETS] [--partition]`, and `export --columns`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.cli import DONE, PARTLY
from explorer.cli.opening import add_games, say, select
from explorer.core.errors import UsageError
from explorer.core.text import count

if TYPE_CHECKING:
    from explorer.services.columns import Column

_AFTER = """
sheets: possessions (a row a possession), shots (a row a field-goal attempt), events (a row an event).
`export --columns` tells of every column: its name, type, unit, what it is, and whether it is derived.
Where the question speaks of shots, only those shots are written. Parquet needs pyarrow; SQL wants names such as
"left", "on", "order" and "into" in quotation marks.
"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_games(parser)
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", type=Path, metavar="FILE", help="the file; its suffix is one of .csv, .json, .parquet")
    target.add_argument("--columns", action="store_true", help="only tell of the columns, of --what or of every sheet")
    parser.add_argument("--where", default="", metavar="QUESTION", help="only what answers it: start:steal")
    parser.add_argument(
        "--what", default="", metavar="SHEETS", help="of possessions (the default), shots, events; several for JSON"
    )
    parser.add_argument(
        "--partition",
        action="store_true",
        help="make FILE a folder of Parquet files, source=…/season=…/part-0.parquet, for DuckDB or Spark",
    )
    parser.add_argument("--json", action="store_true", help="tell of the columns as JSON")
    parser.epilog = _AFTER
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and say how much is in it, or tell of the columns."""
    what = [name.strip() for name in options.what.split(",") if name.strip()]
    if options.columns:
        return _tell_columns(what, is_json=options.json)
    if options.json:
        raise UsageError("--json goes with --columns; a JSON file is written by --to NAME.json")
    from explorer.services.export import Wanted, check, export
    from explorer.services.report import sample_of, untold
    from explorer.services.sheets import SHEETS

    wanted = Wanted(what or ["possessions"], options.where, options.partition)
    # What cannot be written is said before a season is read.
    check(options.to, wanted)
    selection, is_whole = select(options)
    for sentence in untold(selection, options.where):
        say(sentence)
    rows = export(selection, sample_of(selection, options.where).rows, options.to, wanted)
    first = wanted.what[0]
    say(f"{options.to}: {count(rows, SHEETS[first].singular, first)}")
    return DONE if is_whole else PARTLY


def _tell_columns(what: Sequence[str], *, is_json: bool) -> int:
    from explorer.services.export import check_sheets
    from explorer.services.sheets import SHEETS

    check_sheets(what)
    sheets = {name: sheet for name, sheet in SHEETS.items() if not what or name in what}
    if is_json:
        told = {name: [column.documented() for column in sheet.columns] for name, sheet in sheets.items()}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return DONE
    for number, (name, sheet) in enumerate(sheets.items()):
        print(f"{'\n' if number else ''}{name}: {sheet.title}")
        print("\n".join(_lines(sheet.columns)))
    return DONE


def _lines(columns: Sequence[Column]) -> list[str]:
    """A line a column: name, type and unit, what it is."""
    name = max(len(column.name) for column in columns)
    kinds = [column.type.words + (f", {column.unit}" if column.unit else "") for column in columns]
    kind = max(map(len, kinds))
    return [
        f"  {column.name:{name}}  {words:{kind}}  {column.title}{' (derived)' if column.is_derived else ''}"
        for column, words in zip(columns, kinds, strict=True)
    ]
