"""The rooms of the house: who may import whom, how long a file may be, what lies at the top level."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.cli.words import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "explorer"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 380
TOP_LEVEL = {"pyproject.toml", "README.md", "explorer", "resources", "tests", "packaging"}
ALSO_ALLOWED = {"LICENSE", "CHANGELOG.md", "build", "dist"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}

# A room's row: what it may import of the house, and what from outside beyond the standard library.
RULES: dict[str, tuple[set[str], set[str]]] = {
    "__init__": (set(), set()),
    "paths": (set(), {"platformdirs"}),
    "options": ({"__init__"}, set()),
    "core": ({"core"}, {"numpy"}),
    "sources": ({"core", "sources"}, {"requests", "msgspec", "keyring", "truststore", "numpy"}),
    "store": ({"core", "store"}, {"sqlite3", "numpy"}),
    "services": ({"core", "sources", "store", "paths", "services", "__init__"}, {"numpy", "pyarrow"}),
    "cli": ({"core", "services", "paths", "options", "cli"}, set()),
    "jobs": ({"core", "jobs"}, {"PySide6.QtCore"}),
    "models": ({"core", "models"}, {"PySide6.QtCore", "PySide6.QtGui", "numpy"}),
    "widgets": ({"core", "models", "widgets"}, {"PySide6", "shiboken6", "pyqtgraph", "numpy", "contourpy"}),
    "app": (
        {"__init__", "paths", "options", "core", "sources", "store", "services", "jobs", "models", "widgets", "app"},
        {"PySide6", "pyqtgraph", "numpy"},
    ),
    "__main__": ({"cli", "app"}, set()),
}
NOT_EVERYBODYS = {"sqlite3"}
OPTIONAL = {"pyarrow"}
"""What need not be installed: imported only inside the function that uses it."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported name with its line, `from a import b` as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: a relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def faults_of(source: str, room: str) -> list[str]:
    """The imports of a file that its room's row does not allow."""
    own, outside = RULES[room]
    found = []
    for line, name in imports_of(ast.parse(source)):
        top, _, rest = name.partition(".")
        if top == "explorer":
            target = rest.split(".")[0]
            target = target if (PACKAGE / target).is_dir() or (PACKAGE / f"{target}.py").is_file() else "__init__"
            if target not in own:
                found.append(f"line {line}: {name}")
        elif not is_within(name, outside) and (top not in sys.stdlib_module_names or top in NOT_EVERYBODYS):
            found.append(f"line {line}: {name}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_what_its_room_allows(path: Path) -> None:
    room = room_of(path)
    assert room in RULES, f"the plan has no room {room!r}"
    assert faults_of(path.read_text("utf-8"), room) == []


@pytest.mark.parametrize(
    ("room", "line", "is_allowed"),
    [
        ("core", "import numpy as np", True),
        ("core", "from explorer.sources import files", False),
        ("core", "from PySide6.QtCore import QObject", False),
        ("core", "import sqlite3", False),
        ("services", "import sqlite3", False),
        ("services", "def f():\n    import pyqtgraph", False),
        ("services", "from explorer import app", False),
        ("store", "import sqlite3", True),
        ("store", "from explorer.sources.source import Part", False),
        ("jobs", "from PySide6 import QtWidgets", False),
        ("jobs", "from PySide6.QtCore import QThread", True),
        ("models", "from PySide6.QtWidgets import QWidget", False),
        ("models", "from PySide6 import QtGui", True),
        ("widgets", "from explorer.services.library import Library", False),
        ("cli", "from explorer.store.games import GameStore", False),
        ("cli", "from explorer.options import add_common", True),
        ("app", "from explorer import cli", False),
    ],
)
def test_the_rules_tell_right_from_wrong(room: str, line: str, is_allowed: bool) -> None:
    assert (faults_of(line, room) == []) is is_allowed


def test_the_start_imports_inside_the_branch_that_needs_it() -> None:
    tree = ast.parse((PACKAGE / "__main__.py").read_text("utf-8"))
    at_once = {
        name for node in tree.body for _, name in imports_of(node) if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {
        name for name in at_once if name.startswith("explorer.") and not name.startswith("explorer.cli.words")
    } == set()


def test_what_is_optional_is_imported_where_it_is_used() -> None:
    at_once = {
        name.partition(".")[0]
        for path in FILES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for _, name in imports_of(node)
    }
    assert "numpy" in at_once
    assert not at_once & OPTIONAL


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_short_and_named_for_what_it_is(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST
    assert not FORBIDDEN_NAMES & {*path.relative_to(PACKAGE).with_suffix("").parts}


def test_the_top_level_is_the_plans() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("needs git and a checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert top >= TOP_LEVEL
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL | ALSO_ALLOWED


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded after some code has run in a new Python."""
    code += "\nimport sys\nprint(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["explorer.services.library", *(f"explorer.cli.{m}" for m, _ in COMMANDS.values())])
def test_services_and_commands_load_no_qt(module: str) -> None:
    found = loaded_by(f"import {module}")
    assert "explorer" in found
    assert not found & {"PySide6", "shiboken6", "pyqtgraph"}


def test_the_core_loads_neither_database_nor_network() -> None:
    modules = [
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").replace("\\", ".")
        for path in FILES
        if room_of(path) == "core" and path.stem != "__init__"
    ]
    found = loaded_by("\n".join(f"import {module}" for module in modules))
    assert not found & {"PySide6", "sqlite3", "requests", "msgspec", "keyring", "socketserver"}


def test_help_loads_next_to_nothing() -> None:
    code = """
import contextlib, io
from explorer import cli
with contextlib.redirect_stdout(io.StringIO()):
    cli.main(["--help"])"""
    assert not loaded_by(code) & {"PySide6", "numpy", "msgspec", "sqlite3", "requests", "platformdirs"}
