"""Run first in the built program: stands in for two modules of Qt that pyqtgraph imports and this program never uses.

They hold wrappers of all of OpenGL, a twentieth of the build. pyqtgraph wants one class out of them, to derive a view
from it that is made only where OpenGL is switched on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

NAMES = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")


class WithoutOpenGL(MetaPathFinder, Loader):
    """Finds the two modules where nobody else does, and makes them all but empty."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of one of the two names, None for any other."""
        return ModuleSpec(fullname, self) if fullname in NAMES else None

    def exec_module(self, module: ModuleType) -> None:
        """Give the module the one class that is asked for."""
        from PySide6.QtWidgets import QWidget

        module.__dict__["QOpenGLWidget"] = QWidget


sys.meta_path.append(WithoutOpenGL())
