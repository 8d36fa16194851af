"""What holds for every test: no window on a screen, long tests only when asked, the same examples in CI."""

import gc
import importlib.util
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.servers import canary

# Before anything imports Qt; a platform that is asked for by name is left as it is.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The benchmarks run in an environment of their own.
collect_ignore = [] if importlib.util.find_spec("pytest_benchmark") else ["benchmarks"]

# How long an example takes depends on the machine, so no deadline anywhere.
settings.register_profile("local", deadline=None)
settings.register_profile("deterministic", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("deterministic" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too")
    parser.addoption("--renew-pictures", action="store_true", help="draw the reference pictures of the court anew")


LONG = (
    "test_cli",
    "test_court_pictures",
    "test_window",
    "test_court_window",
    "test_progress",
    "test_live_theme",
    "test_notices",
    "test_window_restored",
    "test_single_instance",
    "test_crash",
    "test_scale",
    "test_no_network",
    "test_store_kills",
    "test_store",
)
"""The files that take longest begin, so that no worker is left with one of them in the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ranks = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))
    if config.getoption("--slow"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        # A worker of xdist hears from its master in a thread of its own: Python would end cycles that hold widgets
        # there, while Qt walks over all widgets here.
        gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    if not gc.isenabled():
        from explorer.jobs.collector import collect_due

        collect_due()


_told = bytearray()
"""Everything that tests printed and logged."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for _, text in report.sections:
        _told.extend(text.encode(errors="replace"))


@pytest.fixture(scope="session", autouse=True)
def no_secret_turns_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """At the end of the session, no key or secret is in any file, output, log, or in what another host was sent."""
    yield
    places = {"what was printed or logged": bytes(_told), "a canary host": b"".join(map(bytes, canary.logs))}
    leaks = [name for name, data in places.items() if canary.found_in(data)]
    for path in sorted(tmp_path_factory.getbasetemp().rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                data = path.read_bytes()
            except OSError:
                continue
            if canary.found_in(data):
                leaks.append(str(path))
    assert leaks == [], "secrets turned up"
