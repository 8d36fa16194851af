"""A made-up game from tip to buzzer: periods, possessions, dead balls, time-outs, the end of a close game."""

from explorer.sources.sample import outcomes
from explorer.sources.sample.dice import Dice
from explorer.sources.sample.outcomes import Ball, State
from explorer.sources.sample.people import SampleTeam
from explorer.sources.sample.rotation import Squad
from explorer.sources.sample.script import Chance, Possession, Script

QUARTER_DS = 7200
OVERTIME_DS = 3000

_TRANSITION = {"steal": 0.64, "defensive_rebound": 0.28, "made_field_goal": 0.045, "made_free_throw": 0.03}
_TIMEOUT_MARKS_DS = (4190, 1790)
_HEAVE_DS = 35
_ONE_FRAME_MS = 17
# Garbage time: (from how many tenths left in the last quarter, from which lead), with at most two starters
# of both sides on the floor, and never out of it again.
_GARBAGE = ((3600, 10), (5400, 20), (7200, 25))
_GARBAGE_STARTERS = 2
# When a coach takes his starters off: tenths left in the last quarter, lead.
_DECIDED = ((700, 11), (1800, 14), (3000, 18), (4800, 23), (6000, 28))


class Play:
    """One game, played."""

    def __init__(self, dice: Dice, home: SampleTeam, away: SampleTeam, midnight_ms: int, tip_ms: int) -> None:
        """Ready for the tip, `tip_ms` after a midnight in UTC that is given in milliseconds since the epoch."""
        self._midnight_ms = midnight_ms
        self._state = State(dice, (Squad(home, dice), Squad(away, dice)), tip_ms)
        self._possessions: list[Possession] = []
        self._marks: list[int] = []
        self._late_timeouts = [2, 2]

    def play(self) -> Script:
        """Play the game to its end, with as many overtimes as it takes."""
        state = self._state
        is_positive = state.roll() < 0.5
        winner = int(state.roll() < 0.5)
        for period in (1, 2, 3, 4):
            side = winner if period in (1, 4) else 1 - winner
            self._play_period(period, side, "jump_ball" if period == 1 else "period_start")
        period = 4
        while state.score[0] == state.score[1]:
            period += 1
            self._play_period(period, int(state.roll() < 0.5), "jump_ball")
        self._mark_garbage()
        return Script(self._midnight_ms, self._possessions, (state.score[0], state.score[1]), is_positive)

    def _play_period(self, period: int, side: int, start_type: str) -> None:
        state = self._state
        if period > 1:
            state.stand(*((890.0, 930.0) if period == 3 else (130.0, 150.0)))
        state.period = period
        state.clock_ds = QUARTER_DS if period <= 4 else OVERTIME_DS
        state.team_fouls = [0, 0] if period <= 4 else [1, 1]
        state.late_fouls = [0, 0]
        self._marks = [mark for mark in _TIMEOUT_MARKS_DS if mark < state.clock_ds - 500]
        for squad in state.squads:
            if period == 3:
                squad.start_half(state.played_ds)
        begin = "tip" if start_type == "jump_ball" else "sideline"
        ball: Ball | None = Ball(side, begin, start_type=start_type)
        while ball is not None and state.clock_ds > 0:
            ball = self._play_possession(ball)
        last = self._possessions[-1]
        if state.clock_ds > 0:
            state.run(state.clock_ds)
            last.end_ds, last.end_ms = 0, state.wall_ms

    def _play_possession(self, ball: Ball) -> Ball | None:
        """Play until the other side has the ball; None when the period is over first."""
        state = self._state
        side = ball.side
        is_after_timeout = self._stop(ball)
        possession = Possession(
            side=side,
            period=state.period,
            start_type=ball.start_type,
            is_after_timeout=is_after_timeout,
            start_ds=state.clock_ds,
            start_ms=state.wall_ms,
            score=(state.score[0], state.score[1]),
            offence=state.squads[side].five,
            defence=state.squads[1 - side].five,
            won=ball.won,
        )
        self._possessions.append(possession)
        after: Ball | None = ball
        while after is not None and after.side == side:
            if possession.chances:
                if after.begin == "sideline":
                    state.stand(9.0, 17.0)
                state.wall_ms += _ONE_FRAME_MS
            after = self._play_chance(possession, after)
        possession.end_ds = state.clock_ds
        possession.end_ms = state.wall_ms
        return after

    def _stop(self, ball: Ball) -> bool:
        """What happens before a possession: the ball is dead or not, sides change players, take a time-out."""
        state = self._state
        state.wall_ms += _ONE_FRAME_MS
        is_dead = ball.begin in ("sideline", "tip") or ball.start_type == "made_free_throw"
        is_last = state.period >= 4
        wants = False
        if is_dead and self._marks and state.clock_ds < self._marks[0]:
            wants = True
            while self._marks and state.clock_ds < self._marks[0]:
                self._marks.pop(0)
        elif is_dead or ball.begin == "baseline":
            margin = state.margin(ball.side)
            is_urgent = is_last and state.clock_ds < 350 and -4 < margin <= 0
            if is_urgent and self._late_timeouts[ball.side]:
                self._late_timeouts[ball.side] -= 1
                ball.begin = "sideline"
                wants = True
            else:
                wants = ball.start_type == "made_field_goal" and state.roll() < 0.012
        if wants:
            state.stand(85.0, 170.0)
        elif ball.begin == "sideline":
            state.stand(7.0, 20.0)
        elif ball.begin == "baseline" and state.clock_ds < (1200 if is_last else 600):
            state.stand(2.0, 5.0)
        if is_dead or wants:
            self._change_players()
        return wants

    def _change_players(self) -> None:
        state = self._state
        lead = abs(state.score[0] - state.score[1])
        is_decided = state.period == 4 and any(state.clock_ds < left and lead >= by for left, by in _DECIDED)
        for squad in state.squads:
            if is_decided:
                squad.is_resting = True
            elif squad.is_resting and (lead < 10 or state.period > 4):
                squad.is_resting = False
            squad.substitute(state.played_ds, state.period)

    def _play_chance(self, possession: Possession, ball: Ball) -> Ball | None:
        state = self._state
        roll = state.roll
        side = possession.side
        left = state.clock_ds
        is_first = not possession.chances
        is_transition = is_first and left > _HEAVE_DS and roll() < _TRANSITION.get(possession.start_type, 0.01)
        if is_first and possession.is_after_timeout:
            is_transition = False
        lasts, intent = self._plan(ball, is_transition)
        is_violation = lasts >= ball.shot_clock_ds < left
        if is_violation:
            lasts = ball.shot_clock_ds
        chance = Chance(
            start_ds=left,
            end_ds=left - lasts,
            wall_ms=state.wall_ms,
            shot_clock_ds=ball.shot_clock_ds if left > ball.shot_clock_ds else None,
            is_transition=is_transition,
            offence=state.squads[side].five,
            defence=state.squads[1 - side].five,
        )
        possession.chances.append(chance)
        if intent == "hold":
            outcomes.hold_ball(state, chance, side, ball)
            return None
        if intent == "foul":
            return outcomes.stop_play(state, chance, side, ball, is_foul=True)
        if intent == "heave" or (intent and ball.begin == "putback"):
            return outcomes.shoot(state, chance, side, ball, intent)
        if is_violation:
            return outcomes.lose_ball(state, chance, side, ball, is_violation=True)
        use = roll()
        loss = 0.07 if ball.begin == "putback" else 0.09 if is_transition else 0.116
        if lasts > 8:
            shortened = max(8, int(lasts * (0.4 + 0.6 * roll())))
            if use < loss:
                chance.end_ds = left - shortened
                return outcomes.lose_ball(state, chance, side, ball, is_violation=False)
            if use < loss + 0.083 and not is_transition:
                chance.end_ds = left - shortened
                return outcomes.stop_play(state, chance, side, ball, is_foul=use < loss + 0.079)
        return outcomes.shoot(state, chance, side, ball, intent)

    def _plan(self, ball: Ball, is_transition: bool) -> tuple[int, str]:
        """How many tenths of a second a chance takes, and what the side with the ball means to do.

        The intent is hold, foul (the other side's), heave, three, two, or empty for the best shot.
        """
        state = self._state
        roll = state.roll
        left = state.clock_ds
        margin = state.margin(ball.side)
        if state.period >= 4:
            late = self._plan_late(left, margin)
            if late is not None and late[0] < (ball.shot_clock_ds if left > ball.shot_clock_ds else left + 1):
                return late
        if left <= _HEAVE_DS:
            if ball.begin == "putback":
                return max(0, min(left - 1, 3 + int(6 * roll()))), ""
            if roll() < 0.5:
                return left, "hold"
            return max(0, left - 1 - int(4 * roll())), "heave" if left < 25 or roll() < 0.6 else "three"
        if ball.begin == "putback":
            lasts = 4 + int(9 * roll()) if roll() < 0.40 else 25 + int(75 * (roll() + roll()))
        elif is_transition:
            lasts = 25 + int(25 * (roll() + roll()))
        else:
            lasts = 54 + int(61 * (roll() + roll() + roll()))
            lasts += (13 if ball.begin == "baseline" else 0) + (40 if roll() < 0.03 else 0)
        lasts = min(lasts, ball.shot_clock_ds if roll() < 0.25 else ball.shot_clock_ds - 1 - int(20 * roll()))
        if 55 < left <= ball.shot_clock_ds and not is_transition and ball.begin != "putback":
            lasts = max(lasts, left - 6 - int(44 * roll()))
        if lasts >= left:
            lasts = left - 1 - int(min(left - 1, 9) * roll())
        return lasts, ""

    def _plan_late(self, left: int, margin: int) -> tuple[int, str] | None:
        """What a side does at the end of a close game; None when it plays on as usual."""
        roll = self._state.roll
        if margin > 0 and left <= 235:
            if margin <= 7 and roll() < 0.9 and left > 12:
                return min(left - 1, 6 + int(35 * roll())), "foul"
            return left, "hold"
        if margin > 0 and left <= 420 and 3 <= margin <= 9 and roll() < 0.4:
            return 10 + int(60 * roll()), "foul"
        if margin >= 0 or left > 450 or left <= _HEAVE_DS:
            return None
        if margin <= -3:
            if margin < -12:
                return None
            lasts = min(left - 2, 30 + int(50 * roll()))
            needs_three = margin == -3 and left < 240
            return lasts, "three" if needs_three or roll() < 0.55 else ""
        if left <= 240:
            return max(left - 15 - int(60 * roll()), min(40, left - 2)), "two" if margin == -2 and roll() < 0.75 else ""
        return None

    def _mark_garbage(self) -> None:
        """Mark the possessions of garbage time, from the last one back to the first that is not."""
        starters = [{player.player_id for player in squad.team.players[:5]} for squad in self._state.squads]
        both = starters[0] | starters[1]
        for possession in reversed(self._possessions):
            lead = abs(possession.score[0] - possession.score[1])
            on_floor = [player.player_id for player in (*possession.offence, *possession.defence)]
            needed = next((by for left, by in _GARBAGE if possession.start_ds <= left), 100)
            if possession.period != 4 or lead < needed or len(both.intersection(on_floor)) > _GARBAGE_STARTERS:
                break
            possession.is_garbage = True
