"""Keys, mouse and eyes on a virtual screen: xdotool types and clicks, the clipboard is read by a second program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from freezing.product import BuildError
from freezing.screens import Pixels, Screen

WITHIN_S = 60.0
"""How long something that is waited for may take, on a busy machine too."""
_LOOK_S = 0.05
_STEADY_LOOKS = 4
_TOOL_S = 30
_KEY_MS = 12
_PASTE = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["paste"])
sys.stdout.buffer.write(app.clipboard().text().encode())
"""


class Hands:
    """Types, clicks and looks on one screen; everything is waited for and fails with a sentence after a while."""

    def __init__(self, screen: Screen) -> None:
        """Take the screen."""
        self.screen = screen
        self.has_ended: Callable[[], bool] = lambda: False
        """Whether what is driven has ended, and nothing can be waited for any more."""
        self._environment = {**os.environ, "DISPLAY": screen.name}

    def windows(self, title: str) -> list[str]:
        """The ids of the windows that are seen and whose title matches a regular expression."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        return self._run(command, may_fail=True).split()

    def is_seen(self, title: str) -> bool:
        """Whether there is such a window."""
        return bool(self.windows(title))

    def go_to(self, title: str) -> None:
        """Wait for a window and give it the keyboard, which nobody does where there is no window manager."""
        self.wait(f"no window is called {title!r}", lambda: self.is_seen(title))
        self._run(["xdotool", "windowfocus", "--sync", self.windows(title)[-1]])

    def place_of(self, title: str) -> tuple[int, int, int, int]:
        """Left, top, width and height of a window."""
        told = self._run(["xdotool", "getwindowgeometry", "--shell", self.windows(title)[-1]])
        values = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        return (int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"]))

    def press(self, *keys: str) -> None:
        """Press keys one after another, such as `ctrl+l`."""
        self._run(["xdotool", "key", "--delay", str(_KEY_MS), *keys])

    def write(self, text: str) -> None:
        """Type a text."""
        self._run(["xdotool", "type", "--delay", str(_KEY_MS), text])

    def click(self, place: tuple[int, int]) -> None:
        """Click with the left button, and take the mouse out of the way."""
        x, y = map(str, place)
        self._run(["xdotool", "mousemove", "--sync", x, y, "click", "1"])
        self.rest()

    def rest(self) -> None:
        """Put the mouse where it points at nothing."""
        self._run(["xdotool", "mousemove", "700", "8"])

    def pasted(self) -> str:
        """What another program finds on the clipboard."""
        variables = {**self._environment, "QT_QPA_PLATFORM": "xcb"}
        return self._run([sys.executable, "-c", _PASTE], variables=variables)

    def wait(self, otherwise: str, condition: Callable[[], bool], within_s: float = WITHIN_S) -> None:
        """Wait until something holds; raises BuildError with what else is the case."""
        until_s = time.monotonic() + within_s
        while not condition():
            if self.has_ended():
                raise BuildError(f"{otherwise}, and the program has ended")
            if time.monotonic() > until_s:
                raise BuildError(f"after {within_s:.0f} s {otherwise}")
            time.sleep(_LOOK_S)

    def steady(self) -> Pixels:
        """Wait until nothing moves on the screen for a while, and look at it."""
        seen = [self.screen.pixels()]

        def is_steady() -> bool:
            now = self.screen.pixels()
            if not np.array_equal(seen[-1], now):
                seen.clear()
            seen.append(now)
            return len(seen) > _STEADY_LOOKS

        self.wait("the screen was not at rest", is_steady)
        return seen[-1]

    def _run(self, command: list[str], *, may_fail: bool = False, variables: dict[str, str] | None = None) -> str:
        try:
            done = subprocess.run(
                command, env=variables or self._environment, capture_output=True, timeout=_TOOL_S, check=False
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BuildError(f"{command[0]} could not be run ({error})") from error
        if done.returncode and not may_fail:
            raise BuildError(f"{' '.join(command[:4])} failed: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout.decode(errors="replace")
