"""The keys that lists and courts take by themselves, beside the shortcuts of the menus; a test presses each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """Keys in Qt's portable spelling that do the same, and what they do."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the window that takes keys while it has the focus."""

    name: str
    title: str
    keys: tuple[Key, ...]


_ENTER = ("Return", "Enter")

FILTER = Place(
    "filter",
    "In the filter",
    (
        Key(_ENTER, "Ask at once"),
        Key(("Down",), "Go to what is offered, or to the list"),
        Key(("Ctrl+Space",), "Show what could stand here"),
        Key(("Esc",), "Clear the filter"),
    ),
)
LIST = Place(
    "list",
    "In the list of possessions",
    (
        Key(("J", "Down"), "The next possession"),
        Key(("K", "Up"), "The previous possession"),
        Key(("Home",), "The first possession"),
        Key(("End",), "The last possession"),
        Key(("Ctrl+C",), "Copy the chosen rows"),
    ),
)
FLOW = Place(
    "flow",
    "In the flow of the game",
    (
        Key(("Right", "J"), "The next possession that is shown"),
        Key(("Left", "K"), "The previous possession that is shown"),
        Key(("Home",), "The first possession that is shown"),
        Key(("End",), "The last possession that is shown"),
        Key(("Esc",), "Widen to the whole game again"),
    ),
)
GROUPS = Place(
    "groups",
    "In the groups",
    (
        Key(_ENTER, "Narrow to the group, or widen again"),
        Key(("Ctrl+C",), "Copy the chosen rows"),
    ),
)
LIBRARY = Place("library", "In the library", (Key(("Del",), "Remove the chosen games from the library"),))
COURT = Place(
    "court",
    "On the court",
    (
        Key(("Left", "Right", "Up", "Down"), "Go to the next mark in that direction"),
        Key((*_ENTER, "Space"), "Choose the mark: its possession, zone or hexagon"),
        Key(("Esc",), "Stop drawing, or clear the drawn place"),
    ),
)
DISTANCES = Place(
    "distances",
    "In the strip of distances",
    (
        Key(("Left", "Right"), "Go to the next feet"),
        Key(("Shift+Left", "Shift+Right"), "Mark several feet"),
        Key(("Home", "End"), "Go to the nearest or the farthest feet"),
        Key((*_ENTER, "Space"), "Ask for the shots from there"),
        Key(("Esc",), "Give up the mark, or ask for shots from anywhere again"),
    ),
)
PATH = Place(
    "path",
    "In the path",
    (
        Key(("Right",), "The next step"),
        Key(("Left",), "The step before"),
        Key(("Home",), "The first step"),
        Key(("End",), "The last step"),
    ),
)
PLAY = Place(
    "play",
    "In Play",
    (
        Key(("Space",), "Play or rest"),
        Key(("Right", "."), "The next sample"),
        Key(("Left", ","), "The sample before"),
        Key(("Shift+Right",), "A second on"),
        Key(("Shift+Left",), "A second back"),
        Key(("Home",), "To the beginning"),
        Key(("End",), "To the end"),
        Key(("1", "2", "3", "4", "5"), "The speed, from the slowest to the fastest"),
        Key(("L",), "Play it again and again, or once"),
    ),
)

PLACES: tuple[Place, ...] = (FILTER, LIST, FLOW, GROUPS, LIBRARY, COURT, DISTANCES, PATH, PLAY)
"""Every part of the window with keys of its own, as the sheet of keys lists them."""
