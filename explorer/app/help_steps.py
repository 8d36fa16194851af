"""Pages of the help in words: the first steps, the two sources, and where files are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from explorer.core.vocabulary import CTG, SHOTTRACKER, SOURCE_TITLES
from explorer.models.help_page import DO, PAGE, Page, Section, code, example, link
from explorer.paths import MARKER, PORTABLE, Paths
from explorer.services.online import HOST_VARIABLES
from explorer.sources.credentials import KEY_VARIABLE, SECRET_VARIABLE, USER_VARIABLE

STEPS, SOURCES, FILES = "steps", "sources", "files"


def steps_page() -> Page:
    """What to do first, with links that do it."""
    return Page(
        STEPS,
        "First steps",
        (
            Section(
                "look",
                "Look around",
                (
                    "With an empty library the window shows a made-up league with made-up players. It is never kept "
                    f"nor counted with your games. {link('Open the sample league', DO, 'open_sample')} or "
                    f"{link('close it', DO, 'close_sample')} whenever you like.",
                ),
            ),
            Section(
                "open",
                "Open your own games",
                (
                    f"{link('Open files', DO, 'open_files')} or {link('a folder', DO, 'open_folder')} of saved "
                    "answers, or drop them on the window. They are told apart by what is in them, not by their names; "
                    "files packed with gzip are read as they are. What was opened stays in the library, and works "
                    "without a network.",
                    f"With a licence of your own, {link('fetch games', DO, 'fetch')} from ShotTracker or Cleaning the "
                    f"Glass: see {link('Sources and keys', PAGE, SOURCES)}.",
                ),
            ),
            Section(
                "ask",
                "Ask",
                (
                    "Choose one game or several at the left; hold Ctrl or Shift for several. Then type a question into "
                    f"the filter: {example('start:steal')} shows the possessions that began with a steal, "
                    f"{example('left<=4:00 margin:-5..5')} the last four minutes of a close game. List, groups, court "
                    "and status bar always show the same possessions.",
                    "The facets beside the list do the same by ticks, each with the number of possessions it would "
                    f"show. {link('The filter language', PAGE, 'language')} tells all that can be asked.",
                ),
            ),
            Section(
                "groups",
                "Break down and compare",
                (
                    "Below the list what is shown is parted by one field or two: how it began, period, zone, line-up, "
                    "player. A click on a row narrows to it, a second one widens again. The same place shows teams, "
                    "line-ups, players, and each player on and off the floor.",
                    f"{link('Compare with a second question', DO, 'compare')} puts a question B beside the first, in "
                    "groups and on two courts, with the interval of the difference.",
                ),
            ),
            Section(
                "one",
                "Look at one possession",
                (
                    "Choose it in the list, in the flow above it, or on the court; J and K walk on and back. The tabs "
                    "at the right tell its timeline, numbers, attributes and line-ups, and what the feed itself says.",
                    f"The court draws {link('shots', DO, 'layer_shots')}, {link('zones', DO, 'layer_zones')}, "
                    f"{link('density', DO, 'layer_density')}, the ball’s {link('path', DO, 'layer_path')}, or "
                    f"{link('plays the tracking', DO, 'layer_play')}. Drag over the floor to ask for the shots from "
                    "there.",
                ),
            ),
            Section(
                "keep",
                "Keep and take along",
                (
                    f"{link('Save this view', DO, 'save_view')} keeps the question, and how its answer is looked at, "
                    f"under a name. {link('Export', DO, 'export')} writes possessions, shots or events to a file, "
                    f"{link('Save a picture', DO, 'save_picture')} the court.",
                ),
            ),
            Section(
                "read",
                "How to read numbers",
                (
                    "A dash means that the feed does not tell; it is never a zero. `1.17 PPP ± 0.31 (n 41)` is the "
                    "rate, half of its 95 % interval, and how many possessions it rests on. A rate that rests on few "
                    f"is pale; {link('Preferences', DO, 'preferences')} say how few.",
                    f"{link('Fields and numbers', PAGE, 'fields')} has every formula, "
                    f"{link('Definitions', PAGE, 'definitions')} what can be understood in more than one way.",
                ),
            ),
            Section(
                "find",
                "Find anything",
                (
                    f"{link('Find a command', DO, 'palette')} lists every command of the menus by a few letters of "
                    f"its name. {link('Keys', PAGE, 'keys')} lists every key.",
                ),
            ),
        ),
    )


def sources_page(hosts: Mapping[str, str]) -> Page:
    """How to set up both sources; `hosts` are the vendors' own base addresses by source."""
    shottracker, ctg = SOURCE_TITLES[SHOTTRACKER], SOURCE_TITLES[CTG]
    return Page(
        SOURCES,
        "Sources and keys",
        (
            Section(
                "shottracker",
                shottracker,
                (
                    "You need a user name and a secret for the Event API, which ShotTracker gives to its customers. "
                    f"Enter both under {link('Sources and keys', DO, 'keys')}, on the first tab, and press Test: it "
                    "asks for one short list and says in words what came back.",
                    f"Then {link('Fetch games', DO, 'fetch')}: choose days, and take games of the list; or give the id "
                    "of a game, or of a session, which is one quarter or half. Sessions of one game are joined. A key "
                    "may allow possessions and not shots, or the reverse: what is refused is said, and the rest is "
                    "kept.",
                    "Every request carries the time and a signature made from the secret, never the secret itself. A "
                    "computer whose clock is more than five minutes wrong is therefore refused.",
                    f"Tracking is fetched one possession at a time: {link('Fetch tracking', DO, 'tracking')}.",
                ),
            ),
            Section(
                "ctg",
                ctg,
                (
                    "You need a key for the Pro Data Feed, which Cleaning the Glass gives to its customers. Enter it "
                    f"under {link('Sources and keys', DO, 'keys')}, on the second tab, and press Test.",
                    f"Then {link('Fetch games', DO, 'fetch')}: choose a season, or give a game’s ten-digit id. "
                    "Processed games are final, delayed ones are those being played; a key may allow only one of "
                    "the two.",
                    "The feed names players by their ids only. Open a file `names.csv` once, with the columns `id` and "
                    "`name`, and if you like `number` and `team`: they have names from then on.",
                ),
            ),
            Section(
                "kept",
                "Where keys are kept",
                (
                    "In the keyring of your system, each for the host it was entered for. Where there is no keyring, "
                    "or where you tick it, for this run only. The dialog says which. They are never in a file, a log, "
                    "an export or a command line, and are sent to no other host.",
                    "The environment comes before the keyring:",
                ),
                ("source", "variable", "what"),
                (
                    (shottracker, code(USER_VARIABLE), "User name"),
                    (shottracker, code(SECRET_VARIABLE), "Secret"),
                    (shottracker, code(HOST_VARIABLES[SHOTTRACKER]), "Base address"),
                    (ctg, code(KEY_VARIABLE), "Key"),
                    (ctg, code(HOST_VARIABLES[CTG]), "Base address"),
                ),
            ),
            Section(
                "hosts",
                "Which hosts are asked",
                (
                    "Only these two, or those that you enter in their place. At most one request a second goes to a "
                    "host; what fails for a moment is tried again, at most five times. Redirects are refused, "
                    f"certificates always checked. {link('Be offline', DO, 'offline')} stops all asking.",
                ),
                ("source", "base address"),
                tuple((SOURCE_TITLES[source], code(host)) for source, host in hosts.items()),
            ),
            Section(
                "follow",
                "Games that are being played",
                (
                    f"{link('Follow', DO, 'follow')} asks for the chosen games again and again, and shows what "
                    f"changed. {link('Preferences', DO, 'preferences')} say how often.",
                ),
            ),
        ),
        (
            "Two feeds are read, from your own licence or from files that you saved. Without either, the "
            f"{link('sample league', DO, 'open_sample')} has games of both to try everything on.",
        ),
    )


def files_page(paths: Paths) -> Page:
    """Where this user's files are on this computer, without the name of the home folder."""
    home = Path.home()

    def place(path: Path) -> str:
        shown = f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
        return code(shown)

    return Page(
        FILES,
        "Where files are",
        (
            Section(
                "places",
                "On this computer",
                (),
                ("what", "where", "what is in it"),
                (
                    (
                        "Library",
                        place(paths.library),
                        "Every answer exactly as it came, with its checksum, and columns made from it",
                    ),
                    (
                        "Your own",
                        place(paths.annotations),
                        "Saved views, possessions left out, chosen courts; beside it a copy for each of the last five "
                        "days that changed something",
                    ),
                    ("Preferences", place(paths.preferences), "What Preferences and Definitions say, as JSON"),
                    ("Window", place(paths.settings), "Place, panes, columns and order; the recent files"),
                    ("Cache", place(paths.cache), "Joined columns of large selections; safe to delete"),
                    ("Log", place(paths.log), "Warnings and faults; holds no key"),
                ),
            ),
            Section(
                "care",
                "Good to know",
                (
                    "To move to another computer, copy the library and your own file while the program is closed. "
                    "Keys are in the keyring and do not move.",
                    "A damaged library is set aside, never overwritten, and a new one begun; opening your files again "
                    "fills it. The files that you opened are never changed.",
                    f"{code('--basedir DIR')} keeps all of these below one folder. So does a file {code(MARKER)} "
                    f"beside the program, whatever is in it: they are in {code(PORTABLE)} there, and travel along.",
                    f"{link('Copy diagnostics', DO, 'diagnostics')} copies versions and these folders, for a report.",
                ),
            ),
        ),
    )
