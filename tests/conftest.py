"""What holds for every test: no window on a screen, long tests only when asked, the same examples in CI."""

import importlib.util
import os

import pytest
from hypothesis import settings

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
