"""How the ball moves inside a chance: touches, passes, dribbles and ball screens."""

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.floor import hoop_distance_ft
from explorer.sources.sample.people import SamplePlayer
from explorer.sources.sample.rotation import Squad
from explorer.sources.sample.script import Chance, Screen, Spot, Touch

WING_FT = 8.0
_FLIGHT_DS = 4
_SCREEN_MOST_Y_FT, _SCREEN_LEAST_FT = 42.0, 11.0

# Where players of a slot (in order of size) wait for the ball.
SPOTS: tuple[tuple[Spot, ...], ...] = (
    ((0.0, 31.0), (-11.0, 29.5), (11.0, 29.5), (-18.0, 23.5), (18.0, 23.5)),
    ((-19.5, 22.0), (19.5, 22.0), (-11.5, 29.0), (11.5, 29.0), (22.8, 7.0), (-22.8, 7.0)),
    ((22.8, 6.0), (-22.8, 6.0), (19.0, 23.0), (-19.0, 23.0), (12.0, 29.0)),
    ((-22.5, 8.0), (22.5, 8.0), (10.0, 17.0), (-10.0, 17.0), (0.0, 29.5), (15.0, 26.0)),
    ((7.0, 18.5), (-7.0, 18.5), (-9.0, 8.0), (9.0, 8.0), (0.0, 28.5), (-5.0, 6.5)),
)
_BACKCOURT = frozenset({"tip", "baseline", "rebound"})
_INBOUND = frozenset({"baseline", "sideline"})
# What screeners do, and the attribute that counts when the ball then comes to them.
_ACTIONS = ("roll", "roll", "roll", "roll", "pop", "pop", "short_roll", "slip", "stay", "other")
_RESULTS = {
    "roll": "pick_n_roll",
    "slip": "pick_n_roll",
    "pop": "pick_n_pop",
    "short_roll": "pick_n_short_roll",
}


def _near(dice: Dice, spot: Spot, spread: float) -> Spot:
    """A place near another, in hundredths of a foot, so that both feeds can state it exactly."""
    roll = dice.roll
    x = int((spot[0] + (roll() - 0.5) * spread) * 100.0) / 100.0
    y = int((spot[1] + (roll() - 0.5) * spread) * 100.0) / 100.0
    return (-24.5 if x < -24.5 else 24.5 if x > 24.5 else x), (0.5 if y < 0.5 else 93.5 if y > 93.5 else y)


def _between(start: Spot, end: Spot, share: float) -> Spot:
    x = start[0] + (end[0] - start[0]) * share
    y = start[1] + (end[1] - start[1]) * share
    return int(x * 100.0) / 100.0, int(y * 100.0) / 100.0


def _begins_at(dice: Dice, begin: str) -> Spot:
    """Where the first player has the ball when a chance begins."""
    if begin == "baseline":
        return _near(dice, (6.0, 86.0), 12.0)
    if begin == "rebound":
        return _near(dice, (0.0, 86.5), 12.0)
    if begin == "putback":
        return _near(dice, (0.0, 7.0), 9.0)
    if begin == "steal":
        return _near(dice, (0.0, 66.0), 40.0)
    if begin == "tip":
        return _near(dice, (0.0, 54.0), 12.0)
    return _near(dice, (16.0 if dice.roll() < 0.5 else -16.0, 33.0), 8.0)


def _chain(dice: Dice, squad: Squad, first: int, last: int, passes: int) -> list[int]:
    """The slots that the ball goes through; nobody passes to himself."""
    slots = [first]
    for step in range(1, passes):
        before = slots[-1]
        slot = squad.leader if dice.roll() < 0.4 else int(5 * dice.roll())
        while slot == before or (step == passes - 1 and slot == last):
            slot = int(5 * dice.roll())
        slots.append(slot)
    if passes:
        slots.append(last)
    return slots


def move_ball(
    dice: Dice,
    squad: Squad,
    chance: Chance,
    begin: str,
    first: int,
    last: int,
    passes: int,
    finish: Spot | None,
    is_caught: bool,
    outcome: str,
) -> None:
    """Fill a chance's touches, from the slot that has the ball first to the slot that ends the chance.

    `passes` is what one would like; it is brought in line with the time there is and with who begins and
    ends. `finish` is the place of the shot, None for a place of the last player's own; `is_caught` tells
    that he shoots from the catch.
    """
    roll = dice.roll
    five = squad.five
    touches = chance.touches
    clock, end = chance.start_ds, chance.end_ds
    spot = _begins_at(dice, begin)
    if begin in _INBOUND:
        thrower = 4 if first != 4 else 3
        hold = min(12 + int(12 * roll()), (clock - end) // 4) if begin == "baseline" else 0
        where = (4.0, 93.8) if begin == "baseline" else (24.9 if spot[0] > 0 else -24.9, spot[1])
        touches.append(Touch(five[thrower], clock, clock - hold, where, where, 0, True, "pass", False))
        clock -= hold + min(_FLIGHT_DS, (clock - hold - end) // 4)
    room = clock - end
    passes = min(passes, max(0, room // 9 - 1))
    if first != last:
        passes = max(passes, 1)
    elif passes == 1:
        passes = 2 if room >= 27 else 0
    slots = _chain(dice, squad, first, last, passes)
    flight = min(_FLIGHT_DS, room // (3 * passes)) if passes else 0
    weights = [0.25 + roll() for _ in slots]
    if begin in _BACKCOURT and passes and not chance.is_transition:
        weights[0] += 0.7 * passes
    total = 0.0
    for weight in weights:
        total += weight
    free = (room - flight * passes) / total
    for step, slot in enumerate(slots):
        is_last = step == passes
        stop = end if is_last else clock - int(free * weights[step])
        held = clock - stop
        dribbles = int(held * 0.1 * (0.2 + 1.1 * roll()))
        is_drive = False
        if step:
            spots = SPOTS[slot]
            spot = _near(dice, spots[int(roll() * len(spots))], 4.0)
        if is_last and finish is not None:
            target = finish
            if is_caught and step:
                spot, dribbles = _near(dice, finish, 1.0), 0
            elif begin != "putback" or step:
                dribbles = max(1, dribbles)
                is_drive = hoop_distance_ft(spot) > 14.0 and spot[1] < 47.0 and hoop_distance_ft(finish) < 14.0
        elif dribbles and spot[1] > 36.0 and not is_last:
            target = _near(dice, (spot[0] * 0.6, 34.0 if passes > 1 or not chance.is_transition else 50.0), 10.0)
        elif dribbles:
            target = _near(dice, spot, 9.0)
        else:
            target = spot
        touches.append(Touch(five[slot], clock, stop, spot, target, dribbles, False, "pass", is_drive))
        clock = stop - flight
        spot = target
    touches[-1].outcome = outcome


def _can_be_set_at(spot: Spot) -> bool:
    """Whether a screen may be set where the ball is: in the front court, not under the basket."""
    return spot[1] <= _SCREEN_MOST_Y_FT and hoop_distance_ft(spot) >= _SCREEN_LEAST_FT


def _share_for_screen(touch: Touch, share: float, least: float) -> float | None:
    """The part of a touch, at least `least` and near `share`, when a screen can be set; None where there is none."""
    fitting = [
        number / 100
        for number in range(4, 97, 4)
        if number / 100 >= least and _can_be_set_at(_between(touch.start, touch.end, number / 100))
    ]
    if share >= least and _can_be_set_at(_between(touch.start, touch.end, share)):
        return share
    return min(fitting, key=lambda other: abs(other - share)) if fitting else None


def set_screens(dice: Dice, squad: Squad, chance: Chance, count: int) -> None:
    """Set up to `count` ball screens, for players who hold the ball long enough and near enough to the basket."""
    roll = dice.roll
    touches = chance.touches
    usable = [n for n, touch in enumerate(touches) if touch.start_ds - touch.end_ds >= 12 and touch.end[1] < 45.0]
    if not usable:
        return
    chosen = sorted([usable[int(roll() * len(usable))] for _ in range(count)])
    before = -1
    share = least = 0.0
    for order, number in enumerate(chosen):
        share = 0.45 + 0.2 * roll() if number != before else share + (0.95 - share) * 0.5
        touch = touches[number]
        held = touch.start_ds - touch.end_ds
        # The dice are thrown for a screen that nobody can set as well: the rest of the game stays as it was.
        fitting = _share_for_screen(touch, share, least if number == before else 0.0)
        share = share if fitting is None else fitting
        least = share
        spot = _between(touch.start, touch.end, share)
        handler_slot = squad.slot_of(touch.player)
        is_handoff = number != before and number > 0 and not touches[number - 1].is_inbounds and roll() < 0.22
        if is_handoff:
            screener = touches[number - 1].player
            screener_slot = squad.slot_of(screener)
        else:
            screener_slot = (4, 4, 4, 3, 3, 2)[int(6 * roll())]
            if screener_slot == handler_slot:
                screener_slot = 3 if handler_slot == 4 else 4
            screener = squad.five[screener_slot]
        is_final = order == len(chosen) - 1 or chosen[order + 1] != number
        after = touches[number + 1].player if is_final and number + 1 < len(touches) else None
        action = _ACTIONS[int(roll() * len(_ACTIONS))]
        manner = _manner(dice, chance, is_handoff, number == before)
        if fitting is not None:
            chance.screens.append(
                Screen(
                    handler=touch.player,
                    screener=screener,
                    handler_slot=handler_slot,
                    screener_slot=screener_slot,
                    touch=number,
                    set_ds=touch.start_ds - int(held * share),
                    spot=spot,
                    place="left" if spot[0] < -WING_FT else "right" if spot[0] > WING_FT else "middle",
                    action=action,
                    result=_result(touch, action, screener, after, is_final),
                    manner=manner,
                )
            )
        before = number


def _result(
    touch: Touch, action: str, screener: SamplePlayer, after: SamplePlayer | None, is_final: bool
) -> str | None:
    """The attribute that counts how the ball went on after a screen."""
    if after is screener:
        return _RESULTS.get(action)
    if is_final and touch.outcome == "shot" and not touch.is_drive:
        return "screened_shot"
    return None


def _manner(dice: Dice, chance: Chance, is_handoff: bool, is_again: bool) -> tuple[str, ...]:
    """The attributes of the way a screen was set (at most one) and of the way it was used (at most one)."""
    roll = dice.roll
    words = []
    if is_handoff:
        words.append("handoff")
    elif is_again:
        words.append("re_screen")
    elif chance.is_transition:
        words.append("drag")
    elif roll() < 0.08:
        words.append("step_up")
    use = roll()
    if use < 0.09:
        words.append("reject")
    elif use < 0.14:
        words.append("snake")
    elif use < 0.16:
        words.append("split")
    return tuple(words)
