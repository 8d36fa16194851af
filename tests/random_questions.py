"""Random terms of the filter language, each with what it means in plain Python and three-valued logic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import numpy as np

from explorer.core.vocabulary import OUTCOMES
from tests.random_tables import GAMES, PLAYERS, SHORT, TEAMS, Row

Truth = bool | None
Tree = tuple[Any, ...]
"""("term", text, is about shots, what it says of a row or a shot), ("not" | "group", tree), ("and" | "or", trees)."""

TITLES = ("2pt make", "3pt make", "and-one", "free throws", "miss", "turnover", "end of period")
LEFT_OF_QUARTER = {0: 720.0, 1: 600.0, 2: 600.0}


def both(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def either(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def compared(value: Any, operator: str, bound: float) -> Truth:
    if value is None:
        return None
    found: dict[str, bool] = {
        "=": value == bound,
        ":": value == bound,
        "!=": value != bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }
    return found[operator]


# What the fields hold, row by row.


def left_of(row: Row, quarter_s: dict[int, float]) -> float | None:
    if row["period"] is None or row["clock"] is None:
        return None
    length = 1200.0 if row["regulation"] == 2 else quarter_s[row["game"]]
    return float(row["clock"] + length * max(0, row["regulation"] - row["period"]))


def elapsed_of(row: Row, quarter_s: dict[int, float]) -> float | None:
    if row["period"] is None or row["clock"] is None:
        return None
    length = 1200.0 if row["regulation"] == 2 else quarter_s[row["game"]]
    overtimes = row["period"] - row["regulation"]
    if row["clock"] > (300 if overtimes > 0 else length):
        return None
    ends = length * row["regulation"] + 300 * overtimes if overtimes > 0 else length * row["period"]
    return float(np.float32(ends - row["clock"]))


def home_of(row: Row) -> int | None:
    home = GAMES[row["game"]].home
    return None if home is None or row["offence"] is None else int(str(row["offence"] + 1) == home[1])


def period_of(row: Row) -> str | None:
    if row["period"] is None:
        return None
    number, regulation = row["period"], row["regulation"]
    return f"OT{number - regulation}" if number > regulation else f"{'HQ'[regulation == 4]}{number}"


def zone_of(shot: Row) -> str | None:
    if shot["x"] is None:
        return None
    x, y = shot["x"], shot["y"]
    if y > 47:
        return "backcourt"
    if shot["value"] == 3:
        # On every court the straight part of the line ends between 5 and 15 feet, where no shot is.
        return "above_break_3" if y > 15 else "left_corner_3" if x < 0 else "right_corner_3"
    distance = math.hypot(x, y - 5.25)
    return "rim" if distance < 4 else "short_mid" if distance < 14 else "long_mid"


def text_truth(forms: Iterable[str] | None, wanted: str, whole: Iterable[str]) -> Truth:
    """Whether a value with these spellings is wanted: the whole where one is known by just that, else in part."""
    if forms is None:
        return None
    if wanted in whole:
        return wanted in forms
    return any(wanted in form for form in forms)


def player_forms(player: int) -> tuple[str, ...]:
    return (PLAYERS[player].casefold(),)


def named(wanted: str) -> set[int]:
    """The players that a name means."""
    exact = {n for n, name in enumerate(PLAYERS) if wanted in (name.casefold(), str(100 + n))}
    return exact or {n for n, name in enumerate(PLAYERS) if wanted in name.casefold()}


def took_part(row: Row, people: set[int]) -> Truth:
    doers = [*row["events"], *(shot["shooter"] for shot in row["shots"])]
    if any(doer in people for doer in doers):
        return True
    is_quiet = row["fga"] == row["fta"] == row["turnovers"] == 0
    return False if doers or is_quiet else None


def on_floor(row: Row, side: str, people: set[int]) -> Truth:
    if people & set(row[side]):
        return True
    return False if len(row[side]) == 5 else None


def team_mates(rows: list[Row]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for row in rows:
        for team, side in (("offence", "on"), ("defence", "against")):
            found.setdefault(row[team], set()).update(row[side])
    return found


class Maker:
    """Makes random terms and what they mean."""

    def __init__(self, random: Random, rows: list[Row]) -> None:
        self.random = random
        self.mates = team_mates(rows)
        self.quarter_s = dict(LEFT_OF_QUARTER)
        for row in rows:
            is_quarter = row["regulation"] == 4 and row["period"] is not None and row["period"] <= 4
            if is_quarter and (row["clock"] or 0) > 600:
                self.quarter_s[row["game"]] = 720.0
        self.kinds: list[Callable[[], Tree]] = [
            self.number,
            self.number,
            self.time,
            self.yes_no,
            self.start,
            self.team,
            self.outcome,
            self.period,
            self.person,
            self.among,
            self.known,
            self.bare,
            self.day,
            self.shot_number,
            self.shot_number,
            self.zone,
            self.zone,
            self.place,
            self.shot_made,
            self.shooter,
        ]

    def term(self) -> Tree:
        return self.random.choice(self.kinds)()

    def tree(self, depth: int) -> Tree:
        roll = self.random.random()
        if depth <= 0 or roll < 0.3:
            return self.one(depth)
        if roll < 0.7:
            return ("and", [self.one(depth - 1) for _ in range(self.random.randrange(2, 4))])
        return ("or", [self.alternative(depth - 1) for _ in range(2)])

    def alternative(self, depth: int) -> Tree:
        if depth > 0 and self.random.random() < 0.4:
            return ("and", [self.one(depth - 1) for _ in range(2)])
        return self.one(depth)

    def one(self, depth: int) -> Tree:
        roll = self.random.random()
        if roll < 0.2:
            return ("not", self.one(depth - 1) if depth <= 0 or roll < 0.1 else ("group", self.tree(depth - 1)))
        if depth > 0 and roll < 0.45:
            return ("group", self.tree(depth - 1))
        return self.term()

    def comparison(self, name: str, get: Callable[[Row], Any], values: list[Any], write: Callable[[Any], str]) -> Tree:
        """A number compared in one of the ways a question knows; the oracle's copy of each."""
        first, second = sorted((self.random.choice(values), self.random.choice(values)))
        way = self.random.randrange(5)
        if way == 0:
            return (
                f"{name}:{write(first)}..{write(second)}",
                lambda row: both((compared(get(row), ">=", first), compared(get(row), "<=", second))),
            )
        if way == 1:
            return (
                f"{name}={write(first)},{write(second)}",
                lambda row: either((compared(get(row), "=", first), compared(get(row), "=", second))),
            )
        if way == 2:
            return f"{name}:..{write(second)}", lambda row: compared(get(row), "<=", second)
        operator = self.random.choice((":", "=", "!=", "<", "<=", ">", ">="))
        return f"{name}{operator}{write(first)}", lambda row: compared(get(row), operator, first)

    def number(self) -> Tree:
        name = self.random.choice(("points", "passes", "assists", "fga", "number", "margin", "ball_reversals"))

        def get(row: Row) -> Any:
            return row["attributes"][name] if name == "ball_reversals" else row[name]

        text, truth = self.comparison(name, get, [-5, -1, 0, 1, 2, 3, 2.5, 60], str)
        return ("term", text, False, truth)

    def time(self) -> Tree:
        name = self.random.choice(("clock", "left", "elapsed", "duration"))

        def get(row: Row) -> Any:
            derived = {"left": left_of, "elapsed": elapsed_of}.get(name)
            return derived(row, self.quarter_s) if derived else row[name]

        def write(value: float) -> str:
            return self.random.choice((f"{value:g}", f"{int(value // 60)}:{value % 60:04.1f}"))

        text, truth = self.comparison(name, get, [0, 5, 12, 59.5, 240, 241, 500, 720, 960, 1320], write)
        return ("term", text, False, truth)

    def yes_no(self) -> Tree:
        name = self.random.choice(("paint_touch", "half_court", "after_timeout", "home"))
        is_yes = self.random.random() < 0.5

        def truth(row: Row) -> Truth:
            value = home_of(row) if name == "home" else row.get(name, row["attributes"].get(name))
            return None if value is None else (value > 0) == is_yes

        return ("term", f"{name}:{'yes' if is_yes else 'no'}", False, truth)

    def start(self) -> Tree:
        wanted = self.random.choice(
            ("steal", "dead_ball", "dead ball", "dead", "made", "slob", "slob_2", "e", "nothing")
        )
        whole = {"steal", "dead_ball", "dead ball", "slob_2"}

        def truth(row: Row) -> Truth:
            start = row["start"]
            forms = None if start is None else (start.casefold(), start.casefold().replace("_", " "))
            if forms and start == "dead_ball_turnover":
                forms = (start, "dead-ball turnover")
            return text_truth(forms, wanted, whole)

        return ("term", f'start:"{wanted.upper()}"', False, truth)

    def team(self) -> Tree:
        name = self.random.choice(("offence", "defence"))
        wanted = self.random.choice(("NPH", "orth", "north", "herons", "3", "Southam Kites", "xyz"))
        operator = self.random.choice((":", "=", "!="))

        def truth(row: Row) -> Truth:
            if row[name] is None:
                return None
            forms = (TEAMS[row[name]].casefold(), SHORT[row[name]].casefold(), str(row[name] + 1))
            is_whole = wanted.casefold() in forms
            found = is_whole or (operator == ":" and wanted in ("north", "herons") and wanted in forms[0])
            return found == (operator != "!=")

        return ("term", f'{name}{operator}"{wanted}"', False, truth)

    def outcome(self) -> Tree:
        wanted = self.random.choice(("make", "miss", "and-one", "end of period", "make_2", "o"))

        def truth(row: Row) -> Truth:
            code = row["outcome"]
            forms = None if code is None else (str(OUTCOMES[code]), TITLES[code])
            return text_truth(forms, wanted, {"miss", "and-one", "end of period", "make_2"})

        return ("term", f'outcome:"{wanted}"', False, truth)

    def period(self) -> Tree:
        known: list[tuple[str, Callable[[str, int], bool]]] = [
            ("period:Q4", lambda name, n: name == "Q4"),
            ("period:OT", lambda name, n: name.startswith("OT")),
            ("period:OT2", lambda name, n: name == "OT2"),
            ("period>=Q3", lambda name, n: name in ("Q3", "Q4") or name.startswith("OT")),
            ("period<H2", lambda name, n: name == "H1"),
            ("period:Q2..Q3,H1", lambda name, n: name in ("Q2", "Q3", "H1")),
            ("period!=Q1", lambda name, n: name != "Q1"),
            ("period:2", lambda name, n: n == 2),
            ("period>4", lambda name, n: n > 4),
        ]
        text, holds = self.random.choice(known)

        def truth(row: Row) -> Truth:
            name = period_of(row)
            return None if name is None else bool(holds(name, row["period"]))

        return ("term", text, False, truth)

    def person(self) -> Tree:
        how = self.random.choice(("player", "on", "off", "against"))
        names = self.random.sample(("lee", "ann lee", "park", "gus", "105", "nobody"), self.random.randrange(1, 3))
        people = set().union(*map(named, names))
        return ("term", f"{how}:" + ",".join(f'"{n}"' for n in names), False, lambda row: self.is_so(row, how, people))

    def is_so(self, row: Row, how: str, people: set[int]) -> Truth:
        if how == "player":
            return took_part(row, people)
        if how != "off":
            return on_floor(row, how, people)
        if row["offence"] is None or len(row["on"]) < 5:
            return None
        return bool((people & self.mates[row["offence"]]) - set(row["on"]))

    def among(self) -> Tree:
        how = self.random.choice(("player", "on", "off", "against"))
        names = self.random.sample(("ann lee", "bo", "cy", "dee", "gus", "hal"), self.random.randrange(1, 5))
        operator, bound = self.random.choice((">=", "<", "=", "!=", ":")), self.random.randrange(4)

        def truth(row: Row) -> Truth:
            found = [self.is_so(row, how, named(name)) for name in names]
            least, hidden = found.count(True), found.count(None)
            if how in ("on", "against"):
                hidden = min(hidden, 5 - len(row[how]))
            answers = {compared(n, operator, bound) for n in range(least, least + hidden + 1)}
            return answers.pop() if len(answers) == 1 else None

        return ("term", f"{how}{operator}{bound} of ({', '.join(names)})", False, truth)

    def known(self) -> Tree:
        name = self.random.choice(("assists", "margin", "start", "offence", "period", "on", "day", "player"))
        is_known = self.random.random() < 0.5

        def truth(row: Row) -> Truth:
            if name == "on":
                found = len(row["on"]) == 5
            elif name == "day":
                found = GAMES[row["game"]].day is not None
            elif name == "player":
                found = took_part(row, set()) is not None
            else:
                found = row[name] is not None
            return found == is_known

        return ("term", f"{name}:{'?' if is_known else '!?'}", False, truth)

    def day(self) -> Tree:
        known: list[tuple[str, Callable[[str, str], bool]]] = [
            ("day>=2016", lambda day, season: day >= "2016"),
            ("day:2015-10", lambda day, season: "2015-10" in day),
            ("day:2015-10-27..2015-12", lambda day, season: day == "2015-10-27"),
            ("season<=2015", lambda day, season: season == "2015-16"),
            ("season:2016-17", lambda day, season: season == "2016-17"),
        ]
        text, holds = self.random.choice(known)

        def truth(row: Row) -> Truth:
            day = GAMES[row["game"]].day
            return None if day is None else bool(holds(day, {"0": "2015-16", "1": "2016-17"}[str(row["game"])]))

        return ("term", text, False, truth)

    def bare(self) -> Tree:
        """Words that stand in one field alone, so that the others have no say."""
        word, where = self.random.choice(
            [
                ("steal", "start"),
                ("miss", "outcome"),
                ("OT", "period"),
                ("gus", "player"),
                ("kites", "team"),
                ("zzz", ""),
            ]
        )

        def truth(row: Row) -> Truth:
            if where == "period":
                name = period_of(row)
                return None if name is None else name.startswith("OT")
            if where == "player":
                return took_part(row, named(word))
            if where == "team":
                return either(None if row[side] is None else row[side] == 1 for side in ("offence", "defence"))
            if where == "":
                return False
            value = row[where]
            return None if value is None else value == {"steal": "steal", "miss": OUTCOMES.index("miss")}[word]

        return ("term", word, False, truth)

    def shot_number(self) -> Tree:
        name = self.random.choice(("distance", "value", "into", "zone_number", "x"))
        text, truth = self.comparison(f"shot.{name}", lambda shot: shot[name], [-8, 0, 2, 3, 4, 8, 22.5], str)
        return ("term", text, True, truth)

    def zone(self) -> Tree:
        wanted = self.random.choice((["rim"], ["corner"], ["long_mid", "backcourt"], ["rim", "7"], ["3"]))

        def truth(shot: Row) -> Truth:
            def one(value: str) -> Truth:
                if value.isdigit():
                    return compared(shot["zone_number"], "=", int(value))
                zone = zone_of(shot)
                return None if zone is None else value in zone

            return either(map(one, wanted))

        return ("term", f"zone:{','.join(wanted)}", True, truth)

    def place(self) -> Tree:
        low, high = sorted(self.random.sample((-23.0, -8.0, 0.0, 8.0, 23.0), 2))
        far = self.random.choice((4.0, 16.0, 61.0))
        shapes = [f"rect {low:g} 0 {high:g} {far:g}", *self.random.choice(([], ["lasso -9 4 -7 4 -7 17 -9 17"]))]

        def truth(shot: Row) -> Truth:
            if shot["x"] is None:
                return None
            is_in_box = low <= shot["x"] <= high and shot["y"] <= far
            is_in_lasso = len(shapes) > 1 and shot["x"] == -8 and shot["y"] in (5, 16)
            return is_in_box or is_in_lasso

        written = ",".join(f'"{shape}"' for shape in shapes)
        return ("term", f"place:{written}", True, truth)

    def shot_made(self) -> Tree:
        if self.random.random() < 0.3:
            return ("term", "threes", True, lambda shot: shot["value"] == 3)
        return ("term", "shot.made:no", True, lambda shot: None if shot["made"] is None else shot["made"] == 0)

    def shooter(self) -> Tree:
        if self.random.random() < 0.5:
            return ("term", "shot.kind:otd", True, lambda shot: None if not shot["kind"] else shot["kind"] == "OTD")
        people = named("lee")

        def truth(shot: Row) -> Truth:
            return None if shot["shooter"] is None else shot["shooter"] in people

        return ("term", "shooter:lee", True, truth)
