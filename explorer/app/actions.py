"""Every command of the window in one table: menu, words, shortcut, help; menus and tool bar are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

type Shortcut = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `name` is what the controller's slot is called after."""

    name: str
    menu: str
    text: str
    tip: str
    shortcut: Shortcut = None
    icon: str = ""
    role: str = ""
    is_separated: bool = False
    is_checkable: bool = False


FILE, EDIT, VIEW, GAME, POSSESSION, COURT, HELP = (
    "&File",
    "&Edit",
    "&View",
    "&Game",
    "&Possession",
    "&Court",
    "&Help",
)
MENUS = (FILE, EDIT, VIEW, GAME, POSSESSION, COURT, HELP)

COMMANDS: tuple[Command, ...] = (
    Command(
        "open_files",
        FILE,
        "&Open files…",
        "Take saved answers of ShotTracker or Cleaning the Glass, or a names file, into the library",
        QKeySequence.StandardKey.Open,
        "open",
    ),
    Command("open_folder", FILE, "Open fol&der…", "Take every saved answer below a folder in", "Ctrl+Shift+O"),
    Command(
        "fetch",
        FILE,
        "Fetch &games…",
        "List the games of ShotTracker or Cleaning the Glass and take some into the library",
        "Ctrl+G",
        "fetch",
        is_separated=True,
    ),
    Command("keys", FILE, "Sources and &keys…", "User name, secret and key of the two sources", "Ctrl+Shift+G"),
    Command("offline", FILE, "Be o&ffline", "Fetch nothing; what is kept stays open", is_checkable=True),
    Command(
        "export",
        FILE,
        "&Export…",
        "Write the shown possessions, or their shots or events, to a CSV, JSON or Parquet file",
        "Ctrl+E",
        "export",
        is_separated=True,
    ),
    Command("open_sample", FILE, "Open the &sample league", "Look at made-up games from memory", is_separated=True),
    Command("close_sample", FILE, "&Close the sample league", "Go back to the library"),
    Command("quit", FILE, "&Quit", "Close the program", "Ctrl+Q", role="quit", is_separated=True),
    Command("copy", EDIT, "&Copy rows", "Copy the chosen rows, else all, as a table with headers", "Ctrl+Shift+C"),
    Command("find", EDIT, "&Filter", "Go to the filter", "Ctrl+L", "filter", is_separated=True),
    Command("back", EDIT, "&Back", "The question before", QKeySequence.StandardKey.Back),
    Command("forward", EDIT, "F&orward", "The question after", QKeySequence.StandardKey.Forward),
    Command("clear_filter", EDIT, "C&lear the filter", "Show every possession", "Ctrl+Shift+L"),
    Command(
        "compare",
        EDIT,
        "Com&pare with a second question",
        "A, the filter's question, beside a second one, B",
        "Ctrl+B",
        "compare",
        is_checkable=True,
    ),
    Command(
        "definitions",
        EDIT,
        "&Definitions…",
        "What counts as garbage time, transition, a heave; how free throws are weighed",
        "Ctrl+Shift+D",
        is_separated=True,
    ),
    Command(
        "save_view",
        EDIT,
        "&Save this view…",
        "Keep the question, and how its answer is looked at, under a name",
        QKeySequence.StandardKey.Save,
        is_separated=True,
    ),
    Command("manage_views", EDIT, "&Manage views…", "Rename, move or remove saved views, or change their shortcuts"),
    Command(
        "preferences",
        EDIT,
        "Prefere&nces…",
        "Theme, small samples, sources, the cache",
        "Ctrl+,",
        role="preferences",
        is_separated=True,
    ),
    Command("columns", VIEW, "&Columns…", "Choose the columns of the list", "Ctrl+Shift+K", "columns"),
    Command("flow", VIEW, "&Flow of the game", "Show the game along its time above the list", is_checkable=True),
    Command("reset_layout", VIEW, "&Reset the layout", "Put every pane back in its place"),
    Command(
        "choose_all",
        GAME,
        "Choose &all games",
        "Look at every game that the library lists, all that its search leaves",
        "Ctrl+Shift+A",
    ),
    Command(
        "refresh", GAME, "&Fetch again", "Ask for the chosen games anew", QKeySequence.StandardKey.Refresh, "refresh"
    ),
    Command("refresh_all", GAME, "Fetch again all that are &stale", "Ask anew for every game older than a day"),
    Command(
        "follow", GAME, "Fo&llow", "Ask for the chosen games every minute, while they are played", is_checkable=True
    ),
    Command("remove_games", GAME, "&Remove from the library", "Forget the chosen games"),
    Command("next", POSSESSION, "&Next", "The next possession of the list (J in the list)", "Alt+Down", "next"),
    Command("previous", POSSESSION, "&Previous", "The previous possession (K in the list)", "Alt+Up", "previous"),
    Command("tracking", POSSESSION, "Fetch &tracking", "Fetch where everybody was, and keep it", is_separated=True),
    Command(
        "leave_out",
        POSSESSION,
        "Leave &out",
        "Let the chosen possessions count nowhere, or count again",
        "Ctrl+Shift+X",
        is_separated=True,
        is_checkable=True,
    ),
    Command("show_left_out", POSSESSION, "&Show those left out", "Show only the possessions that are left out"),
    Command("take_back", POSSESSION, "Take all &back in", "Let every possession of these games count again"),
    Command("layer_shots", COURT, "&Shots", "Draw every shot as a mark", "Alt+1", is_checkable=True),
    Command("layer_zones", COURT, "&Zones", "Draw what each zone of the court comes to", "Alt+2", is_checkable=True),
    Command(
        "layer_density",
        COURT,
        "&Density",
        "Draw where the shots crowd, and what they bring",
        "Alt+3",
        is_checkable=True,
    ),
    Command(
        "layer_path", COURT, "&Path", "Draw the ball's way through the chosen possession", "Alt+4", is_checkable=True
    ),
    Command("layer_play", COURT, "Pl&ay", "Play the tracking of the chosen possession", "Alt+5", is_checkable=True),
    Command(
        "court_table",
        COURT,
        "The numbers as a &table",
        "Show what the court draws as rows of a table, or the picture again",
        "Ctrl+T",
        is_separated=True,
        is_checkable=True,
    ),
    Command("distances", COURT, "By d&istance", "Show attempts and points per shot by distance", is_checkable=True),
    Command("next_shot", COURT, "&Next shot", "The next shot that is drawn", "Alt+Shift+Down", is_separated=True),
    Command("previous_shot", COURT, "Pre&vious shot", "The shot before", "Alt+Shift+Up"),
    Command(
        "lasso",
        COURT,
        "Draw with a &lasso",
        "Dragging over the court draws a free shape instead of a rectangle, and asks for the shots inside",
        is_separated=True,
        is_checkable=True,
    ),
    Command("clear_place", COURT, "&Clear the drawn place", "Ask for shots from anywhere again (Escape on the court)"),
    Command(
        "sideways", COURT, "Lay it side&ways", "Turn the half court by 90 degrees", is_separated=True, is_checkable=True
    ),
    Command("flip", COURT, "&Flip it", "Turn the court by 180 degrees", is_checkable=True),
    Command(
        "save_picture",
        COURT,
        "Save a pict&ure…",
        "Write the court to a PNG, SVG or PDF file",
        "Ctrl+Shift+E",
        is_separated=True,
    ),
    Command("copy_picture", COURT, "Copy the pictur&e", "Copy the court as a picture", "Ctrl+Alt+C"),
    Command("welcome", HELP, "Welc&ome", "What is seen at the first start: where to open a file, where to put a key"),
    Command("help_steps", HELP, "&First steps", "What to do first, and where things are in the window"),
    Command("help_language", HELP, "The filter &language", "How to ask, with examples that run when clicked"),
    Command("help_fields", HELP, "Fields and &numbers", "What every field and number means, and how it is worked out"),
    Command("help_definitions", HELP, "D&efinitions", "What words can mean that analysts use differently"),
    Command("help_keys", HELP, "&Keys", "Every key of the window, of the list and of the court", "F1"),
    Command("help_sources", HELP, "&Sources and keys", "How to set up ShotTracker and Cleaning the Glass"),
    Command("help_files", HELP, "&Where files are", "Your library, settings, cache and log on this computer"),
    Command(
        "palette",
        HELP,
        "Find a &command…",
        "Every command by a few of its letters",
        "Ctrl+Shift+P",
        is_separated=True,
    ),
    Command("diagnostics", HELP, "Copy &diagnostics", "Copy versions, folders and screens, for a report"),
    Command("open_log", HELP, "Open the lo&g folder", "Show the files in which warnings and faults are written down"),
    Command("about", HELP, "&About Possession Explorer", "What this is", role="about"),
)

TOOL_BAR: tuple[str, ...] = ("open_files", "fetch", "refresh", "export", "previous", "next")
"""The commands of the tool bar before the filter."""
TOOL_BAR_AFTER: tuple[str, ...] = ("compare", "columns")
"""Those after it."""
