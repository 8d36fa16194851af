"""What is installed and what is built: the locks and the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from devtools import places
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "packaging").glob("requirements*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_everything_with_hashes_and_names_no_address_and_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = [row for row in text.splitlines() if row and not row.startswith((" ", "#"))]
    assert entries
    assert all(re.fullmatch(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+( ; .+)? \\", row) for row in entries)
    blocks = re.split(r"^(?=[a-z])", text, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|#.* /|\\\\", text)


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, flags=re.M))


def test_the_locks_are_in_step_with_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = _pins(places.RUNTIME_LOCK)
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), text
    for lock in (places.DEVELOPMENT_LOCK, places.BENCH_LOCK):
        own = (ROOT / "packaging" / lock.replace(".txt", ".in")).read_text(encoding="utf-8").split("\n")
        assert {canonicalize_name(row) for row in own if row and not row.startswith("#")} <= _pins(lock).keys()


@pytest.mark.parametrize("lock", places.SUPERSETS)
def test_a_larger_lock_holds_the_smaller_ones_in_the_same_versions(lock: str) -> None:
    pins = _pins(lock)
    for smaller in places.SUPERSETS[lock]:
        assert _pins(smaller).items() <= pins.items()


def test_the_wheel_holds_the_program_its_resources_and_its_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("possession_explorer-*.whl"))) as wheel:
        names = set(wheel.namelist())
        points = next(name for name in names if name.endswith("entry_points.txt"))
        assert "possession-explorer = explorer.__main__:main" in wheel.read(points).decode()
    resources = [path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()]
    tracked = [path for path in resources if "__pycache__" not in path.parts]
    assert tracked
    assert {f"explorer/_resources/{path.as_posix()}" for path in tracked} <= names
    assert "explorer/__init__.py" in names
    assert not any(name.startswith(("tests/", "packaging/")) for name in names)
