"""The environments of dev.py: what ends one, how half of one is mended, which libraries it needs."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from devtools import debian, environments, places, qt_libraries, stamp
from devtools.places import Environment
from devtools.speech import Failure

from tests.executables import executable


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment that looks whole, with two locks of its own, the second a superset of the first."""
    made = Environment(tmp_path / ".venv")
    executable(made.python, "")
    (made.folder / "pyvenv.cfg").write_text("version = 3.12.1\n")
    monkeypatch.setattr(stamp, "lock_file", lambda name: tmp_path / name)
    monkeypatch.setattr(environments, "lock_file", lambda name: tmp_path / name)
    (tmp_path / places.RUNTIME_LOCK).write_text("a==1\n")
    (tmp_path / places.DEVELOPMENT_LOCK).write_text("a==1\nb==1\n")
    return made


def test_a_stamp_holds_for_its_lock_and_for_what_that_is_a_superset_of(environment: Environment) -> None:
    assert not stamp.holds(environment, places.RUNTIME_LOCK)
    stamp.write(environment, places.RUNTIME_LOCK)
    assert stamp.holds(environment, places.RUNTIME_LOCK)
    assert not stamp.holds(environment, places.DEVELOPMENT_LOCK)
    stamp.write(environment, places.DEVELOPMENT_LOCK)
    assert stamp.holds(environment, places.RUNTIME_LOCK)
    assert stamp.holds(environment, places.DEVELOPMENT_LOCK)


def test_a_changed_lock_interpreter_or_checkout_ends_the_stamp(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, config = tmp_path / places.RUNTIME_LOCK, environment.folder / "pyvenv.cfg"
    for path in (lock, config):
        stamp.write(environment, places.RUNTIME_LOCK)
        assert stamp.is_current(environment)
        path.write_text(path.read_text() + "changed\n")
        assert not stamp.holds(environment, places.RUNTIME_LOCK)
        assert not stamp.is_current(environment)
    stamp.write(environment, places.RUNTIME_LOCK)
    monkeypatch.setattr(stamp, "ROOT", tmp_path / "moved")
    assert not stamp.holds(environment, places.RUNTIME_LOCK)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 0}'])
def test_a_damaged_stamp_is_none(environment: Environment, damage: str) -> None:
    stamp.write(environment, places.RUNTIME_LOCK)
    (environment.folder / stamp.NAME).write_text(damage)
    assert stamp.read(environment) == {}


def test_an_interpreter_that_was_removed_ends_the_stamp(environment: Environment) -> None:
    stamp.write(environment, places.RUNTIME_LOCK)
    environment.python.unlink()
    environment.python.symlink_to("gone")
    assert not stamp.holds(environment, places.RUNTIME_LOCK)


def test_libraries_count_when_all_of_one_wanted_set_were_found(environment: Environment) -> None:
    stamp.write(environment, places.RUNTIME_LOCK)
    either = [frozenset({"offscreen", "wayland"}), frozenset({"offscreen", "xcb"})]
    assert stamp.has_libraries(environment, [])
    stamp.write_libraries(environment, frozenset({"offscreen"}))
    assert not stamp.has_libraries(environment, either)
    stamp.write_libraries(environment, frozenset({"xcb"}))
    assert stamp.has_libraries(environment, either)
    assert stamp.holds(environment, places.RUNTIME_LOCK)


@pytest.mark.parametrize("mark", [environments.MARKER, stamp.NAME, "pyvenv.cfg"])
def test_a_half_made_environment_is_cleared_whatever_was_reached(tmp_path: Path, mark: str) -> None:
    folder = tmp_path / ".venv"
    executable(folder / "lib" / "site-packages" / "half.py", "")
    (folder / "lib64").symlink_to("lib")
    (folder / mark).touch()
    environments.clear(folder)
    assert [entry.name for entry in folder.iterdir()] == [environments.MARKER]


def test_a_folder_that_is_no_environment_is_refused_and_kept(tmp_path: Path) -> None:
    letter = executable(tmp_path / ".venv" / "letter.txt", "mine")
    with pytest.raises(Failure, match="leaves it alone"):
        environments.clear(tmp_path / ".venv")
    assert letter.read_text() == "mine"


def test_a_failed_installation_leaves_no_stamp(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp.write(environment, places.RUNTIME_LOCK)
    monkeypatch.setattr(environments, "call", lambda *_, **__: 1)
    with pytest.raises(Failure, match=r"requirements-dev\.txt could not be installed.*start again"):
        environments.make(environment, places.DEVELOPMENT_LOCK)
    assert stamp.read(environment) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows starts the launcher through the interpreter")
def test_the_launcher_starts_from_a_path_with_spaces_and_quotes(tmp_path: Path) -> None:
    folder = tmp_path / "a b's"
    (folder / "explorer").mkdir(parents=True)
    (folder / "explorer" / "__init__.py").touch()
    (folder / "explorer" / "__main__.py").write_text("import sys\ndef main():\n  print(sys.argv[1:])\n  return 7\n")
    python = folder / "python"
    python.symlink_to(sys.executable)
    launcher = executable(folder / "start", environments.LAUNCHER.format(python=shlex.quote(str(python))))
    done = subprocess.run([launcher, "x y", "--z"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (7, "['x y', '--z']\n"), done.stderr


def test_the_libraries_that_are_wanted_follow_the_display() -> None:
    off, xcb, wayland = ({"offscreen"}, {"offscreen", "xcb"}, {"offscreen", "wayland"})
    assert qt_libraries.alternatives({}, "linux") == [off]
    assert qt_libraries.alternatives({"DISPLAY": ":0"}, "linux") == [xcb]
    assert qt_libraries.alternatives({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "linux") == [wayland, xcb]
    assert qt_libraries.alternatives({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux") == [off]
    assert qt_libraries.alternatives({"DISPLAY": ":0"}, "darwin") == []


def test_missing_libraries_are_read_from_ldd_and_named_as_packages() -> None:
    text = (
        "one.so:\n\tlinux-vdso.so.1 (0x00007ffd)\n\tlibGL.so.1 => not found\n"
        "\tlibz.so.1 => /lib/libz.so.1 (0x7f)\n"
        "two.so:\n\tlibGL.so.1 => not found\n\tlibodd.so.9 => not found\n"
    )
    names = qt_libraries.missing_names(text)
    assert names == ["libGL.so.1", "libodd.so.9"]
    assert qt_libraries.packages(names) == ["libgl1"]


def test_without_root_the_line_to_type_is_printed_with_status_3(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks = {"offscreen": ["libGL.so.1"], "xcb": ["libxcb-cursor.so.0"]}
    monkeypatch.setattr(qt_libraries, "missing", lambda _, groups: {group: lacks[group] for group in groups})
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr("shutil.which", lambda name: name == "apt-get")
    with pytest.raises(Failure) as caught:
        qt_libraries.ensure(environment, [frozenset({"offscreen", "xcb"})], frozenset())
    assert caught.value.status == 3
    line = str(caught.value).splitlines()[-1]
    assert line.startswith("sudo apt-get")
    assert line.endswith(" libgl1 libxcb-cursor0")


def test_as_root_the_packages_are_installed_and_the_answer_is_remembered(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks = {"offscreen": [], "xcb": ["libxcb-cursor.so.0"]}
    installed: list[str] = []

    def install(packages: list[str], held: int) -> bool:
        installed.extend(packages)
        lacks["xcb"] = []
        return True

    monkeypatch.setattr(qt_libraries, "missing", lambda _, groups: {group: lacks[group] for group in groups})
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "install", install)
    stamp.write(environment, places.RUNTIME_LOCK)
    qt_libraries.ensure(environment, [frozenset({"offscreen"})], frozenset({"xcb"}))
    assert installed == ["libxcb-cursor0"]
    assert stamp.has_libraries(environment, [frozenset({"offscreen", "xcb"})])
