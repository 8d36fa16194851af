"""A selection -> the words and numbers of a summary, as the command line prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.core import metrics, query, text
from explorer.core.breakdown import Sample, breakdown
from explorer.core.errors import UsageError
from explorer.core.fields import BY_NAME as FIELDS_BY_NAME
from explorer.core.fields import Kind
from explorer.core.grouping import Grouping
from explorer.core.groupings import BY_NAME, GROUPINGS, find
from explorer.core.measures import MEASURES
from explorer.core.model import Key
from explorer.core.result import Figure, Result
from explorer.core.table import PossessionTable
from explorer.core.vocabulary import SOURCE_TITLES
from explorer.services.selection import Loaded, Selection
from explorer.services.titles import game_title

_RATES = "ppp efg tov_rate oreb_rate ft_rate".split()
_SUMS = "points fga fgm fg3a fg3m fta ftm turnovers oreb".split()
DEFINITIONS: dict[str, str] = {
    "possession": "from gaining the ball until the other side has it or the period ends",
    "points": "points of the offence inside its possessions",
    "score": "the feed's score as the last possession began, with its points; ShotTracker tells none, so its score is "
    "derived: the points inside possessions, without free throws that the defence shot",
    "dreb": "the team's own rebounds as the feed counts them; for Cleaning the Glass those of field goals",
    **{measure.name: measure.formula for measure in MEASURES},
    "interval": "95 %: ratio estimator over possessions, Wilson's for true shares",
}
"""What the words of a summary mean that no choice of the user's changes."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a selection: the words of a filter and one or two groupings, with a comma between them."""

    where: str = ""
    by: str = ""


def sample_of(selection: Selection, where: str) -> Sample:
    """The possessions that answer the words of a filter, and the shots that these speak of."""
    return Sample.of(query.parse(where), selection.tables, selection.book)


def definitions_in_force(selection: Selection) -> dict[str, str]:
    """The words of a summary with what they mean, the user's choices among them."""
    return DEFINITIONS | selection.tables.definitions.sentences()


def untold(selection: Selection, where: str) -> list[str]:
    """A sentence for each thing that the words of a filter look for and no game tells of."""
    return query.untold(query.parse(where), selection.tables, selection.book)


def summary(selection: Selection, question: Question) -> dict[str, Any]:
    """Totals and rates per game and team, and groups where asked for; ids are texts, unknown is None."""
    sample = sample_of(selection, question.where)
    by_team = breakdown(sample, (BY_NAME["game"], BY_NAME["offence"]))
    rates = {codes: _rates(by_team, place) for place, codes in enumerate(by_team.codes)}
    left_out = selection.tables.count_left_out()
    return {
        "games": [_game(selection, code, loaded, sample.rows, rates) for code, loaded in _with_codes(selection)],
        "groups": _groups(sample, question.by) if question.by else [],
        "definitions": definitions_in_force(selection),
        **({"left_out": left_out} if left_out else {}),
    }


def _rates(result: Result, place: int) -> dict[str, float | None]:
    return {name: _number(float(result.figure(name).value[place])) for name in _RATES}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def _with_codes(selection: Selection) -> list[tuple[int, Loaded]]:
    codes = {info.key: code for code, info in enumerate(selection.tables.names.games)}
    return [(codes[loaded.info.key], loaded) for loaded in selection.games]


_Rates = dict[tuple[int, ...], dict[str, float | None]]


def _game(selection: Selection, code: int, loaded: Loaded, mask: NDArray[np.bool_], rates: _Rates) -> dict[str, Any]:
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
        "teams": [_team(selection, team, code, chosen, whole, rates) for team in info.teams],
    }


def _team(
    selection: Selection, team: Key, game: int, chosen: PossessionTable, whole: PossessionTable, rates: _Rates
) -> dict[str, Any]:
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
        **rates.get((game, code), dict.fromkeys(_RATES)),
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


def groupings_of(by: str) -> list[Grouping]:
    """The groupings of one or two names with a comma between; raises UsageError for a name that is none."""
    found = []
    for name in by.split(","):
        grouping = find(name.strip())
        if grouping is None:
            known = ", ".join(one.name for one in GROUPINGS)
            raise UsageError(f"there is no field {name.strip()!r} to group by; there are: {known}")
        found.append(grouping)
    if len(found) > 2:
        raise UsageError("possessions can be grouped by one field or by two, with a comma between")
    return found


def _groups(sample: Sample, by: str) -> list[dict[str, Any]]:
    groupings = groupings_of(by)
    result = breakdown(sample, groupings)
    names = [grouping.name for grouping in groupings]
    return [
        {
            "by": {
                name: _plain(name, codes[at], result.labels[place][at], float(result.keys[place][at]))
                for at, name in enumerate(names)
            },
            **{figure.name: _told(figure, place) for figure in result.figures if not figure.half_of},
            "counted": result.counted,
        }
        for place, codes in enumerate(result.codes)
    ]


def _told(figure: Figure, place: int) -> Any:
    """A count as a number, a rate as its value, interval and n."""
    if figure.n is None:
        return _whole(float(figure.value[place]))
    rate = figure.rates().at(place)
    return {"value": rate.value, "low": rate.low, "high": rate.high, "n": rate.n}


def _whole(value: float) -> float | int | None:
    return None if np.isnan(value) else int(value) if value.is_integer() else round(value, 3)


def _plain(name: str, code: int, label: str, key: float) -> str | float | None:
    """A group's value for a program to read: numbers as numbers, all else as it is written."""
    if code < 0:
        return None
    field = FIELDS_BY_NAME.get(name)
    is_number = field is not None and field.kind in (Kind.NUMBER, Kind.SIGNED, Kind.SECONDS, Kind.CLOCK)
    return _whole(key) if is_number else label


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
        label = "  ".join(f"{name} {'-' if value is None else value}" for name, value in group["by"].items())
        rate, title = (group["ppp"], "PPP") if group["counted"] == "possession" else (group["pps"], "PPS")
        spread = "" if rate["low"] is None else f"  ({rate['low']:.2f} to {rate['high']:.2f})"
        written.append(f"{label[:44]:44} n {group['n']:6}  {title} {_rate(rate['value'], 2).strip()}{spread}")
    return written


def _cell(value: int | None, width: int) -> str:
    return f"{'-' if value is None else value:>{width}}"


def _rate(value: float | None, decimals: int = 1) -> str:
    if value is None:
        return f"{'-':>7}"
    return f"{value:7.2f}" if decimals == 2 else f"{value * 100:7.1f}"
