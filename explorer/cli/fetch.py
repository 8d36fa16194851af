"""`fetch shottracker --session ID | --event ID | --from DATE --to DATE`, `fetch ctg --game ID | --season YYYY`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from explorer.cli import DONE, FAILED, PARTLY
from explorer.cli.opening import open_annotations, open_library, preferences, say
from explorer.core.errors import ExplorerError, UsageError
from explorer.core.text import count
from explorer.core.vocabulary import CTG, SHOTTRACKER

if TYPE_CHECKING:
    from explorer.core.model import Key
    from explorer.services.annotations import Annotations
    from explorer.services.fetching import Fetcher, Request
    from explorer.services.library import Library


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("source", choices=[SHOTTRACKER, CTG], help="where to fetch from")
    parser.add_argument("--session", metavar="ID", action="append", default=[], help="ShotTracker: a session")
    parser.add_argument("--event", metavar="ID", action="append", default=[], help="ShotTracker: a whole game")
    parser.add_argument("--from", dest="first", type=_day, metavar="DATE", help="ShotTracker: games from this day")
    parser.add_argument("--to", dest="last", type=_day, metavar="DATE", help="ShotTracker: games up to this day")
    parser.add_argument("--team", metavar="ID", help="ShotTracker: with dates, games of this team only")
    parser.add_argument("--game", metavar="ID", action="append", default=[], help="Cleaning the Glass: a game")
    parser.add_argument("--season", type=int, metavar="YYYY", help="Cleaning the Glass: the season that began in YYYY")
    parser.add_argument(
        "--stream", choices=["processed", "delayed"], help="Cleaning the Glass: which stream (processed)"
    )
    parser.add_argument("--host", metavar="URL", help="the whole base address, in place of the vendor's own")
    parser.set_defaults(run=run)


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word} is not a day such as 2026-01-31") from None


def run(options: argparse.Namespace) -> int:
    """Fetch the games that the arguments name and print what came in."""
    _check(options)
    from explorer.services.online import hosts_of, make_fetcher

    chosen = preferences(options)
    hosts = hosts_of(chosen)
    if options.host:
        hosts = replace(hosts, **{options.source: options.host})
    with open_library(options) as library, open_annotations(options) as annotations:
        fetcher = make_fetcher(library, chosen, say, hosts=hosts, is_offline=options.offline)
        fetcher.advice = _advice(options.source)
        requests = _requests(fetcher, options)
        if not requests:
            say("No game is listed there.")
            return FAILED
        return _fetch_all(fetcher, requests, partial(_follow, library, annotations))


def _follow(library: Library, annotations: Annotations, old: Key, new: Key) -> None:
    """Keep what is left out of a game that goes on under another id; the game is fetched, whatever becomes of it."""
    try:
        annotations.follow(old, library.details(new).game)
    except ExplorerError as error:
        say(f"What is left out of the game {new[1]} counts again: {error}")


def _check(options: argparse.Namespace) -> None:
    has_days = options.first is not None or options.last is not None
    if options.source == SHOTTRACKER:
        ways = [bool(options.session), bool(options.event), has_days]
        if sum(ways) != 1 or options.game or options.season is not None:
            raise UsageError("fetch shottracker takes one of --session ID, --event ID, or --from DATE with --to DATE")
        if has_days and (options.first is None or options.last is None):
            raise UsageError("--from DATE and --to DATE go together")
        if has_days and options.first > options.last:
            raise UsageError(f"{options.first} is after {options.last}")
        if options.team is not None and not has_days:
            raise UsageError("--team goes with --from DATE and --to DATE")
        if options.stream is not None:
            raise UsageError("--stream is for fetch ctg")
    elif (bool(options.game) == (options.season is not None)) or options.session or options.event or has_days:
        raise UsageError("fetch ctg takes one of --game ID or --season YYYY")
    elif options.team is not None:
        raise UsageError("--team is for fetch shottracker")


def _advice(source: str) -> str:
    """What a user of the command line without credentials does next."""
    from explorer.services.fetching import VARIABLES

    named = " and ".join(VARIABLES[source])
    return f"Set {named} in the environment, or enter it in the window under File > Sources and keys."


def _tell_sessions(done: int, total: int, words: str) -> None:
    if done < total:
        say(f"  session {done + 1} of {total}")


def _requests(fetcher: Fetcher, options: argparse.Namespace) -> list[Request]:
    from explorer.services.fetching import Request, titled

    if options.source == CTG:
        stream: Literal["processed", "delayed"] = "processed" if options.stream is None else options.stream
        if options.game:
            return [Request(CTG, game_id, stream=stream) for game_id in options.game]
        return [titled(game, stream) for game in fetcher.list_ctg(options.season, stream)]
    if options.session:
        return [Request(SHOTTRACKER, session_id=session_id) for session_id in options.session]
    if options.event:
        return [Request(SHOTTRACKER, event_id) for event_id in options.event]
    return [titled(game) for game in fetcher.list_shottracker(options.first, options.last, options.team)]


def _fetch_all(fetcher: Fetcher, requests: list[Request], follow: Callable[[Key, Key], None]) -> int:
    failed = 0
    for number, request in enumerate(requests, 1):
        place = f"{number} of {len(requests)}: {request.name}"
        try:
            fetched = fetcher.fetch(request, progress=_tell_sessions)
            if fetched.replaced is not None and fetched.key is not None:
                follow(fetched.replaced, fetched.key)
        except ExplorerError as error:
            failed += 1
            say(f"{place}: {error}")
            continue
        say(f"{place}: {fetched.words}")
        for remark in dict.fromkeys(fetched.remarks):
            say(f"  {remark}")
        if fetched.key is not None:
            print(fetched.key[1])
            sys.stdout.flush()
    if failed == len(requests):
        return FAILED
    if failed:
        say(f"{count(failed, 'game')} of {len(requests)} could not be fetched.")
    return PARTLY if failed else DONE
