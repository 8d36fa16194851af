"""Every setting of the preferences with its words; the dialog is made from it."""

from __future__ import annotations

from explorer.app.keys_controller import DEFAULT_HOSTS
from explorer.app.menus import FOLLOW_INTERVALS
from explorer.app.palette_controller import plain
from explorer.app.theme import THEMES
from explorer.core.vocabulary import CTG, SHOTTRACKER, SOURCE_TITLES
from explorer.widgets.breakdown_pane import SMALL_NS
from explorer.widgets.preferences_dialog import Control, Setting

LOOK, NUMBERS, SOURCES, FILES = "Look", "Numbers", "Sources", "Files"
HOSTS = {"shottracker_host": SHOTTRACKER, "ctg_host": CTG}
"""The settings that are base addresses, with their sources."""

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        LOOK,
        "&Theme",
        "Light or dark; as the system, it follows when that changes.",
        Control.CHOICE,
        {value: plain(words) for value, words in THEMES.items()},
    ),
    Setting(
        "small_n",
        NUMBERS,
        "&Pale below n",
        "Rates of groups that rest on fewer possessions or shots are written pale.",
        Control.CHOICE,
        {value: plain(words) for value, words in SMALL_NS.items()},
    ),
    Setting(
        "definitions",
        NUMBERS,
        "",
        "What counts as garbage time, transition, a heave; how free throws are weighed.",
        Control.BUTTON,
        words="&Definitions…",
    ),
    Setting(
        "preferred_source",
        SOURCES,
        "P&referred source",
        "A game that is known from both is taken from this one.",
        Control.CHOICE,
        {source: SOURCE_TITLES[source] for source in (SHOTTRACKER, CTG)},
    ),
    Setting(
        "network",
        SOURCES,
        "",
        "Nothing is fetched; what is kept stays open.",
        Control.TICK,
        {"offline": "", "online": ""},
        words="Be &offline",
    ),
    Setting(
        "follow_s",
        SOURCES,
        "&Follow every",
        "How often games that are followed are asked for, while they are played.",
        Control.CHOICE,
        {value: plain(words) for value, words in FOLLOW_INTERVALS.items()},
    ),
    Setting(
        "shottracker_host",
        SOURCES,
        "&ShotTracker’s address",
        "Empty for ShotTracker’s own. A key goes to the host for which it was entered, and to no other.",
        Control.TEXT,
        placeholder=DEFAULT_HOSTS[SHOTTRACKER],
    ),
    Setting(
        "ctg_host",
        SOURCES,
        "Cleaning the &Glass’ address",
        "Empty for Cleaning the Glass’ own.",
        Control.TEXT,
        placeholder=DEFAULT_HOSTS[CTG],
    ),
    Setting(
        "keys",
        SOURCES,
        "",
        "User name, secret and key; tested, and kept in the keyring.",
        Control.BUTTON,
        words="Sources and &keys…",
    ),
    Setting(
        "cache",
        FILES,
        "",
        "It makes large selections load at once, and is made anew when it is needed.",
        Control.BUTTON,
        words="&Clear the cache",
    ),
)
