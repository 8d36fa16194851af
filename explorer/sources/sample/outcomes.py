"""How a chance of the made-up league ends: shots, fouls and free throws, rebounds, lost balls."""

from dataclasses import dataclass

from explorer.sources.sample import floor
from explorer.sources.sample.dice import Dice
from explorer.sources.sample.movement import move_ball, set_screens
from explorer.sources.sample.people import SamplePlayer
from explorer.sources.sample.rotation import Squad
from explorer.sources.sample.script import Chance, Foul, FreeThrow, Rebound, Shot, Turnover

SHOT_CLOCK_DS = 240
SECOND_SHOT_CLOCK_DS = 140
_BONUS_FOULS = 5
_LAST_TWO_MINUTES_DS = 1200

_OFFENSIVE_REBOUND = (0.285, 0.272, 0.25, 0.24, 0.24, 0.1)
_FREE_THROW_OFFENSIVE_REBOUND = 0.13
_TEAM_REBOUND = 0.075
_STEAL_SHARE = 0.56
_HOME_EDGE = 0.011
# Shares of shots at the rim, in the paint, from long two, corner three and above, as running totals.
_TRANSITION_SHARES = (0.56, 0.65, 0.68, 0.80, 1.0)
_SECOND_CHANCE_SHARES = (0.42, 0.60, 0.66, 0.78, 1.0)
_LIVE_LOSSES = ("badpass", "badpass", "badpass", "lostball", "lostball")
_DEAD_LOSSES = (
    "badpass",
    "badpass",
    "lostball",
    "traveling",
    "offensivefoul",
    "offensivefoul",
    "stepoutofbounds",
)


@dataclass(slots=True)
class Ball:
    """Who has the ball next and how: `side` 0 home, 1 away.

    `begin` is tip, baseline, sideline, rebound, putback or steal; `start_type` the feed's word, should the
    ball have changed sides; `won` the event that won it, should it have been won.
    """

    side: int
    begin: str
    holder: SamplePlayer | None = None
    shot_clock_ds: int = SHOT_CLOCK_DS
    start_type: str = ""
    won: Rebound | Turnover | None = None


class State:
    """A game in progress. The clock is tenths of a second left, the wall milliseconds."""

    __slots__ = (
        "clock_ds", "dice", "late_fouls", "period", "played_ds", "roll", "score", "squads", "team_fouls", "wall_ms",
    )  # fmt: skip

    def __init__(self, dice: Dice, squads: tuple[Squad, Squad], wall_ms: int) -> None:
        """A game at its tip."""
        self.dice = dice
        self.roll = dice.roll
        self.squads = squads
        self.score = [0, 0]
        self.period = 0
        self.clock_ds = 0
        self.played_ds = 0
        self.wall_ms = wall_ms
        self.team_fouls = [0, 0]
        self.late_fouls = [0, 0]

    def run(self, tenths: int) -> None:
        """Let the game clock run."""
        self.clock_ds -= tenths
        self.played_ds += tenths
        self.wall_ms += 100 * tenths

    def stand(self, low_s: float, high_s: float) -> None:
        """Let time pass while the clock stands."""
        self.wall_ms += int(1000 * self.dice.between(low_s, high_s))

    def margin(self, side: int) -> int:
        """A side's lead, negative when it trails."""
        return self.score[side] - self.score[1 - side]


def _first_slot(state: State, side: int, ball: Ball) -> int:
    squad = state.squads[side]
    if ball.holder is not None:
        return squad.slot_of(ball.holder)
    return squad.leader if state.roll() < 0.75 else state.dice.place(squad.handling)


def _passes(state: State, chance: Chance) -> int:
    """How many passes one would like to make in the time there is."""
    lasts_ds = chance.start_ds - chance.end_ds
    return max(0, int(lasts_ds * 0.0142 + 0.85 * state.dice.normal() + 0.35))


def _screens(state: State, squad: Squad, chance: Chance) -> None:
    lasts_ds = chance.start_ds - chance.end_ds
    wish = 0.25 if chance.is_transition else lasts_ds * 0.0084
    count = int(wish + 0.5 * state.dice.normal() + 0.5)
    if count > 0:
        set_screens(state.dice, squad, chance, count)


def shoot(state: State, chance: Chance, side: int, ball: Ball, intent: str) -> Ball | None:
    """End a chance with a shot, or a foul on the shooter; None when the period ends with it.

    `intent` is three when only a three will do, two when a two will do, heave, or empty.
    """
    roll = state.roll
    squad, defence = state.squads[side], state.squads[1 - side]
    is_tip_in = ball.begin == "putback" and chance.start_ds - chance.end_ds <= 12
    first = _first_slot(state, side, ball)
    last = first if is_tip_in or intent == "heave" else state.dice.place(squad.usage)
    shooter = squad.five[last]
    zone = _zone(state, chance, shooter, ball, is_tip_in, intent)
    spot = floor.shot_spot(state.dice, zone)
    is_caught = not is_tip_in and roll() < floor.CAUGHT[zone]
    passes = 0 if is_tip_in or intent == "heave" else _passes(state, chance)
    if is_caught:
        passes = max(1, passes)
    move_ball(state.dice, squad, chance, ball.begin, first, last, passes, spot, is_caught, "shot")
    if not is_tip_in:
        _screens(state, squad, chance)
    state.run(chance.start_ds - chance.end_ds)
    touches = chance.touches
    is_caught = touches[-1].dribbles == 0 and len(touches) > 1
    is_open = floor.is_open(state.dice, zone, chance.is_transition)
    shift = shooter.skill.touch[zone] - defence.guard + (_HOME_EDGE if side == 0 else -_HOME_EDGE)
    shift += -0.003 * max(-22, min(22, state.margin(side))) + (0.068 if chance.is_transition else 0.0)
    chances_to_fall = floor.odds(zone, is_open, shift + (0.012 if is_caught else -0.012))
    is_fouled = roll() < floor.FOULED[zone] and state.clock_ds > 0
    is_made = roll() < (0.5 * chances_to_fall if is_fouled else chances_to_fall)
    is_three = floor.is_three(spot)
    if is_made or not is_fouled:
        assist = blocker = None
        if is_made and len(touches) > 1 and roll() < (0.96 if is_caught else 0.32):
            assist = touches[-2].player
        elif not is_made and zone <= floor.PAINT and roll() < 0.17:
            blocker = defence.five[state.dice.place(defence.blocking)]
        words = _words(state, zone, is_caught, is_tip_in, is_open)
        chance.events.append(
            Shot(
                shooter,
                state.clock_ds,
                state.wall_ms,
                spot,
                zone,
                is_three,
                is_made,
                is_fouled,
                words,
                assist,
                blocker,
            )
        )
    value = 3 if is_three else 2
    if is_made:
        state.score[side] += value
    if is_fouled:
        throws = 1 if is_made else value
        call_foul(state, chance, side, shooter, throws, is_shooting=True)
        return free_throws(state, chance, side, shooter, throws)
    if is_made:
        if state.clock_ds < 4:
            return None
        return Ball(1 - side, "baseline", start_type="made_field_goal")
    return rebound(state, chance, side, _OFFENSIVE_REBOUND[zone], is_free_throw=False)


def _zone(state: State, chance: Chance, shooter: SamplePlayer, ball: Ball, is_tip_in: bool, intent: str) -> int:
    if intent == "heave":
        return floor.HEAVE
    if intent == "three":
        return floor.ABOVE if state.roll() < 0.8 else floor.CORNER
    if is_tip_in:
        return floor.RIM if state.roll() < 0.85 else floor.PAINT
    own = shooter.skill.shot_shares
    if chance.is_transition and state.roll() < 0.8:
        return state.dice.place(_TRANSITION_SHARES)
    if ball.begin == "putback" and state.roll() < 0.7:
        return state.dice.place(_SECOND_CHANCE_SHARES)
    return state.dice.place(own[:3] if intent == "two" else own)


def _words(state: State, zone: int, is_caught: bool, is_tip_in: bool, is_open: bool) -> tuple[str, ...]:
    """The words of a shot's kind; a tip-in is neither from the catch nor off the dribble."""
    words: tuple[str, ...] = () if is_tip_in else ("CAS",) if is_caught else ("OTD",)
    words += ("UNGUARDED",) if is_open else ("GUARDED",)
    use = state.roll()
    if zone == floor.RIM:
        return (*words, "DUNK" if use < 0.22 else "LAYUP")
    if zone == floor.PAINT and use < 0.3:
        return (*words, "LAYUP")
    if zone in (floor.PAINT, floor.LONG) and not is_caught and use > 0.82:
        return (*words, "FADEAWAY", "JUMPSHOT")
    return (*words, "JUMPSHOT")


def rebound(state: State, chance: Chance, side: int, odds: float, *, is_free_throw: bool) -> Ball | None:
    """A miss of `side` comes off the ring; None when the period ends before anybody has it."""
    roll = state.roll
    loose_ds = 5 + int(12 * roll())
    if loose_ds >= state.clock_ds:
        state.run(state.clock_ds)
        return None
    state.run(loose_ds)
    mine, theirs = state.squads[side].rebounding[-1], state.squads[1 - side].rebounding[-1]
    is_defensive = roll() >= odds * 2.0 * mine / (mine + theirs)
    squad = state.squads[1 - side if is_defensive else side]
    player = None if roll() < _TEAM_REBOUND else squad.five[state.dice.place(squad.rebounding)]
    event = Rebound(player, state.clock_ds, state.wall_ms, is_defensive, is_free_throw)
    chance.events.append(event)
    if not is_defensive:
        return Ball(side, "putback" if player else "sideline", player, SECOND_SHOT_CLOCK_DS)
    if player is None:
        return Ball(1 - side, "sideline", start_type="team_rebound", won=event)
    return Ball(1 - side, "rebound", player, start_type="defensive_rebound", won=event)


def call_foul(state: State, chance: Chance, side: int, fouled: SamplePlayer, throws: int, *, is_shooting: bool) -> None:
    """The defence of `side` fouls a player, who gets `throws` free throws."""
    defence = state.squads[1 - side]
    player = defence.five[state.dice.place(defence.fouling)]
    state.team_fouls[1 - side] += 1
    if state.clock_ds <= _LAST_TWO_MINUTES_DS:
        state.late_fouls[1 - side] += 1
    total = defence.foul(player, state.played_ds, state.period)
    chance.events.append(Foul(player, fouled, state.clock_ds, state.wall_ms, False, is_shooting, throws, total))


def free_throws(state: State, chance: Chance, side: int, shooter: SamplePlayer, throws: int) -> Ball | None:
    """A trip to the line."""
    state.stand(16.0, 24.0)
    is_made = False
    for number in range(1, throws + 1):
        if number > 1:
            state.stand(7.0, 11.0)
        is_made = state.roll() < shooter.skill.free_throw
        state.score[side] += is_made
        chance.events.append(FreeThrow(shooter, state.clock_ds, state.wall_ms, number, throws, is_made))
    if is_made:
        return Ball(1 - side, "baseline", start_type="made_free_throw")
    return rebound(state, chance, side, _FREE_THROW_OFFENSIVE_REBOUND, is_free_throw=True)


def lose_ball(state: State, chance: Chance, side: int, ball: Ball, *, is_violation: bool) -> Ball | None:
    """End a chance with a turnover; `is_violation` when the shot clock ran out."""
    roll = state.roll
    squad, defence = state.squads[side], state.squads[1 - side]
    last = state.dice.place(squad.handling) if roll() < 0.5 else state.dice.place(squad.usage)
    player = squad.five[last]
    is_live = not is_violation and roll() < _STEAL_SHARE
    kinds = _LIVE_LOSSES if is_live else _DEAD_LOSSES
    kind = "shotclock" if is_violation else kinds[int(roll() * len(kinds))]
    first = _first_slot(state, side, ball)
    move_ball(state.dice, squad, chance, ball.begin, first, last, _passes(state, chance), None, False, "turnover")
    _screens(state, squad, chance)
    state.run(chance.start_ds - chance.end_ds)
    stealer = defence.five[state.dice.place(defence.stealing)] if is_live else None
    event = Turnover(None if is_violation else player, state.clock_ds, state.wall_ms, kind, stealer)
    chance.events.append(event)
    if kind == "offensivefoul":
        fouled = defence.five[last]
        total = squad.foul(player, state.played_ds, state.period)
        chance.events.append(Foul(player, fouled, state.clock_ds, state.wall_ms, True, False, 0, total))
    if state.clock_ds < 1:
        return None
    if stealer is not None:
        return Ball(1 - side, "steal", stealer, start_type="steal", won=event)
    return Ball(1 - side, "sideline", start_type="dead_ball_turnover")


def stop_play(state: State, chance: Chance, side: int, ball: Ball, *, is_foul: bool) -> Ball | None:
    """End a chance with a foul on the floor, or else with a held ball."""
    squad = state.squads[side]
    last = state.dice.place(squad.handling)
    first = _first_slot(state, side, ball)
    outcome = "foul" if is_foul else "held_ball"
    move_ball(state.dice, squad, chance, ball.begin, first, last, _passes(state, chance), None, False, outcome)
    _screens(state, squad, chance)
    state.run(chance.start_ds - chance.end_ds)
    left = max(SECOND_SHOT_CLOCK_DS, ball.shot_clock_ds - (chance.start_ds - chance.end_ds))
    if is_foul:
        fouls, late = state.team_fouls[1 - side] + 1, state.late_fouls[1 - side] + 1
        is_bonus = fouls >= _BONUS_FOULS or (state.clock_ds <= _LAST_TWO_MINUTES_DS and late > 1)
        call_foul(state, chance, side, chance.touches[-1].player, 2 if is_bonus else 0, is_shooting=False)
        if is_bonus:
            return free_throws(state, chance, side, chance.touches[-1].player, 2)
    elif state.roll() < 0.5:
        return Ball(1 - side, "sideline", start_type="jump_ball" if state.roll() < 0.75 else "dead_ball")
    return Ball(side, "sideline", shot_clock_ds=left)


def hold_ball(state: State, chance: Chance, side: int, ball: Ball) -> None:
    """Let the period run out with the ball in hand."""
    squad = state.squads[side]
    first = _first_slot(state, side, ball)
    move_ball(state.dice, squad, chance, ball.begin, first, first, 0, None, False, "end_of_period")
    state.run(chance.start_ds - chance.end_ds)
