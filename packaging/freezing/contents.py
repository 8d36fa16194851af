"""What is left out of a build: modules, Qt's plugins and translations, and libraries that only those needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import PurePosixPath

Entry = tuple[str, str, str]
"""A line of PyInstaller: where a file goes, where it is from, and its kind (BINARY, EXTENSION, DATA, SYMLINK)."""

EXCLUDED_MODULES = (
    # For terminals; readline would bring a library under the GPL.
    "readline", "rlcompleter", "curses", "_curses", "_curses_panel",
    # For developers.
    "tkinter", "_tkinter", "idlelib", "lib2to3", "ensurepip", "venv", "test", "xxsubtype",
    "setuptools", "_distutils_hack", "pkg_resources", "distutils", "pip", "numpy.f2py", "numpy.distutils",
    # Parts of pyqtgraph that need what is not installed.
    "pyqtgraph.opengl", "pyqtgraph.examples", "pyqtgraph.jupyter", "matplotlib", "scipy", "h5py", "cupy", "IPython",
    # Numpy's tests of itself, and its random numbers: ours are Python's.
    "numpy._core._multiarray_tests", "numpy._core._umath_tests", "numpy._core._operand_flag_tests",
    "numpy._core._rational_tests", "numpy._core._struct_ufunc_tests", "numpy.random",
    # Parts of Qt that nothing here uses; without_opengl.py stands in for the first two.
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql",
)  # fmt: skip

KEPT_PLUGINS = (
    "platforms/*xcb*", "platforms/*wayland*", "platforms/*offscreen*", "platforms/*windows*", "platforms/*cocoa*",
    "xcbglintegrations/*", "wayland-shell-integration/*xdg-shell*", "wayland-decoration-client/*",
    "platforminputcontexts/*compose*", "platforminputcontexts/*ibus*", "platformthemes/*xdgdesktopportal*",
    "styles/*", "imageformats/*qsvg*", "imageformats/*qico*", "iconengines/*qsvg*",
)  # fmt: skip
"""Qt's plugins that go along, by folder and file. The pictures that the program writes need none (PNG is in Qt
itself, SVG and PDF in modules); GTK's theme would bring all of GTK; TLS is Python's."""

UNUSED = (
    "*/translations/*",
    "*.qm",
    "*/pyqtgraph/examples/*",
    "pyqtgraph/icons/peegee/*",
    "pyqtgraph/canvas/*",
    "*/resources/pictures/*",
    "explorer/_resources/pictures/*",
    "*/opengl32sw.dll",
    "*/d3dcompiler_*.dll",
    "*.pyi",
    "*/py.typed",
)

LEFT_TO_THE_SYSTEM = (
    "libstdc++.so.*", "libgcc_s.so.*", "libX11.so.*", "libX11-xcb.so.*", "libXau.so.*", "libXdmcp.so.*",
    "libfontconfig.so.*", "libfreetype.so.*", "libexpat.so.*", "libdbus-1.so.*", "libglib-2.0.so.*",
    "libgthread-2.0.so.*",
)  # fmt: skip
"""What every Linux with a desktop has, in a version that fits its fonts, its bus and its graphics drivers. An older
copy of our own would stand in the way of those: the package for Debian asks for them by name instead."""

STRIPPED = ("libpython*", "python3.*/lib-dynload/*", "cryptography/*")
"""What is freed of what only a debugger reads. Libraries of other wheels were moved about and do not bear it."""

Imports = Callable[[str], Iterable[str]]
"""From the path of a library to the names of those that it is linked with."""


def is_wanted(entry: Entry) -> bool:
    """Whether a file goes into the build."""
    to = PurePosixPath(entry[0].replace("\\", "/"))
    if any(fnmatch(str(to), pattern) for pattern in UNUSED):
        return False
    if "plugins" in to.parts and "PySide6" in to.parts:
        below = to.parts[to.parts.index("plugins") + 1 :]
        return any(fnmatch("/".join(below), pattern) for pattern in KEPT_PLUGINS)
    return True


def is_left_to_the_system(name: str) -> bool:
    """Whether a Linux library of this name is the system's."""
    return any(fnmatch(name, pattern) for pattern in LEFT_TO_THE_SYSTEM)


def is_stripped(to: str) -> bool:
    """Whether a file of the build, by its path below its folder, is to be freed of what only a debugger reads."""
    return any(fnmatch(to, pattern) for pattern in STRIPPED)


def without_orphans(entries: Iterable[Entry], imports: Imports) -> list[Entry]:
    """Wanted entries without the shared libraries that nothing wanted is linked with, directly or by others.

    A library counts as such by its kind and its place: extensions, plugins, and Python itself are roots.
    """
    wanted = [entry for entry in entries if is_wanted(entry)]
    libraries = {PurePosixPath(to).name: source for to, source, kind in wanted if kind == "BINARY"}
    reached: set[str] = set()
    waiting = [
        source
        for to, source, kind in wanted
        if kind == "EXTENSION" or (kind == "BINARY" and ("plugins" in PurePosixPath(to).parts or "libpython" in to))
    ]
    while waiting:
        for name in imports(waiting.pop()):
            if name in libraries and name not in reached and not is_left_to_the_system(name):
                reached.add(name)
                waiting.append(libraries[name])
    return [entry for entry in wanted if _is_kept(entry, reached)]


def _is_kept(entry: Entry, reached: set[str]) -> bool:
    to, _, kind = entry
    path = PurePosixPath(to)
    return kind != "BINARY" or "plugins" in path.parts or "libpython" in path.name or path.name in reached


def without_dangling(entries: Iterable[Entry], kept: Iterable[Entry]) -> list[Entry]:
    """Wanted entries without links to libraries that are not kept; a link's source is told from the link's folder."""
    names = {PurePosixPath(to).name for to, _, kind in kept if kind != "SYMLINK"}
    return [
        entry
        for entry in entries
        if is_wanted(entry) and (entry[2] != "SYMLINK" or PurePosixPath(entry[1]).name in names)
    ]
