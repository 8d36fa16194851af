"""The clubs and players of the made-up league: invented names, and skills that make leaders differ."""

from dataclasses import dataclass, field

from explorer.sources.sample.dice import Dice, running_totals

FIRST_TEAM_ID = 9901
ROSTER = 12
STARTERS = 5

_CLUBS = (
    ("Port Halvard", "Lanterns", "PHV"),
    ("Marrow Creek", "Herons", "MRC"),
    ("Eastmere", "Foundry", "EMR"),
    ("Vale Tarrin", "Otters", "VTN"),
    ("Osprey Bay", "Tempest", "OSB"),
    ("Kingsfell", "Lynxes", "KGF"),
    ("Dunmarrow", "Beacons", "DNM"),
    ("Santa Brisa", "Comets", "SBR"),
    ("Lake Orrin", "Pioneers", "LOR"),
    ("Calder Point", "Ravens", "CDP"),
    ("Ravelstone", "Kites", "RVS"),
    ("New Thessaly", "Owls", "NTH"),
)
_FIRST_NAMES = (
    "Amari Anselm Arjun Aurelio Bastien Bjarne Cassius Cormac Dacian Darnell Demba Dragan Ekow Elias Emre Farid "
    "Fenris Gideon Goran Hakan Hamza Ibrahim Idris Ignacio Imre Isaiah Ivo Jalen Janek Joaquín Kaito Kamau Kofi "
    "Lachlan Laszlo Leander Lior Mateus Maximo Mikkel Moussa Nikos Obinna Oskar Pascal Quincy Rafael Rashad Renzo "
    "Ruben Samir Sefa Soren Tadeo Tariq Teodor Tobias Tomasz Umar Viktor Wendell Xavi Yannick Zoran"
).split()
_SURNAME_HEADS = (
    "Bal Brav Cal Cor Dar Drez Eld Fen Gar Hed Ish Jor Kas Kel Lam Lor Mez Nad Ong Pel Quin Rav Sab Tav Ulm Vas "
    "Wex Yor Zan Zel"
).split()
_SURNAME_TAILS = (
    "adze ambo amura ander awe breuil dahl ekwe enko gaard grove idas inho kainen mond oğlu ović tane úñez".split()
)

_SIZES = (1, 2, 3, 4, 5, 1, 3, 5, 2, 4, 3, 5)
_MINUTES = (0.72, 0.70, 0.70, 0.68, 0.66, 0.40, 0.38, 0.32, 0.24, 0.20, 0.0, 0.0)
# By size: share of shots at the rim, in the paint, from long two, corner three, three above the break.
_SHOT_SHARES = {
    1: (0.25, 0.20, 0.14, 0.07, 0.34),
    2: (0.23, 0.16, 0.14, 0.12, 0.35),
    3: (0.27, 0.14, 0.12, 0.14, 0.33),
    4: (0.34, 0.16, 0.11, 0.11, 0.28),
    5: (0.54, 0.21, 0.08, 0.03, 0.14),
}
_HANDLING = {1: 3.0, 2: 1.7, 3: 1.1, 4: 0.8, 5: 0.6}
_REBOUNDING = {1: 0.6, 2: 0.7, 3: 1.0, 4: 1.5, 5: 2.1}
_STEALING = {1: 1.4, 2: 1.2, 3: 1.1, 4: 0.8, 5: 0.7}
_BLOCKING = {1: 0.3, 2: 0.4, 3: 0.7, 4: 1.2, 5: 2.4}
_FOULING = {1: 0.8, 2: 0.9, 3: 1.0, 4: 1.1, 5: 1.3}


@dataclass(frozen=True, slots=True)
class Skill:
    """What a player is good at. Weights are around 1; `touch` and `guard` are shifts of a shot's odds."""

    size: int
    minutes: float
    usage: float
    handling: float
    rebounding: float
    stealing: float
    blocking: float
    fouling: float
    guard: float
    free_throw: float
    touch: tuple[float, ...]
    shot_shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SamplePlayer:
    """A made-up player. `skill` is private to the made-up league."""

    player_id: int
    first_name: str
    last_name: str
    number: int
    skill: Skill = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """A made-up club of twelve players, the five starters first."""

    team_id: int
    name: str
    abbreviation: str
    players: tuple[SamplePlayer, ...]


def _skill(dice: Dice, place: int, quality: float) -> Skill:
    """The skill of the player at a place of the roster, in a club that is better or worse than the rest."""
    size = _SIZES[place]
    rank = 0.006 if place < STARTERS else -0.008 if place < 10 else -0.025
    base = quality + rank
    shooter = dice.normal()
    shares = list(_SHOT_SHARES[size])
    shares[3] *= max(0.2, 1.0 + 0.3 * shooter)
    shares[4] *= max(0.2, 1.0 + 0.3 * shooter)
    star = 1.5 if place < STARTERS and dice.roll() < 0.3 else 1.0
    return Skill(
        size=size,
        minutes=_MINUTES[place],
        usage=max(0.45, star * (1.0 + 0.22 * dice.normal())),
        handling=_HANDLING[size] * max(0.4, 1.0 + 0.2 * dice.normal()),
        rebounding=_REBOUNDING[size] * max(0.4, 1.0 + 0.2 * dice.normal()),
        stealing=_STEALING[size] * max(0.3, 1.0 + 0.3 * dice.normal()),
        blocking=_BLOCKING[size] * max(0.2, 1.0 + 0.4 * dice.normal()),
        fouling=_FOULING[size] * max(0.4, 1.0 + 0.2 * dice.normal()),
        guard=0.6 * quality + rank + 0.012 * dice.normal(),
        free_throw=min(0.93, max(0.5, 0.775 - 0.02 * (size - 3) + 0.03 * shooter + 0.04 * dice.normal())),
        touch=(
            base + 0.03 * dice.normal(),
            base + 0.025 * dice.normal(),
            base + 0.025 * dice.normal(),
            base + 0.018 * shooter,
            base + 0.018 * shooter,
            0.0,
        ),
        shot_shares=running_totals(shares),
    )


def teams(seed: int) -> tuple[SampleTeam, ...]:
    """The twelve clubs of the league: the same clubs for every seed, with players of their own."""
    dice = Dice("people", seed)
    surnames = [head + tail for head in _SURNAME_HEADS for tail in _SURNAME_TAILS]
    surnames = dice.shuffled(surnames)[: ROSTER * len(_CLUBS)]
    clubs = []
    for index, (place, nickname, abbreviation) in enumerate(_CLUBS):
        team_id = FIRST_TEAM_ID + index
        quality = 0.008 * dice.normal()
        numbers = dice.shuffled(range(56))[:ROSTER]
        players = tuple(
            SamplePlayer(
                player_id=team_id * 100 + seat + 1,
                first_name=_FIRST_NAMES[dice.whole(0, len(_FIRST_NAMES) - 1)],
                last_name=surnames[index * ROSTER + seat],
                number=numbers[seat],
                skill=_skill(dice, seat, quality),
            )
            for seat in range(ROSTER)
        )
        clubs.append(SampleTeam(team_id, f"{place} {nickname}", abbreviation, players))
    return tuple(clubs)


def name_rows(seed: int) -> list[tuple[str, ...]]:
    """The names file of a league: a header `id, name, number, team`, then a row a player."""
    rows: list[tuple[str, ...]] = [("id", "name", "number", "team")]
    for team in teams(seed):
        for player in team.players:
            name = f"{player.first_name} {player.last_name}"
            rows.append((str(player.player_id), name, str(player.number), team.abbreviation))
    return rows
