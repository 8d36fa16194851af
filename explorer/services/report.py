"""A selection -> the words and numbers of a summary, as the command line prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.core import metrics, query, text
from explorer.core.errors import UsageError
from explorer.core.fields import BY_NAME, Kind
from explorer.core.model import Key
from explorer.core.table import PossessionTable
from explorer.core.vocabulary import SOURCE_TITLES
from explorer.core.written import Written, write
from explorer.services.selection import Loaded, Selection
from explorer.services.titles import game_title

_SUMS = "points fga fgm fg3a fg3m fta ftm turnovers oreb".split()
DEFINITIONS: dict[str, str] = {
    "possession": "from gaining the ball until the other side has it or the period ends",
    "points": "points of the offence inside its possessions",
    "score": "the feed's score as the last possession began, with its points; ShotTracker tells none, so its score is "
    "derived: the points inside possessions, without free throws that the defence shot",
    "dreb": "the team's own rebounds as the feed counts them; for Cleaning the Glass those of field goals",
    **{measure.name: measure.formula for measure in metrics.MEASURES},
    "interval": "95 %, ratio estimator over possessions",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a selection: the words of a filter and the field to group by."""

    where: str = ""
    by: str = ""


def mask_of(selection: Selection, where: str) -> NDArray[np.bool_]:
    """The rows that answer the words of a filter, looked for in every field."""
    tables = selection.tables
    if not where.strip():
        return np.ones(len(tables.possessions), np.bool_)
    return query.possessions(query.parse(where), tables, selection.book)


def summary(selection: Selection, question: Question) -> dict[str, Any]:
    """Totals and rates per game and team, and groups where asked for; ids are texts, unknown is None."""
    mask = mask_of(selection, question.where)
    return {
        "games": [_game(selection, code, loaded, mask) for code, loaded in _with_codes(selection)],
        "groups": _groups(selection, mask, question.by) if question.by else [],
        "definitions": DEFINITIONS,
    }


def _with_codes(selection: Selection) -> list[tuple[int, Loaded]]:
    codes = {info.key: code for code, info in enumerate(selection.tables.names.games)}
    return [(codes[loaded.info.key], loaded) for loaded in selection.games]


def _game(selection: Selection, code: int, loaded: Loaded, mask: NDArray[np.bool_]) -> dict[str, Any]:
    info = loaded.info
    is_here = selection.tables.possessions.game == code
    whole = selection.tables.possessions.take(is_here)
    chosen = whole.take(mask[is_here])
    return {
        "game_id": info.key[1],
        "source": info.key[0],
        "origin": list(loaded.origin),
        "date": info.day,
        "title": game_title(info.key, info.teams, info.home, selection.book),
        "home_team_id": info.home[1] if info.home else None,
        "score": loaded.score,
        "teams": [_team(selection, team, chosen, whole) for team in info.teams],
    }


def _team(selection: Selection, team: Key, chosen: PossessionTable, whole: PossessionTable) -> dict[str, Any]:
    """A team's sums over the chosen possessions; the whole game's tell what its feed knows at all."""
    code = selection.tables.names.teams.index(team)
    own = chosen.take(chosen.offence == code)
    against = chosen.take(chosen.defence == code)
    sums = {name: _total(name, own, whole) for name in (*_SUMS, "dreb", "assists")}
    if sums["dreb"] is None:
        # Told at the end of the other side's possessions, where not with its own.
        sums["dreb"] = _total("opponent_dreb", against, whole)
    return {
        "team_id": team[1],
        "name": selection.book.team(team),
        "possessions": len(own),
        **sums,
        **{name: rate.value for name, rate in metrics.rates(own).items()},
    }


def _total(name: str, rows: PossessionTable, whole: PossessionTable) -> int | None:
    return metrics.total(getattr(rows, name), getattr(whole, name))


def uncounted(selection: Selection) -> list[str]:
    """A sentence for each game with possessions that no team's totals hold, since they name no team."""
    table = selection.tables.possessions
    found = []
    for code, loaded in _with_codes(selection):
        info = loaded.info
        if unnamed := int(((table.game == code) & (table.offence < 0)).sum()):
            rows = text.count(unnamed, "possession names", "possessions name")
            title = game_title(info.key, info.teams, info.home, selection.book)
            found.append(f"{title}: {rows} no team with the ball, and no team's totals hold them.")
    return found


def _groups(selection: Selection, mask: NDArray[np.bool_], by: str) -> list[dict[str, Any]]:
    field = BY_NAME.get(by)
    if field is None:
        raise UsageError(f"there is no field {by!r}; fields are: {', '.join(BY_NAME)}")
    written = write(field, selection.tables, selection.book)
    table = selection.tables.possessions
    groups = []
    for code in _order(written, mask):
        rows = table.take(mask & (written.codes == code))
        found = metrics.rates(rows)
        groups.append(
            {
                "by": {by: None if code < 0 else _plain(field.kind, written, int(code))},
                "n": len(rows),
                "points": metrics.total(rows.points),
                **{
                    name: {"value": rate.value, "low": rate.low, "high": rate.high, "n": rate.n}
                    for name, rate in found.items()
                },
            }
        )
    return groups


def _order(written: Written, mask: NDArray[np.bool_]) -> Sequence[int]:
    codes = np.unique(written.codes[mask])
    return [*codes[codes >= 0].tolist(), *codes[codes < 0].tolist()]


def _plain(kind: Kind, written: Written, code: int) -> str | float:
    """A group's value for a program to read: numbers as numbers, all else as it is written."""
    if kind in (Kind.NUMBER, Kind.SIGNED, Kind.SECONDS, Kind.CLOCK):
        value = float(written.sort_keys[written.codes == code][0])
        return int(value) if value.is_integer() else round(value, 3)
    return written.texts[code]


def lines(result: dict[str, Any]) -> list[str]:
    """The summary as text for a terminal: a line a team, then a line a group."""
    head = f"{'':28}{'poss':>6}{'pts':>6}{'PPP':>7}{'eFG%':>7}{'TOV%':>7}{'OREB%':>7}{'FTr':>7}"
    written: list[str] = []
    for game in result["games"]:
        source = SOURCE_TITLES.get(game["source"], game["source"])
        written += [f"{game['date'] or 'unknown day'}  {game['title']}  ({source}, {game['game_id']})", head]
        for team in game["teams"]:
            written.append(
                f"  {team['name'][:26]:26}{team['possessions']:6}{_cell(team['points'], 6)}"
                f"{_rate(team['ppp'], 2)}{_rate(team['efg'])}{_rate(team['tov_rate'])}"
                f"{_rate(team['oreb_rate'])}{_rate(team['ft_rate'], 2)}"
            )
        written.append("")
    for group in result["groups"]:
        ((name, value),) = group["by"].items()
        ppp = group["ppp"]
        spread = "" if ppp["low"] is None else f"  ({ppp['low']:.2f} to {ppp['high']:.2f})"
        label = f"{name} {'-' if value is None else value}"
        written.append(f"{label[:34]:34} n {group['n']:6}  PPP {_rate(ppp['value'], 2).strip()}{spread}")
    return written


def _cell(value: int | None, width: int) -> str:
    return f"{'-' if value is None else value:>{width}}"


def _rate(value: float | None, decimals: int = 1) -> str:
    if value is None:
        return f"{'-':>7}"
    return f"{value:7.2f}" if decimals == 2 else f"{value * 100:7.1f}"
