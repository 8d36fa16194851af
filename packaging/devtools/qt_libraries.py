"""The shared libraries that Qt needs from a Linux system: which are missing, and their packages."""

from __future__ import annotations

import shutil
import sys
from typing import Iterable, Mapping

from devtools import debian, stamp
from devtools.places import Environment
from devtools.processes import answer
from devtools.speech import Failure

OFFSCREEN, XCB, WAYLAND = "offscreen", "xcb", "wayland"

QT_FOLDER = "lib/python3*/site-packages/PySide6/Qt/"
# What to ask ldd about, below that folder, by the group that needs it.
ASKED = {
    OFFSCREEN: (
        *(f"lib/libQt6{name}.so.6" for name in ("Core", "Gui", "Widgets", "Svg", "OpenGL", "OpenGLWidgets")),
        *(f"lib/libQt6{name}.so.6" for name in ("DBus", "Network", "PrintSupport", "Test")),
        "plugins/platforms/libqoffscreen.so",
    ),
    XCB: ("plugins/platforms/libqxcb.so",),
    WAYLAND: ("plugins/platforms/libqwayland.so",),
}

# Debian's package for each library that those need; Ubuntu's are named alike.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# The managers that take a library's own name as the name of a package that provides it.
BY_LIBRARY = (("dnf", "sudo dnf install -y"), ("zypper", "sudo zypper install -y"))


def alternatives(variables: Mapping[str, str], platform: str) -> list[frozenset[str]]:
    """The sets of groups of which one has to be whole for the program to start, given the display.

    platform: as sys.platform says. Empty outside Linux, where Qt brings what it needs.
    """
    if not platform.startswith("linux"):
        return []
    windows = [(WAYLAND, "WAYLAND_DISPLAY"), (XCB, "DISPLAY")]
    if variables.get("QT_QPA_PLATFORM", "").split(":")[0] in (OFFSCREEN, "minimal"):
        windows = []
    found = [frozenset({OFFSCREEN, group}) for group, name in windows if variables.get(name)]
    return found or [frozenset({OFFSCREEN})]


def missing_names(text: str) -> list[str]:
    """The libraries that ldd did not find, sorted, from what it printed."""
    return sorted({row.split()[0] for row in text.splitlines() if row.rstrip().endswith("=> not found")})


def missing(environment: Environment, groups: Iterable[str]) -> dict[str, list[str]]:
    """The missing libraries by group; nothing is missing where there is no ldd to ask."""
    answers = {}
    for group in groups:
        places = [path for name in ASKED[group] for path in environment.folder.glob(QT_FOLDER + name)]
        answers[group] = missing_names((answer(["ldd", *places]) if places else None) or "")
    return answers


def ensure(environment: Environment, wanted: list[frozenset[str]], also: frozenset[str], held: int = -1) -> None:
    """See that one of the wanted sets of groups is whole, and write in the stamp which are.

    also: groups to install as well where that is possible without asking.
    As root whatever is missing is installed; otherwise Failure with the line to type, status 3.
    """
    groups = frozenset().union(*wanted)
    if debian.can_install():
        groups |= also
    lacks = missing(environment, groups)
    names = sorted({name for some in lacks.values() for name in some})
    if names and debian.can_install():
        debian.install(packages(names), held)
        lacks = missing(environment, groups)
    whole = frozenset(group for group, some in lacks.items() if not some)
    if not any(one <= whole for one in wanted):
        raise _failure(sorted({name for one in wanted for group in one for name in lacks[group]}))
    stamp.write_libraries(environment, whole)


def packages(names: Iterable[str]) -> list[str]:
    """The Debian packages that hold these libraries, sorted, without those that no package is known for."""
    return sorted({PACKAGES[name] for name in names if name in PACKAGES})


def _failure(names: list[str]) -> Failure:
    what = f"Qt cannot start, because this system lacks {', '.join(names)}"
    unknown = [name for name in names if name not in PACKAGES]
    if shutil.which("apt-get") and not unknown:
        return debian.missing(what, debian.line(packages(names)))
    for manager, start in BY_LIBRARY:
        if shutil.which(manager):
            bits = "()(64bit)" if sys.maxsize > 2**32 else ""
            return debian.missing(what, " ".join([start, *(f"'{name}{bits}'" for name in names)]))
    return Failure(f"{what}; install the packages that hold these libraries and start again.", debian.MISSING_STATUS)
