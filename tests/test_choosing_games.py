"""Choosing games: what the library lists after a search is what is looked at, loaded in the background."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.library import open_library
from tests import small_games
from tests.window import application, running, settle


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A library of six games: four days of ShotTracker, two games of Cleaning the Glass."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(4):
        small_games.write(folder / f"{number}.json", small_games.shottracker(game=number, away=502 + number % 2))
    for game_id in ("0021600001", "1022400001"):
        small_games.write(folder / f"{game_id}.json", small_games.markings(game_id, home=611, away=612))
    library = open_library(tmp_path / "base" / "data" / "library.sqlite", SHOTTRACKER)
    library.import_paths([folder])
    library.close()
    return tmp_path / "base"


def test_all_games_are_those_that_the_search_leaves(qtbot: QtBot, base: Path) -> None:
    with running(base) as program:
        program.games.start()
        settle(program)
        pane = program.window.library
        rows = {row.key: row for row in program.library.rows()}
        days = sorted({row.day or "" for row in rows.values()})
        wanted = {
            "": set(rows),
            "cleaning": {key for key in rows if key[0] == CTG},
            "shottracker": {key for key in rows if key[0] == SHOTTRACKER},
            "southam": {key for key, row in rows.items() if "502" in row.team_ids},
            f"southam {days[-1]}": {key for key, row in rows.items() if "502" in row.team_ids and row.day == days[-1]},
            **{day: {key for key, row in rows.items() if row.day == day} for day in days},
            "wnba": {key for key, row in rows.items() if row.league == "wnba"},
            "2016-17": {(CTG, "0021600001")},
        }
        for words, keys in wanted.items():
            pane._search.setText(words)
            if not keys:
                assert not pane.model.game_keys()
                continue
            program.window.actions_["choose_all"].trigger()
            settle(program)
            selection = program.controller.selection
            assert selection is not None
            assert {game.info.key for game in selection.games} == keys, words


def test_loading_can_be_called_off_and_what_was_looked_at_stays(qtbot: QtBot, base: Path) -> None:
    with running(base) as program:
        program.games.start()
        settle(program)
        before = program.controller.selection
        program.window.library.choose_all()
        program.window.progress.cancelled.emit()
        settle(program)
        assert program.controller.selection is before
        application().processEvents()
        program.window.library.choose_all()
        settle(program)
        assert program.controller.selection is not None
        assert len(program.controller.selection.games) == 6
