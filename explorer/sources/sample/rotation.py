"""Who is on the floor: starters, substitutions at dead balls, foul trouble, a bench for a decided game."""

from explorer.sources.sample.dice import Dice, running_totals
from explorer.sources.sample.people import ROSTER, STARTERS, SamplePlayer, SampleTeam

FOUL_LIMIT = 6
_REGULATION_DS = 28_800
_CLOSING_DS = 25_600
_REST_DS = 1_200
_SHORTEST_STINT_DS = 900
_REGULARS = 10


class Squad:
    """One side's players during a game. Times are tenths of a second of play since the tip.

    A seat is a player's place in the roster, a slot his place among the five, who stand in order of size.
    """

    __slots__ = (
        "_dice", "_entered", "_left", "_played", "_seats", "_swap_ds", "blocking", "five", "fouling", "fouls",
        "guard", "handling", "is_resting", "leader", "rebounding", "stealing", "team", "usage",
    )  # fmt: skip

    def __init__(self, team: SampleTeam, dice: Dice) -> None:
        """The starters take the floor."""
        self.team = team
        self.fouls = [0] * ROSTER
        self.is_resting = False
        self._dice = dice
        self._played = [0] * ROSTER
        self._entered = [0] * ROSTER
        self._left = [-_REST_DS] * ROSTER
        self._swap_ds = 2000
        self._seats = list(range(STARTERS))
        self._line_up()

    def slot_of(self, player: SamplePlayer) -> int:
        """A player's slot among the five; the ball handler's when he has left the floor."""
        for slot, other in enumerate(self.five):
            if other is player:
                return slot
        return self.leader

    def start_half(self, now_ds: int) -> None:
        """Bring the starters back who have not fouled out."""
        for seat in range(STARTERS):
            if seat not in self._seats and self.fouls[seat] < FOUL_LIMIT:
                size = self.team.players[seat].skill.size
                others = [slot for slot in range(5) if self._seats[slot] >= STARTERS]
                self._swap(min(others, key=lambda slot: abs(self.five[slot].skill.size - size)), seat, now_ds)
        self._line_up()

    def substitute(self, now_ds: int, period: int) -> None:
        """Change up to three players (five in a decided game) at a dead ball."""
        is_changed = False
        for _ in range(5 if self.is_resting else 3):
            needs = [self._need(seat, now_ds, period, now_ds - self._entered[seat]) for seat in self._seats]
            slot = needs.index(min(needs))
            seat = self._seats[slot]
            if now_ds - self._entered[seat] < _SHORTEST_STINT_DS and not self.is_resting:
                break
            bench = self._bench(seat, now_ds, 0 if self.is_resting else _REST_DS, period)
            if bench < 0 or self._need(bench, now_ds, period, 0) - needs[slot] < self._swap_ds:
                break
            self._swap(slot, bench, now_ds)
            self._swap_ds = self._dice.whole(1500, 2800)
            is_changed = True
        if is_changed:
            self._line_up()

    def foul(self, player: SamplePlayer, now_ds: int, period: int) -> int:
        """Count a foul of a player and give his total; the sixth takes him off the floor at once."""
        seat = self.team.players.index(player)
        self.fouls[seat] += 1
        if self.fouls[seat] == FOUL_LIMIT and seat in self._seats:
            bench = self._bench(seat, now_ds, 0, period)
            if bench >= 0:
                self._swap(self._seats.index(seat), bench, now_ds)
                self._line_up()
        return self.fouls[seat]

    def _swap(self, slot: int, seat: int, now_ds: int) -> None:
        leaving = self._seats[slot]
        self._played[leaving] += now_ds - self._entered[leaving]
        self._left[leaving] = now_ds
        self._entered[seat] = now_ds
        self._seats[slot] = seat

    def _need(self, seat: int, now_ds: int, period: int, stint_ds: int) -> float:
        """How much a player is wanted on the floor, in tenths of a second that he is owed."""
        played = self._played[seat] + stint_ds
        if self.is_resting:
            return 9000.0 * (seat >= STARTERS) + 3000.0 * (seat >= 8) - 0.1 * played
        minutes = self.team.players[seat].skill.minutes
        need = minutes * min(now_ds, _REGULATION_DS) - played
        is_closing = now_ds >= _CLOSING_DS
        if seat < STARTERS and is_closing:
            need += 9000.0
        elif seat >= _REGULARS:
            need -= 20_000.0
        if self.fouls[seat] > period and not is_closing:
            need -= 4000.0
        return need

    def _bench(self, leaving: int, now_ds: int, rest_ds: int, period: int) -> int:
        """The seat most wanted in another's place, or -1 when nobody is rested and allowed."""
        players = self.team.players
        size = players[leaving].skill.size
        best, best_need = -1, -1e9
        for seat in range(ROSTER):
            if seat in self._seats or self.fouls[seat] >= FOUL_LIMIT or now_ds - self._left[seat] < rest_ds:
                continue
            need = self._need(seat, now_ds, period, 0) - 900.0 * abs(players[seat].skill.size - size)
            if need > best_need:
                best, best_need = seat, need
        return best

    def _line_up(self) -> None:
        """Put the five in order of size, and work out what follows from them, once a line-up."""
        players = self.team.players
        self._seats.sort(key=lambda seat: (players[seat].skill.size, seat))
        self.five: tuple[SamplePlayer, ...] = tuple([players[seat] for seat in self._seats])
        skills = [player.skill for player in self.five]
        self.usage = running_totals([skill.usage for skill in skills])
        self.handling = running_totals([skill.handling * skill.handling for skill in skills])
        self.rebounding = running_totals([skill.rebounding for skill in skills])
        self.stealing = running_totals([skill.stealing for skill in skills])
        self.blocking = running_totals([skill.blocking for skill in skills])
        self.fouling = running_totals([skill.fouling for skill in skills])
        self.leader = max(range(5), key=lambda slot: skills[slot].handling)
        self.guard = running_totals([skill.guard for skill in skills])[-1] / 5
