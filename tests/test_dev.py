"""dev.py: its words, the Python that it finds, and the programs that it starts."""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from devtools import commands, debian, interpreters, mutex, processes, resolver
from devtools.speech import Failure

from tests.executables import executable

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "packaging" / "dev.py"


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dev.py with this Python, from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, DEV, *arguments], cwd=ROOT.parent, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("arguments", [(), ("runn",), ("--version",)])
def test_no_command_or_a_wrong_one_prints_the_usage_and_exits_2(arguments: tuple[str, ...]) -> None:
    done = dev(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")
    assert done.stdout == ""


def test_help_is_a_result_and_names_every_command() -> None:
    done = dev("--help")
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in ("run", "test", "check", "build", "lock", "bench"))


def test_check_refuses_arguments_that_it_would_ignore() -> None:
    done = dev("check", "explorer")
    assert done.returncode == 2
    assert "explorer" in done.stderr


@pytest.mark.parametrize("path", [DEV, *(ROOT / "packaging" / "devtools").glob("*.py")], ids=lambda p: p.name)
def test_every_part_parses_on_python_3_8_and_needs_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    tops = {name.partition(".")[0] for name in names}
    assert tops <= sys.stdlib_module_names | {"devtools"}


def test_a_quick_start_loads_nothing_that_only_a_set_up_needs() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import dev; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, DEV.parent], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "devtools.commands" in loaded
    assert loaded.isdisjoint({"subprocess", "shutil", "devtools.environments", "devtools.interpreters"})


def test_a_shim_that_fails_is_passed_over_for_a_python_that_answers(tmp_path: Path) -> None:
    shim = executable(tmp_path / "shim", "#!/bin/sh\necho 'pyenv: version not installed' >&2\nexit 127\n")
    talker = executable(tmp_path / "talker", "#!/bin/sh\necho Python 3.13.0\n")
    assert interpreters.probe([str(shim)]) is None
    assert interpreters.probe([str(talker)]) is None
    assert interpreters.probe([str(tmp_path / "absent")]) is None
    found = interpreters.probe([sys.executable])
    assert found is not None
    assert found.version == sys.version_info[:2]


def test_the_probe_names_the_base_and_not_the_environment_that_would_be_cleared() -> None:
    found = interpreters.probe([sys.executable])
    assert found is not None
    assert not Path(found.path).is_relative_to(sys.prefix) or sys.prefix == sys.base_prefix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python-is 3 12 1 1 /usr/bin/python3.12", ((3, 12), True, "/usr/bin/python3.12")),
        (
            "noise\npython-is 3 13 0 1 C:/My Programs/python.exe\n",
            ((3, 13), False, "C:/My Programs/python.exe"),
        ),
        ("python-is 3 13 1 0 /opt/free-threaded", None),
        ("Python 3.12.1", None),
        (None, None),
    ],
)
def test_what_the_probe_prints_is_read(text: str | None, expected: tuple[object, ...] | None) -> None:
    found = interpreters.parse(text)
    assert (found and (found.version, found.is_able, found.path)) == expected


def test_candidates_come_in_order_the_running_one_first_and_pyenv_after_the_path(tmp_path: Path) -> None:
    on_path = executable(tmp_path / "bin" / "python3.13", "")
    shim = executable(tmp_path / "pyenv" / "shims" / "python3.12", "")
    older = executable(tmp_path / "pyenv" / "versions" / "3.12.1" / "bin" / "python3", "")
    newer = executable(tmp_path / "pyenv" / "versions" / "3.13.0" / "bin" / "python3", "")
    executable(tmp_path / "pyenv" / "versions" / "3.9.18" / "bin" / "python3", "")
    variables = {"PATH": os.pathsep.join([str(shim.parent), str(on_path.parent)])}
    found = [command[0] for command in interpreters.candidates(variables, "running", tmp_path / "home")]
    assert found[:5] == ["running", str(on_path), str(shim), str(newer), str(older)]


def _find(monkeypatch: pytest.MonkeyPatch, *texts: str) -> str:
    answers = {f"python-{number}": text for number, text in enumerate(texts)}
    monkeypatch.setattr(interpreters, "candidates", lambda *_: [[name] for name in answers])
    monkeypatch.setattr(interpreters, "answer", lambda command: answers.get(command[0]))
    return interpreters.find()


def test_a_python_newer_than_the_locks_know_waits_until_nothing_else_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(python: str, version: str, held: int) -> str:
        raise Failure("no network")

    monkeypatch.setattr(resolver, "fetch_python", refuse)
    late, fine = "python-is 3 15 1 1 /late", "python-is 3 12 1 1 /fine"
    assert _find(monkeypatch, late, fine) == "/fine"
    assert _find(monkeypatch, late) == "/late"
    with pytest.raises(Failure, match=r"No Python 3\.12 or newer was found.*no network.*install"):
        _find(monkeypatch, "python-is 3 11 1 1 /old")


def test_an_old_python_is_enough_to_fetch_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "fetch_python", lambda python, version, held: f"{python} got {version}")
    assert _find(monkeypatch, "python-is 3 9 1 1 /old") == "/old got 3.12"


def test_a_system_python_without_venv_asks_for_the_one_package_and_exits_3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(debian, "can_install", lambda: False)
    with pytest.raises(Failure) as caught:
        _find(monkeypatch, "python-is 3 13 0 1 /usr/bin/python3.13")
    assert caught.value.status == 3
    assert str(caught.value).splitlines()[-1].endswith(" python3.13-venv")


def test_helpers_speak_on_stderr_and_have_no_standard_input(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import os, sys\nprint('said', len(sys.stdin.read()), os.environ.get('PIP_USER'), os.environ['A'])\nsys.exit(4)"
    )
    monkeypatch.setenv("PIP_USER", "1")
    assert processes.call([sys.executable, "-c", code], A="b") == 4
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == "said 0 None b\n"


def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="Could not start"):
        processes.call([tmp_path / "absent"])


@pytest.mark.skipif(os.name == "nt", reason="a child holds no lock of its parent there")
def test_a_second_set_up_waits_for_the_first_and_for_its_orphaned_child(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from devtools import mutex, processes\n"
        "with mutex.held(Path(sys.argv[1])) as held:\n"
        "    child = 'import time; print(1, flush=True); time.sleep(1.5)'\n"
        "    processes.call([sys.executable, '-c', child], held, stdout=1)"
    )
    lock = tmp_path / "setup.lock"
    first = subprocess.Popen(
        [sys.executable, "-c", code, lock],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(DEV.parent)},
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"1\n"
    began = time.monotonic()
    first.kill()
    first.wait()
    with mutex.held(lock):
        assert time.monotonic() - began > 0.7
    first.stdout.close()


@pytest.mark.parametrize(("status", "told"), [(1, 4), (3, 3)])
def test_a_build_that_lacks_its_packages_is_told_apart_from_one_that_fails(
    monkeypatch: pytest.MonkeyPatch, status: int, told: int
) -> None:
    def fail(*_: object) -> None:
        raise Failure("no network", status)

    monkeypatch.setattr(commands, "_ensure", fail)
    with pytest.raises(Failure, match="no network") as caught:
        commands.build([])
    assert caught.value.status == told


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize(("status", "expected", "is_said"), [(0, 0, False), (4, 0, True), (1, 1, False)])
def test_everything_a_change_has_to_pass_ends_with_a_build_or_says_that_there_is_none(
    tmp_path: Path, status: int, expected: int, is_said: bool
) -> None:
    executable(tmp_path / "python3", f'#!/bin/sh\necho "$2"\n[ "$2" = build ] && exit {status}\nexit 0\n')
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run([ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == expected
    assert done.stdout.split() == ["check", "test", "build"]
    assert ("skipped" in done.stderr) is is_said
