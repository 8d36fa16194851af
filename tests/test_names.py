"""Names of teams and players, and the files they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import DataError
from explorer.core.model import Player, Team
from explorer.core.names import NameBook
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.library import read_paths
from explorer.sources import files
from explorer.sources.namefiles import NameRow, is_names_text, names_of_roster, read_names
from tests.payloads import DAL, HOME, NOP, body_of, ctg_payload, ctg_row, st_game, st_payload, st_row


def test_an_unknown_id_is_shown_as_itself() -> None:
    book = NameBook()
    key = (CTG, "203076")
    assert (book.player(key), book.player_short(key), book.team(key), book.team_short(key)) == ("#203076",) * 4
    assert (book.player(None), book.team(None), book.team_short(None)) == ("-", "-", "-")
    assert book.player_number(key) is None
    assert not book.has_player(key)


def test_what_is_learnt_later_replaces_and_emptiness_does_not() -> None:
    book = NameBook()
    key = (CTG, "7")
    book.learn_player(CTG, Player("7", "Ada", "Reed", "12"), "88")
    book.learn_player(CTG, Player("7"))
    assert (book.player(key), book.player_number(key)) == ("Ada Reed", "12")
    book.learn_player(CTG, Player("7", "Ada", "Stone"))
    assert (book.player(key), book.player_short(key), book.player_number(key)) == ("Ada Stone", "A. Stone", "12")
    assert dict(book.player_rows())[key].team_id == "88"
    assert not book.has_player((SHOTTRACKER, "7")), "the same number is somebody else in another feed"


def test_players_with_one_name() -> None:
    book = NameBook()
    book.learn_player(CTG, Player("1", "Zed", ""))
    book.learn_player(CTG, Player("2", "", "Why"))
    assert (book.player_short((CTG, "1")), book.player_short((CTG, "2"))) == ("Zed", "Why")


@given(st.lists(st.text(min_size=1, max_size=12), max_size=12, unique=True))
def test_made_abbreviations_are_unique(names: list[str]) -> None:
    book = NameBook()
    for number, name in enumerate(names):
        book.learn_team(SHOTTRACKER, Team(str(number), name))
    shown = [row.abbreviation for _, row in book.team_rows()]
    assert len(set(shown)) == len(shown)
    again = dict(book.team_rows())
    for number, name in enumerate(names):
        book.learn_team(SHOTTRACKER, Team(str(number), name))
    assert dict(book.team_rows()) == again


def test_rosters_of_a_game() -> None:
    book = NameBook()
    book.learn_game(st_game([st_row(0, 9)]))
    assert book.team((SHOTTRACKER, str(HOME))) == "Team 880"
    assert book.player((SHOTTRACKER, "12")) == "F12 L12"


HEADS = ["id,name,number,team", "player_id,player_name,jersey,team_id", "PERSON_ID,Full Name,Jersey Number,TEAM"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_names_files(head: str, separator: str) -> None:
    lines = [head, '203076,"Reed, Ada",3,1610612742', "", "7,Bea Stone,,"]
    text = "\r\n".join(lines if separator == "," else [line.replace(",", separator) for line in lines])
    if separator != ",":
        text = text.replace(f"Reed{separator} Ada", "Reed, Ada")
    body = text.encode()
    assert is_names_text(body)
    assert list(read_names(body, "names.csv")) == [
        NameRow(CTG, "203076", "Reed, Ada", "3", "1610612742"),
        NameRow(CTG, "7", "Bea Stone", None, None),
    ]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"id": 1, "name": 2}', b"a,b\n1,2", b"id,team\n1,2", b"\x00\xff"])
def test_what_is_no_names_file(body: bytes) -> None:
    assert not is_names_text(body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("names.csv", b"203076\nReed\n"),
        ("names.csv", b"number,player_code\n1,2\n"),
        ("names.txt", b"\n number;player_code\n1;2\n"),
        ("names.dat", b"id\tsurname\n1\tReed\n"),
        ("names.json", b"id,surname\n1,Reed\n"),
    ],
)
def test_a_table_with_a_wrong_head_is_told_of_names(tmp_path: Path, name: str, body: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert str(files.read(path).error) == f"{path}: its first line must name the columns id and name"


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.json", b'{"markings": {"a": 1, "b": ['), ("a.csv", b'{"teams": [1, 2'), ("a", b"hello"), ("a", b"\0,\0")],
)
def test_what_is_no_table_is_not(tmp_path: Path, name: str, body: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert "columns id and name" not in str(files.read(path).error)


def test_a_bad_row_is_named_by_its_line() -> None:
    with pytest.raises(DataError) as caught:
        list(read_names(b"id,name\n1,Ada\n,Bea\n", "names.csv"))
    assert (caught.value.origin, caught.value.place) == ("names.csv", "line 3")
    with pytest.raises(DataError, match="UTF-8"):
        list(read_names("id,name\n1,Zo\xeb".encode("latin-1"), "names.csv"))


@given(st.text(max_size=80))
def test_any_text_is_names_or_a_data_error(text: str) -> None:
    body = b"id,name\n" + text.encode("utf-8", "surrogatepass")
    try:
        rows = list(read_names(body, "names.csv"))
    except DataError as error:
        refused = error
    else:
        assert all(row.player_id and row.name for row in rows)
        return
    assert refused.origin == "names.csv"


def roster(team: int, name: str) -> dict[str, object]:
    players = [
        {"id": 5, "first_name": "Ada", "last_name": "Reed", "jersey_number": 3, "jersey_number_str": "03"},
        {"id": 6, "first_name": None, "last_name": None, "display_name": "Bea S.", "jersey_number": 9},
        {"id": 7},
    ]
    return {"id": team, "name": name, "gender": "MEN", "players": players}


def test_a_roster_names_players_of_its_own_feed() -> None:
    assert list(names_of_roster(body_of(roster(HOME, "Rivertown")), "r.json")) == [
        NameRow(SHOTTRACKER, "5", "Ada Reed", "03", str(HOME)),
        NameRow(SHOTTRACKER, "6", "Bea S.", "9", str(HOME)),
    ]


def test_a_roster_with_the_leagues_ids_names_them_in_both_feeds() -> None:
    rows = list(names_of_roster(body_of(roster(DAL, "Dallas Mavericks")), "r.json"))
    assert {row.source for row in rows} == {SHOTTRACKER, CTG}
    assert {row.source for row in names_of_roster(body_of(roster(DAL, "Others")), "r.json")} == {SHOTTRACKER}


def test_names_reach_a_selection_from_every_kind_of_file(tmp_path: Path) -> None:
    league = st_payload({DAL: [st_row(0, 9)], NOP: []}, {DAL: "Dallas Mavericks", NOP: "New Orleans Pelicans"})
    (tmp_path / "a.json").write_bytes(body_of(ctg_payload([ctg_row(1, DAL, NOP, 0, 12)])))
    (tmp_path / "b.json").write_bytes(body_of(league))
    (tmp_path / "names.csv").write_bytes(b"\xef\xbb\xbfid,name,number\n203076,Cy Young,44\n")
    (tmp_path / "roster.json").write_bytes(body_of(roster(DAL, "Dallas Mavericks")))
    chosen = read_paths([tmp_path], CTG)
    assert chosen.errors == ()
    book = chosen.book
    assert (book.player((CTG, "203076")), book.player_number((CTG, "203076"))) == ("Cy Young", "44")
    assert book.player((CTG, "5")) == book.player((SHOTTRACKER, "5")) == "Ada Reed"
    assert book.player((CTG, "21")) == "F21 L21"
    assert book.team_short((CTG, str(DAL))) == "DAL"


def test_a_roster_is_told_from_a_game_by_content(tmp_path: Path) -> None:
    path = tmp_path / "whatever.json"
    path.write_bytes(body_of(roster(HOME, "Rivertown")))
    result = files.read(path)
    assert (result.part, result.error) == (None, None)
    assert [row.player_id for row in result.names] == ["5", "6"]
