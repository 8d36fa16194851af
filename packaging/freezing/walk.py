"""The built program, used as a person uses it: keys and mouse on a real screen, from an empty home until it quits.

There is no window manager, so the walk hands the keyboard from window to window itself. After each step stands a
check that does not ask the program's own word: what a second program pastes, what the command line says of the same
library, what lies in the files. A picture of each step is kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from freezing import screens
from freezing.driven import MAIN, Driven, expect
from freezing.hands import Hands
from freezing.product import ROOT, BuildError, Place
from freezing.screens import HEIGHT, WIDTH, Pixels
from freezing.seeing import Box, changed_band
from freezing.trial import bare_environment, run, tell

QUESTION = "outcome:miss shots:1"
"""Each of its possessions has one shot: one ring on the court."""
LAYERS = {2: "zones", 3: "density", 4: "path", 5: "play", 1: "shots"}
"""The layers of the court by the digits that show them with Alt; the one that is there from the start comes last."""
STEPS_DOWN = 6
_REAL_GAME = ROOT.parent / "shared" / "data" / "shottracker" / "0021500001.json"
_LIST = Box(round(WIDTH * 0.25), 0, round(WIDTH * 0.62), HEIGHT)
"""Columns of pixels that are the list's, wherever its rows begin."""
_FEWEST_COLOURS = 12


@dataclass(slots=True)
class Walk:
    """One walk: the program that is driven, and what has been seen on the way."""

    it: Driven
    game: Path
    tabs: dict[str, tuple[int, int]] = field(default_factory=dict)
    rings: list[tuple[int, int]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    """The numbers of the possessions that answer the question, as the command line writes them."""

    @property
    def hands(self) -> Hands:
        """Whose keys and mouse it is driven with."""
        return self.it.hands

    def start(self) -> None:
        """Start in an empty home: the sample league is there, and nothing is in the library."""
        self.it.launch()
        expect(self.it.copied()[:1] == ["1"], "the first possession of the sample league was not there to copy")
        expect(not self.it.games(), "the sample league was put into the library")
        place = self.hands.place_of(MAIN)
        expect(
            place[0] >= 0 and place[1] >= 0 and place[0] + place[2] <= WIDTH and place[1] + place[3] <= HEIGHT,
            f"the window does not fit on the screen: {place}",
        )
        expect(screens.colours(self.hands.steady()) >= _FEWEST_COLOURS, "the window drew nothing")

    def open_a_file(self) -> None:
        """Open a file by Ctrl+O and its path: its game is in the library."""
        self.hands.press("ctrl+o")
        self.hands.go_to("^Open files")
        self.hands.write(str(self.game))
        self.hands.steady()
        self.it.keep_picture("the dialog")
        self.hands.press("Return")
        self.hands.wait("the file's game was not in the library", lambda: len(self.it.games()) == 1)
        self.hands.wait("the file was not among the recent ones", lambda: self.game.name in self.it.settings())
        self.hands.go_to(MAIN)
        self.hands.steady()

    def ask(self) -> None:
        """Type a question: the list holds what the command line answers."""
        self.answered = self.it.numbers(self.it.exported(QUESTION, "asked.csv").decode())
        expect(len(self.answered) > STEPS_DOWN, f"only {len(self.answered)} possessions answer {QUESTION!r}")
        self.hands.press("ctrl+l")
        self.hands.write(QUESTION)
        self.hands.press("Return")
        # Until what is offered has gone from the screen, the keys are its.
        self.hands.steady()
        self.hands.press("Down")
        self.hands.steady()
        self.hands.press("ctrl+a")
        self.hands.wait("the list did not hold what the question asks for", lambda: self.it.copied() == self.answered)
        self.hands.press("Home")

    def walk_the_list(self) -> None:
        """Go down by J and up by K: each possession has its ring on the court."""
        self.it.find_court()
        for number in range(STEPS_DOWN):
            expect(self.it.copied() == [self.answered[number]], f"possession {number + 1} of the list was not chosen")
            self.rings.append(self.it.ring().centre)
            self.hands.press("j")
            self.hands.steady()
        self.hands.press("k", "k")
        expect(self.it.copied() == [self.answered[STEPS_DOWN - 2]], "K did not go up again")

    def choose_a_row(self) -> None:
        """Click three rows below the one that is chosen."""
        before = self.hands.steady()
        self.hands.press("k")
        band = changed_band(before, self.hands.steady(), _LIST)
        if band is None:
            raise BuildError("no row of the list was seen to be chosen")
        height = (band.bottom - band.top) // 2
        self.hands.click((_LIST.left + 40, band.top + height // 2 + 3 * height))
        chosen = [self.answered[STEPS_DOWN]]
        self.hands.wait("the row that was clicked was not chosen", lambda: self.it.copied() == chosen)

    def choose_a_shot(self) -> None:
        """Click a shot on the court: its possession is chosen in the list."""
        middle = np.mean(self.rings, axis=0)
        # The one that stands most apart: two shots from one place cannot be told from each other.
        number = int(np.argmax(np.linalg.norm(np.array(self.rings) - middle, axis=1)))
        self.hands.click(self.rings[number])
        wanted = [self.answered[number]]
        self.hands.wait(
            "the possession of the shot that was clicked was not chosen", lambda: self.it.copied() == wanted
        )
        self.hands.steady()
        x, y = self.it.ring().centre
        was_x, was_y = self.rings[number]
        expect(abs(x - was_x) + abs(y - was_y) <= 3, "the ring is not where the shot was clicked")

    def switch_by_keys(self) -> dict[str, Pixels]:
        """Show every layer by Alt and its number: each looks different, and is kept as the one that is shown."""
        seen: dict[str, Pixels] = {}
        for number, layer in LAYERS.items():
            self.hands.press(f"alt+{number}")
            self.it.wait_for_layer(layer)
            seen[layer] = self.it.court_of(self.hands.steady())
            self.tabs[layer] = self.it.tab()
            self.it.keep_picture(layer)
        names = list(seen)
        same = [f"{one} and {other}" for one, other in pairwise(names) if _alike(seen, one, other)]
        expect(not same, f"layers look the same: {', '.join(same)}")
        return seen

    def switch_layers(self) -> None:
        """Show every layer by keys, and again by clicks on the tabs, which shows the same."""
        by_keys = self.switch_by_keys()
        for layer in reversed(LAYERS.values()):
            self.hands.click(self.tabs[layer])
            self.it.wait_for_layer(layer)
            looks = self.it.court_of(self.hands.steady())
            expect(np.array_equal(looks, by_keys[layer]), f"{layer} looks otherwise when its tab is clicked")

    def export(self) -> None:
        """Export by Ctrl+E: the file is what the command line writes."""
        path = self.it.home / "walked.csv"
        self.hands.press("ctrl+e")
        self.it.name_file("^Export", path, "alt+i")
        self.hands.wait(f"{path.name} was not written", path.is_file)
        written, wanted = path.read_bytes(), self.it.exported(QUESTION, "again.csv")
        expect(_undated(written) == _undated(wanted), "the file is not what the command line writes")
        self.hands.go_to(MAIN)
        self.hands.steady()

    def save_a_picture(self) -> None:
        """Save the court by Ctrl+Shift+E: a picture of some size with something on it."""
        path = self.it.home / "walked.png"
        self.hands.press("ctrl+shift+e")
        self.it.name_file("^Picture of the court", path, "alt+f")
        self.hands.wait(f"{path.name} was not written", lambda: screens.size_of(path)[0] > 0)
        width, height, colours = screens.size_of(path)
        expect(width >= 1440 and height >= 1000, f"the picture is only {width} by {height} pixels")
        expect(colours >= _FEWEST_COLOURS, "there is nothing on the picture")
        shutil.copyfile(path, self.it.pictures / "the court.png")
        self.hands.go_to(MAIN)

    def find_a_command(self) -> None:
        """Have the palette turn the program dark."""
        light = float(self.hands.steady().mean())
        self.hands.press("ctrl+shift+p")
        self.hands.go_to("^Every command")
        self.hands.write("dark")
        self.hands.steady()
        self.it.keep_picture("the palette")
        self.hands.press("Return")
        self.hands.wait("dark was not kept as the theme", lambda: _theme(self.it.config("preferences.json")) == "dark")
        self.hands.wait("the palette stayed open", lambda: not self.hands.is_seen("^Every command"))
        self.hands.go_to(MAIN)
        dark = float(self.hands.steady().mean())
        expect(dark < light / 3, f"the window did not turn dark: {light:.0f} before, {dark:.0f} after")

    def read_the_help(self) -> None:
        """Open the sheet of keys by F1, and close it by Escape."""
        self.hands.press("F1")
        self.hands.go_to("^Keys .* Help")
        self.hands.steady()
        self.it.keep_picture("the help")
        self.hands.press("Escape")
        self.hands.wait("the help stayed open", lambda: not self.hands.is_seen("Help"))
        self.hands.go_to(MAIN)

    def quit(self) -> None:
        """Quit by Ctrl+Q: it ends well, keeps the window's place, and leaves nothing running or complained of."""
        self.it.keep_picture("before it quits")
        self.it.quit()
        expect("geometry=" in self.it.settings(), "the window's place was not kept")
        log = next(self.it.home.rglob("log.txt"), None)
        lines = log.read_text("utf-8").splitlines() if log is not None else []
        wrong = [line for line in lines if " ERROR " in line or " CRITICAL " in line]
        expect(not wrong, f"the log says: {' '.join(wrong)[:500]}")

    def start_again(self) -> None:
        """Start once more: the same game and question, dark, with the same layer; then quit."""
        self.it.launch()
        # The list has the keys, without anything being clicked.
        self.hands.press("ctrl+a")
        self.hands.wait("the last question was not asked again", lambda: self.it.copied() == self.answered)
        (games,) = self.it.games()
        expect(games in self.it.settings(), "another game than the last is shown")
        expect(float(self.hands.steady().mean()) < 255 / 3, "it did not start dark")
        self.it.wait_for_layer(LAYERS[2])
        self.it.keep_picture("started again")
        self.it.quit()


STEPS: tuple[tuple[str, Callable[[Walk], None]], ...] = (
    ("start", Walk.start),
    ("open a file", Walk.open_a_file),
    ("ask", Walk.ask),
    ("walk the list", Walk.walk_the_list),
    ("choose a row", Walk.choose_a_row),
    ("choose a shot", Walk.choose_a_shot),
    ("switch layers", Walk.switch_layers),
    ("export", Walk.export),
    ("save a picture", Walk.save_a_picture),
    ("find a command", Walk.find_a_command),
    ("read the help", Walk.read_the_help),
    ("quit", Walk.quit),
    ("start again", Walk.start_again),
)


def go(program: Path, pictures: Path, game: Path | None = None) -> float:
    """Walk through the program, with a picture of each step; returns the seconds that took.

    game: a saved answer to open; else a real one where there are any, else one of the sample league. Raises BuildError
    with the step that failed, of which there is a picture too.
    """
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as name, screens.virtual_screen() as screen:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        walk = Walk(Driven(program, home, pictures, Hands(screen)), _game_in(folder / "files", program, game))
        try:
            for words, step in STEPS:
                _take(walk, words, step)
        finally:
            walk.it.end()
    return time.monotonic() - began_s


def words_of(took_s: float, pictures: Path) -> str:
    """A walk that went well, as a line."""
    return f"with keys and mouse on a screen: {len(STEPS)} steps in {took_s:.0f} s, pictures in {pictures}"


def _take(walk: Walk, words: str, step: Callable[[Walk], None]) -> None:
    try:
        step(walk)
    except (BuildError, OSError, ValueError, IndexError) as error:
        walk.it.keep_picture(f"{words} FAILED")
        said = (walk.it.home / "said.txt").read_text("utf-8", "replace").strip()
        reason = f"The walk failed at “{words}”: {error}; see the last picture in {walk.it.pictures}."
        raise BuildError("\n".join(filter(None, (reason, said[-2000:])))) from error
    if walk.it.process is not None:
        walk.it.keep_picture(words)


def _game_in(folder: Path, program: Path, game: Path | None) -> Path:
    """A file to open, copied or made there: its own folder is nobody's."""
    folder.mkdir()
    if game is None and not _REAL_GAME.is_file():
        done = run([str(program), "sample", "--games", "1", "--to", "league"], bare_environment(folder), folder)
        expect(done.returncode == 0, f"The sample league could not be written: {done.stderr.strip()[-500:]}")
        return max((folder / "league").glob("*/*.json"))
    return Path(shutil.copy(game or _REAL_GAME, folder))


def _alike(seen: dict[str, Pixels], one: str, other: str) -> bool:
    return bool(np.array_equal(seen[one], seen[other]))


def _undated(written: bytes) -> list[bytes]:
    return [line for line in written.splitlines() if not line.startswith(b"# written")]


def _theme(preferences: str) -> object:
    return json.loads(preferences or "{}").get("theme")


def main(arguments: Sequence[str]) -> int:
    """Walk through a program that is built already; returns 0, or 1 with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m freezing.walk", description=main.__doc__)
    place = Place()
    parser.add_argument("program", nargs="?", type=Path, default=place.program)
    parser.add_argument("--pictures", type=Path, default=place.walk, help="the folder for the pictures of the steps")
    parser.add_argument("--game", type=Path, help="the saved answer to open")
    options = parser.parse_args(arguments)
    try:
        took_s = go(options.program.resolve(), options.pictures, options.game)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    tell(words_of(took_s, options.pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
