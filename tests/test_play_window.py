"""Play in the program: the chosen possession's tracking, files of tracking, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.app.import_words import AGAIN, words_of
from explorer.app.import_words import NOTHING as NO_ANSWERS
from explorer.app.main import Program
from explorer.app.play_controller import FETCH, NOT_COVERED, PlayController
from explorer.app.play_words import Labels, play_of_file
from explorer.core.model import Player
from explorer.core.names import NameBook
from explorer.core.tracking_match import BY_CLOCK, BY_ITSELF
from explorer.core.vocabulary import CTG
from explorer.services.library import ImportReport
from explorer.widgets.court.play import Play
from explorer.widgets.court.play_layer import NOTHING, PlayLayer
from explorer.widgets.tokens import LIGHT
from tests import small_games
from tests.payloads import AWAY, HOME
from tests.test_tracking_library import rows, write_tracking
from tests.tracking_rows import piece, read
from tests.window import running, settle

pytestmark = pytest.mark.usefixtures("qapp")


def controller_of(program: Program) -> tuple[PlayController, PlayLayer]:
    layer = PlayLayer(LIGHT, program.window)
    layer.bar.setParent(program.window)
    return PlayController(layer, program.controller, program.games, program.runner, program.window), layer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_games.write(tmp_path / "game.json", small_games.shottracker(("Q1",)))
    write_tracking(tmp_path / "tracking.json.gz", rows(30))
    return tmp_path


def notice_of(layer: PlayLayer) -> str:
    return layer.notice


def play_of(layer: PlayLayer) -> Play | None:
    return layer.play


def test_the_sample_plays_at_the_first_start_in_both_feeds(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        plays, layer = controller_of(program)
        program.games.start()
        settle(program)
        assert play_of(layer) is None
        plays.set_shown(True)
        settle(program)
        first = play_of(layer)
        assert first is not None
        assert len(first.tracking.player_ids) >= 10
        assert first.events
        labels = {first.label_of(player_id) for player_id in first.tracking.player_ids}
        assert all(label.isdigit() for label in labels)
        selection = program.games._sample
        assert selection is not None
        ctg = next(loaded.info.key for loaded in selection.games if loaded.info.key[0] == CTG)
        program.games._on_games_chosen([ctg])
        settle(program)
        assert layer.play is not None
        assert layer.play is not first


def test_another_possession_is_another_play_and_nothing_is_read_unseen(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        plays, layer = controller_of(program)
        program.games.start()
        settle(program)
        program.controller.choose_row(3)
        settle(program)
        assert play_of(layer) is None
        plays.set_shown(True)
        settle(program)
        before = play_of(layer)
        assert before is not None
        layer.clock.play()
        program.controller.choose_row(5)
        assert not layer.clock.is_playing
        settle(program)
        assert layer.play is not None
        assert layer.play is not before
        event = layer.play.events[-1]
        plays.show_event(event.number)
        assert layer.clock.t_s == pytest.approx(event.t_s)


def test_tracking_that_is_opened_is_shown_with_its_possession(tmp_path: Path, folder: Path) -> None:
    with running(tmp_path / "base") as program:
        plays, layer = controller_of(program)
        plays.set_shown(True)
        assert notice_of(layer) == NOTHING
        asked: list[bool] = []
        plays.play_asked.connect(lambda: asked.append(True))
        program.games.open_paths([folder / "game.json"])
        settle(program)
        assert notice_of(layer) == FETCH
        program.games.open_paths([folder / "tracking.json.gz"])
        settle(program)
        assert asked
        assert layer.play is not None
        assert layer.play.how.startswith(BY_CLOCK)
        assert [team.colour for team in layer.play.teams.values()] == [0, 1]
        program.controller.choose_row(4)
        settle(program)
        assert play_of(layer) is None
        assert notice_of(layer) == NOT_COVERED


def test_a_file_of_no_known_game_is_played_by_itself_until_another_possession_is_chosen(
    tmp_path: Path, folder: Path
) -> None:
    loose = write_tracking(folder / "loose.json", rows(sid="far-Q1", start_s=100 * 86400))
    with running(tmp_path / "base") as program:
        plays, layer = controller_of(program)
        plays.set_shown(True)
        program.games.open_paths([folder / "game.json"])
        settle(program)
        program.games.open_paths([loose])
        settle(program)
        assert layer.play is not None
        assert layer.play.how == BY_ITSELF
        assert layer.is_by_itself
        assert layer.play.events == ()
        assert "played by itself" in program.window.possessions.bar.words
        program.controller.choose_row(1)
        settle(program)
        assert play_of(layer) is None


def test_a_file_that_cannot_be_read_is_a_sentence_over_the_court(tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        plays, layer = controller_of(program)
        plays.set_shown(True)
        plays.play_files([tmp_path / "gone.json"])
        settle(program)
        assert "gone.json" in notice_of(layer)


def test_a_disc_has_the_shirt_number_else_initials_else_a_letter_of_its_team() -> None:
    book = NameBook()
    book.learn_player("s", Player("1", "Ada", "Reed", number="00"))
    book.learn_player("s", Player("2", "Bea", "von Stone"))
    people = [("h", "1"), ("h", "2"), ("h", "12345"), ("a", "99"), ("h", "12345"), ("h", "678"), ("a", "98")]
    labels = Labels(book, "s", people)
    shown = {player: labels.label_of(player) for _, player in people}
    assert shown == {"1": "00", "2": "BV", "12345": "A", "678": "B", "99": "A", "98": "B"}
    assert labels.name_of("12345") == "Player A (#12345)"
    assert labels.name_of("2") == "Bea von Stone"
    assert labels.label_of("5") == ""
    assert labels.name_of("5") == "#5"


def test_a_file_whose_people_nobody_names_has_letters_and_numbered_teams() -> None:
    play = play_of_file(read(piece(1.0)), NameBook())
    assert [team.short for team in play.teams.values()] == ["Team 1", "Team 2"]
    assert [team.name for team in play.teams.values()] == [f"Team 1, #{HOME}", f"Team 2, #{AWAY}"]
    for team in (HOME, AWAY):
        of_team = [n for n, one in enumerate(play.tracking.team_ids) if one == str(team)]
        assert [play.label_of(play.tracking.player_ids[n]) for n in of_team] == list("ABCDE")


@pytest.mark.parametrize(
    ("report", "words", "is_warning"),
    [
        (ImportReport(tracked=[("s", "1"), ("s", "1")]), "Tracking of 1 game taken in.", False),
        (ImportReport(tracked_before=[("s", "1")]), "This tracking is in the library already.", False),
        (
            ImportReport(loose=[Path("a.json")], failures=[("a.json", "a.json: it holds tracking")]),
            "1 file of tracking is of no game in the library: it is played by itself.",
            False,
        ),
        (ImportReport(), NO_ANSWERS, True),
        (ImportReport(failures=[("b", "b: bad")]), f"1 file was not read: b: bad. {AGAIN}", True),
        (ImportReport(unchanged=[("s", "1")]), "1 game was in the library already.", False),
        (ImportReport(added=[("s", "1")]), "", False),
    ],
)
def test_what_is_said_of_an_import(report: ImportReport, words: str, is_warning: bool) -> None:
    told = words_of(report)
    assert (told.words, told.is_warning) == (words, is_warning)
