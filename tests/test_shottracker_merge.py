"""The list of shots joined to the possessions' events.

No page says how the two lists belong together: what is tested is the rule that this program follows.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import DataError
from explorer.core.vocabulary import EventKind
from explorer.sources import sample
from explorer.sources.shottracker.events import kind_of, words_of
from explorer.sources.shottracker.merge import Merge, merge
from explorer.sources.shottracker.payload import PossessionsPayload, Stat, parse
from explorer.sources.shottracker.shots_payload import ShotsPayload, parse_shots
from tests.payloads import AWAY, HOME, MAKE_2, MISS_2, TIP_MS, answer, shot, st_payload, st_row, stat
from tests.servers.apis import shots_of

Json = dict[str, Any]


def listed(player: int | str | None, at_s: float | None, **more: Any) -> tuple[int | str | None, Json]:
    row: Json = {} if at_s is None else {"occurred_at": TIP_MS + int(at_s * 1000)}
    return player, {"status": "RECORDED", **row, **more}


def shots(*rows: tuple[int | str | None, Json]) -> ShotsPayload:
    players = [{"id": player, "shots": [row]} for player, row in rows]
    return parse_shots(answer("shots", {"teams": [{"id": HOME, "player_shots": players}]}))


def possessions(*events: Json) -> PossessionsPayload:
    return parse(answer("possessions", st_payload({HOME: [st_row(0, 30, events)], AWAY: []})))


def stats_of(merged: Merge) -> tuple[Stat, ...]:
    return (merged.payload.teams or ())[0].possessions[0].stats or ()  # type: ignore[index]  # made with one


def kinds(merged: Merge) -> list[EventKind]:
    return [kind_of(words_of(one.possession_type, one.details)) for one in stats_of(merged)]


def test_an_attempt_learns_that_it_went_in_and_of_what_kind_it_was() -> None:
    merged = merge(
        possessions(stat("DEFENSIVE_REB REB", 12, 0), stat("FGA", 12, 5)),
        shots(listed(12, 5.3, is_make=True, is_3point=True, attributes=["OTD", "GUARDED"], zone=12)),
    )
    assert kinds(merged) == [EventKind.DEFENSIVE_REBOUND, EventKind.MAKE]
    one = stats_of(merged)[1]
    assert one.details == ("FGA", "FGA3", "FG", "FG3", "FGA_OTD", "FGA_GUARDED")
    assert one.shot_attributes is not None
    assert (one.shot_attributes.is_3point, one.shot_attributes.zone) == (True, 12)
    assert (list(merged.shots), merged.findings) == ([(0, 0, 1)], ())


def test_a_miss_stays_a_miss_and_known_words_do_not_come_twice() -> None:
    merged = merge(
        possessions(stat("FGA FGA2 FGA_OTD FGA2_OTD", 12, 5)),
        shots(listed(12, 5, is_make=False, is_3point=False, attributes=["OTD", ""])),
    )
    assert stats_of(merged)[0].details == ("FGA", "FGA2", "FGA_OTD", "FGA2_OTD")
    assert merged.findings == ()


def test_the_place_is_taken_from_the_list_only_where_the_event_has_none() -> None:
    own = shot(MISS_2, 12, 100, 5000, 772.6, at_s=5)
    bare = stat("FGA", 13, 9)
    place = {"player_x": 3, "player_y": 9725, "player_z": 7, "hoop_player_x": -3, "hoop_player_y": 3000}
    merged = merge(possessions(own, bare), shots(listed(12, 5, **place), listed(13, 9, **place)))
    first, second = (one.shot_attributes for one in stats_of(merged))
    assert first is not None
    assert second is not None
    assert (first.x, first.y, first.shot_distance_cm, first.zone) == (100, 5000, 772.6, 3)
    assert (second.x, second.y, second.z) == (3, 9725, 7)
    assert second.shot_distance_cm == pytest.approx(300.0, abs=0.01)
    assert merged.shots[(0, 0, 1)].hoop_player_y == 3000


def test_the_nearest_of_a_player_joins_first_and_each_once() -> None:
    merged = merge(
        possessions(stat("FGA", 12, 5.0), stat("FGA", 12, 6.5), stat("FGA", 12, 20)),
        shots(listed(12, 6.4, zone=2), listed(12, 6.9, zone=3), listed(13, 20, zone=4), listed(12, 22.1, zone=5)),
    )
    assert {place: row.zone for place, row in merged.shots.items()} == {(0, 0, 1): 2, (0, 0, 0): 3}
    assert [finding.reason for finding in merged.findings] == [
        f"a shot of player #13 at {TIP_MS / 1000 + 20:.1f} s belongs to no event",
        f"a shot of player #12 at {TIP_MS / 1000 + 22.1:.1f} s belongs to no event",
        f"the attempt of player #12 at {TIP_MS / 1000 + 20:.1f} s is not in the list of shots",
    ]
    assert {finding.kind for finding in merged.findings} == {"unjoined"}


def test_two_seconds_join_and_a_little_more_do_not() -> None:
    near = merge(possessions(stat("FGA", 12, 5)), shots(listed(12, 7.0)))
    far = merge(possessions(stat("FGA", 12, 5)), shots(listed(12, 7.001)))
    assert (len(near.shots), len(far.shots)) == (1, 0)
    assert len(far.findings) == 2


def test_a_player_is_the_same_as_number_and_as_text_and_nobody_joins_nobody() -> None:
    merged = merge(possessions(stat("FGA", 12, 5), stat("FGA", None, 8)), shots(listed("12", 5), listed(None, 8)))
    assert list(merged.shots) == [(0, 0, 0)]
    assert [finding.reason.split(" at ")[0] for finding in merged.findings] == [
        "a shot of player #-",
        "the attempt of player #-",
    ]


def test_without_times_nothing_is_joined() -> None:
    merged = merge(possessions(stat("FGA", 12)), shots(listed(12, None, game_clock="1:02.3")))
    assert merged.shots == {}
    assert merged.findings[0].reason == "a shot of player #12 at 1:02.3 belongs to no event"
    assert merged.findings[1].reason == "the attempt of player #12 at an unknown time is not in the list of shots"


@pytest.mark.parametrize(("words", "is_make"), [(MAKE_2, False), ("TWO_POINT_MISS", True)])
def test_where_the_two_disagree_the_event_stands_and_it_is_a_finding(words: str, is_make: bool) -> None:
    before = possessions(stat(words, 12, 5))
    merged = merge(before, shots(listed(12, 5, is_make=is_make)))
    assert kinds(merged) == [EventKind.MAKE if words == MAKE_2 else EventKind.MISS]
    (finding,) = merged.findings
    assert finding.kind == "shot_make"
    assert ("is a make as an event, a miss" in finding.reason) is not is_make


def test_a_shot_that_was_taken_back_is_no_shot() -> None:
    merged = merge(possessions(), shots(listed(12, 5, status="DELETED"), listed(12, 6, status="deleted")))
    assert (dict(merged.shots), merged.findings) == ({}, ())


def test_empty_lists_change_nothing() -> None:
    whole = parse(answer("possessions", next(sample.league(1, 3)).shottracker))
    merged = merge(whole, ShotsPayload())
    assert merged.payload == whole
    assert merge(PossessionsPayload(), ShotsPayload()).payload.teams == ()


def test_a_whole_game_joins_without_a_finding_and_keeps_every_make() -> None:
    payload = next(sample.league(1, 3)).shottracker
    whole = parse(answer("possessions", payload))
    merged = merge(whole, parse_shots(answer("shots", shots_of(payload))))
    tried = sum(
        "shot_attributes" in one for team in payload["teams"] for row in team["possessions"] for one in row["stats"]
    )
    assert (len(merged.shots), merged.findings) == (tried, ())
    for team, before in zip(merged.payload.teams or (), whole.teams or (), strict=True):
        for row, was in zip(team.possessions or (), before.possessions or (), strict=True):
            kinds_now = [kind_of(words_of(one.possession_type, one.details)) for one in row.stats or ()]
            assert kinds_now == [kind_of(words_of(one.possession_type, one.details)) for one in was.stats or ()]
    for (t, p, s), joined in merged.shots.items():
        place = payload["teams"][t]["possessions"][p]["stats"][s]["shot_attributes"]
        assert (joined.player_x, joined.player_y) == (place["x"], place["y"])


MOMENTS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 80)), max_size=12)


@given(tried=MOMENTS, made=MOMENTS)
def test_whatever_the_times_each_row_is_joined_once_or_found(
    tried: list[tuple[int, int]], made: list[tuple[int, int]]
) -> None:
    before = possessions(*(stat("FGA", player, at / 10) for player, at in tried))
    merged = merge(before, shots(*(listed(player, at / 10, zone=n) for n, (player, at) in enumerate(made))))
    zones = [row.zone for row in merged.shots.values()]
    assert len(zones) == len(set(zones))
    for (_, _, number), row in merged.shots.items():
        player, at = made[row.zone or 0]
        assert player == tried[number][0]
        assert abs(at - tried[number][1]) <= 20
    assert len(merged.findings) == len(tried) + len(made) - 2 * len(merged.shots)


@pytest.mark.parametrize(
    "payload", [[], {"teams": 5}, {"teams": [{"player_shots": [{"shots": [{"is_make": "yes"}]}]}]}]
)
def test_a_list_of_the_wrong_shape_is_refused_with_its_place(payload: object) -> None:
    with pytest.raises(DataError, match=r"made\.json"):
        parse_shots(answer("shots", payload))
