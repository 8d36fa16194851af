"""The built program while it is driven: started, asked by a second program and by the command line, seen, ended."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from explorer.widgets.tokens import LIGHT
from freezing import screens
from freezing.hands import Hands
from freezing.product import BuildError
from freezing.screens import WIDTH, Pixels
from freezing.seeing import Box, around, bars
from freezing.trial import bare_environment, run

MAIN = "^Possession Explorer$"
LARGEST_RING = 44
"""Pixels across the ring around one shot; two rings reach farther."""
_BELOW_TOOLS = 70
"""The tool bar underlines what is switched on, as tabs do what is chosen."""
_RIGHT = Box(WIDTH // 2, _BELOW_TOOLS, WIDTH, screens.HEIGHT)
_ABOVE_DETAILS = 60
"""From the line below the tabs of the details up to the court, with the heading and the subheading between."""
_ENDS_WITHIN_S = 30


def expect(is_so: bool, otherwise: str) -> None:
    """Raise BuildError with what is wrong, unless it is so."""
    if not is_so:
        raise BuildError(otherwise)


@dataclass(slots=True)
class Driven:
    """The program, its home, and whose hands are on it."""

    program: Path
    home: Path
    pictures: Path
    hands: Hands
    process: subprocess.Popen[bytes] | None = None
    court: Box | None = None

    def launch(self) -> None:
        """Start it in a group of its own, and wait for its window and for possessions in it."""
        environment = bare_environment(self.home, DISPLAY=self.hands.screen.name, LC_ALL="C.UTF-8")
        with (self.home / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [str(self.program)],
                env=environment,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        process = self.process
        self.hands.has_ended = lambda: process.poll() is not None
        self.hands.go_to(MAIN)
        self.hands.rest()
        self.hands.wait("nothing could be copied", lambda: len(self.copied()) > 0)

    def quit(self) -> None:
        """Press Ctrl+Q, and see that it ends well and leaves nothing running."""
        process = self.process
        if process is None:
            raise BuildError("it was not started")
        self.hands.press("ctrl+q")
        try:
            status = process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            raise BuildError(f"it still ran {_ENDS_WITHIN_S} s after Ctrl+Q") from None
        self.hands.has_ended = lambda: False
        expect(status == 0, f"it ended with {status}")
        self.hands.wait("something of it still runs", lambda: not _has_group(process.pid))
        self.process = None

    def end(self) -> None:
        """End the program, and all that it started, if it still runs."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(_ENDS_WITHIN_S)

    def name_file(self, title: str, path: Path, key: str) -> None:
        """Type a path over what stands in a dialog's field, which a key goes to, and press Return."""
        self.hands.go_to(title)
        self.hands.press(key, "ctrl+a")
        self.hands.write(str(path))
        self.hands.steady()
        self.keep_picture(path.suffix[1:])
        self.hands.press("Return")

    def copied(self) -> list[str]:
        """The numbers of the possessions that Ctrl+Shift+C copies: the chosen ones, else all."""
        self.hands.press("ctrl+shift+c")
        return self.numbers(self.hands.pasted(), "\t")

    @staticmethod
    def numbers(text: str, delimiter: str = ",") -> list[str]:
        """The column of the possessions' numbers in a table with a head, as texts."""
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return [row["number"] for row in csv.DictReader(lines, delimiter=delimiter) if row.get("number")]

    def command(self, *arguments: str) -> str:
        """What a second process of it prints, on the same home."""
        done = run([str(self.program), *arguments], bare_environment(self.home), self.home)
        expect(done.returncode == 0, f"`{' '.join(arguments)}` failed: {done.stderr.strip()[-500:]}")
        return done.stdout

    def games(self) -> list[str]:
        """The ids of the games in the library."""
        return [game["game_id"] for game in json.loads(self.command("list", "--json"))["games"]]

    def exported(self, question: str, name: str) -> bytes:
        """What the command line exports for a question, by way of a file in the home."""
        self.command("export", "--where", question, "--to", name)
        return (self.home / name).read_bytes()

    def config(self, name: str) -> str:
        """A file of the settings as text, empty where there is none."""
        path = next(self.home.rglob(name), None)
        return path.read_text("utf-8") if path is not None else ""

    def settings(self) -> str:
        """The window's own settings as text."""
        return self.config("window.ini")

    def wait_for_layer(self, layer: str) -> None:
        """Wait until a layer of the court is kept as the one that is shown."""
        wanted = f'layer\\": \\"{layer}\\"'
        self.hands.wait(f"{layer} was not kept as the layer", lambda: wanted in self.settings())

    def find_court(self) -> None:
        """See where the court is: between the tabs above it and those of the details."""
        tabs, details = bars(self.hands.steady(), LIGHT.accent, _RIGHT)[:2]
        self.court = Box(tabs.left - 4, tabs.bottom + 4, WIDTH, details.top - _ABOVE_DETAILS)

    def ring(self) -> Box:
        """The ring around the one shot of the chosen possession."""
        if self.court is None:
            raise BuildError("the court was not found")
        found = around(self.hands.screen.pixels(), LIGHT.accent, self.court)
        if found is None or max(found.size) > LARGEST_RING:
            raise BuildError("the court does not ring one shot")
        return found

    def tab(self) -> tuple[int, int]:
        """Where to click for the layer that is shown now."""
        bar = bars(self.hands.screen.pixels(), LIGHT.accent, _RIGHT)[0]
        return (bar.centre[0], bar.top - 12)

    def court_of(self, pixels: Pixels) -> Pixels:
        """The court in a picture of the screen."""
        if self.court is None:
            raise BuildError("the court was not found")
        return self.court.of(pixels).copy()

    def keep_picture(self, name: str) -> None:
        """Keep what is on the screen as a picture, numbered in order."""
        number = len(list(self.pictures.glob("[0-9]*.png"))) + 1
        screens.write_png(self.hands.screen.pixels(), self.pictures / f"{number:02} {name}.png")


def _has_group(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True
