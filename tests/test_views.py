"""The built-in views: each can be asked, and most find something in the sample league."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from explorer.core import query
from explorer.core.views import BUILT_IN, View
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.window import running, settle, write_games


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER, games=8, seed=1)


@pytest.mark.parametrize("view", BUILT_IN, ids=lambda view: view.title)
def test_every_view_can_be_asked_and_parts_the_possessions(view: View) -> None:
    games = league()
    mask = query.possessions(query.parse(view.question), games.tables, games.book)
    assert 0 < mask.sum() < len(mask)


def test_a_view_of_the_menu_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        everything = program.model.rowCount()
        menus = program.window.menuBar().findChildren(QMenu)
        views = next(menu for menu in menus if menu.title() == "&Views")
        next(action for action in views.actions() if action.text() == "Second chance").trigger()
        settle(program)
        assert program.window.filter.text() == "oreb>0"
        assert 0 < program.model.rowCount() < everything
