"""The made-up league plays plausible basketball: its figures lie where those of real games lie."""

from collections import Counter
from dataclasses import dataclass, field
from math import hypot

import pytest

from explorer.sources.sample import SampleGame, league

pytestmark = pytest.mark.slow

GAMES = 200
SEED = 11


@dataclass
class Figures:
    """Sums over a season's start, read from the payloads alone."""

    counts: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    start_points: Counter[str] = field(default_factory=Counter)
    shots: Counter[str] = field(default_factory=Counter)
    makes: Counter[str] = field(default_factory=Counter)
    passes_by_length: dict[bool, list[int]] = field(default_factory=lambda: {False: [], True: []})
    points_of_player: Counter[int] = field(default_factory=Counter)
    minutes_of_starters: list[float] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        return self.counts[part] / self.counts[whole]

    def share(self, zone: str) -> float:
        return self.makes[zone] / self.shots[zone]

    def ppp(self, start: str) -> float:
        return self.start_points[start] / self.starts[start]


def zone_of(x_in: float, y_in: float, distance_in: float, is_three: bool) -> str:
    if not is_three:
        return "rim" if distance_in < 48 else "mid"
    if distance_in > 480:
        return "heave"
    return "corner" if abs(y_in) >= 264 and abs(x_in) > 564 - 14.2 * 12 else "above"


def add_markings(figures: Figures, game: SampleGame) -> None:
    counts = figures.counts
    rows = game.markings["markings"]
    last = rows["possessions"][-1]
    counts["games"] += 1
    counts["overtimes"] += last["period"] > 4
    points = last["fga_pts"] + last["ftm"]
    is_home_last = last["offensive_team_id_nba"] == game.home.team_id
    margin = last["start_score_home"] - last["start_score_away"] + (points if is_home_last else -points)
    counts["home_wins"] += margin > 0
    for row in rows["possessions"]:
        points = row["fga_pts"] + row["ftm"]
        figures.starts[row["possession_start_type"]] += 1
        figures.start_points[row["possession_start_type"]] += points
        counts["possessions"] += 1
        counts["regulation"] += row["period"] <= 4
        counts["points"] += points
        counts["garbage"] += row["in_garbage_time"]
        counts["after_timeout"] += row["is_after_timeout"]
        for name in ("fga", "fta", "ftm", "tov", "fg_oreb"):
            counts[name] += row[name]
        counts["rebounds"] += row["fg_oreb"] + row["fg_dreb"]
    for row in rows["shots"]:
        zone = zone_of(row["loc_x"], row["loc_y"], row["shot_distance_in"], row["is_three"])
        figures.shots[zone] += 1
        figures.makes[zone] += row["is_made"]
        counts["threes"] += row["is_three"]
        figures.points_of_player[row["shooter_id_nba"]] += (3 if row["is_three"] else 2) * row["is_made"]


def add_shottracker(figures: Figures, game: SampleGame) -> None:
    counts = figures.counts
    minutes: Counter[int] = Counter()
    for team in game.shottracker["teams"]:
        for row in team["possessions"]:
            told = row["possession_attributes"]
            lasts_s = (row["end_timestamp"] - row["start_timestamp"]) / 1000
            for player in (*row["player_ids"], *row["opposing_player_ids"]):
                minutes[player] += 1
            if told["half_court"]:
                counts["half_court"] += 1
                counts["passes"] += told["passes"]
                counts["screens"] += told["ball_screens"]
                figures.passes_by_length[lasts_s > 15].append(told["passes"])
            for stat in row["stats"]:
                counts[stat["possession_type"]] += 1
                is_timed = stat["possession_type"] in ("FG", "FGA", "TO")
                counts["timed"] += is_timed
                counts["with_shot_clock"] += is_timed and "shot_clock" in stat
    played = sum(minutes.values()) / 10
    starters = [player.player_id for team in (game.home, game.away) for player in team.players[:5]]
    figures.minutes_of_starters.append(sum(minutes[player] for player in starters) / 10 / played)


@pytest.fixture(scope="module")
def figures() -> Figures:
    found = Figures()
    for game in league(GAMES, SEED):
        add_markings(found, game)
        add_shottracker(found, game)
    return found


def test_scoring_and_pace(figures: Figures) -> None:
    assert 1.05 <= figures.rate("points", "possessions") <= 1.18
    assert 92 <= figures.rate("regulation", "games") / 2 <= 106
    assert 0.11 <= figures.rate("tov", "possessions") <= 0.16
    assert 0.22 <= figures.rate("fg_oreb", "rebounds") <= 0.30


def test_shots(figures: Figures) -> None:
    assert 0.33 <= figures.rate("threes", "fga") <= 0.45
    assert 0.58 <= figures.share("rim") <= 0.70
    assert 0.36 <= figures.share("mid") <= 0.46
    assert 0.36 <= figures.share("corner") <= 0.42
    assert 0.33 <= figures.share("above") <= 0.38
    assert figures.shots["heave"] > 0.2 * GAMES
    assert figures.share("heave") < 0.12
    assert 0.5 <= figures.rate("AST", "FG") <= 0.68


def test_free_throws(figures: Figures) -> None:
    assert 0.72 <= figures.rate("ftm", "fta") <= 0.82
    assert 0.18 <= figures.rate("fta", "fga") <= 0.30


def test_starts(figures: Figures) -> None:
    share = {start: count / figures.counts["possessions"] for start, count in figures.starts.items()}
    assert figures.ppp("steal") - figures.ppp("made_field_goal") >= 0.08
    assert figures.ppp("defensive_rebound") > figures.ppp("made_field_goal")
    assert 0.33 <= share["made_field_goal"] <= 0.43
    assert 0.28 <= share["defensive_rebound"] <= 0.38
    assert 0.05 <= share["steal"] <= 0.10
    assert 0.05 <= share["dead_ball_turnover"] <= 0.10
    assert 0.06 <= share["made_free_throw"] <= 0.12
    assert 0.01 <= share["team_rebound"] <= 0.05
    assert figures.starts["period_start"] == 3 * GAMES
    assert figures.starts["jump_ball"] > GAMES
    assert figures.starts["dead_ball"] > 0


def test_results(figures: Figures) -> None:
    assert 0.03 <= figures.rate("overtimes", "games") <= 0.09
    assert 0.5 <= figures.rate("home_wins", "games") <= 0.65
    assert 0.005 <= figures.rate("garbage", "possessions") <= 0.05
    assert 0.02 <= figures.rate("after_timeout", "possessions") <= 0.08


def test_movement(figures: Figures) -> None:
    short, long = figures.passes_by_length[False], figures.passes_by_length[True]
    assert 0.10 <= 1 - figures.rate("half_court", "possessions") <= 0.20
    assert 2.4 <= figures.rate("passes", "half_court") <= 3.3
    assert 1.0 <= figures.rate("screens", "half_court") <= 1.6
    assert sum(long) / len(long) > sum(short) / len(short) + 0.8
    assert 0.8 <= figures.rate("with_shot_clock", "timed") < 1.0


def test_leaders_and_bench_differ(figures: Figures) -> None:
    assert 0.6 <= sum(figures.minutes_of_starters) / GAMES <= 0.78
    assert min(figures.minutes_of_starters) > 0.45
    points = sorted(figures.points_of_player.values(), reverse=True)
    assert points[0] > 2 * points[len(points) // 3]
    assert len(points) > 125


def test_zone_of_knows_the_corner() -> None:
    assert zone_of(540.0, 270.0, hypot(39, 270), True) == "corner"
    assert zone_of(-300.0, 200.0, hypot(201, 200), True) == "above"
