"""The help: nothing of the program's tables is missing, every example runs, every link leads somewhere."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import override

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.app import theme
from explorer.app.actions import COMMANDS
from explorer.app.help_controller import COMMANDS as PAGES
from explorer.app.help_language import language_page
from explorer.app.help_steps import files_page, sources_page, steps_page
from explorer.app.help_tables import definitions_page, fields_page
from explorer.app.keys_controller import DEFAULT_HOSTS
from explorer.app.main import Program
from explorer.app.palette_controller import plain as words_of
from explorer.core import query
from explorer.core.definitions import DEFINITIONS, Definitions
from explorer.core.fields import FIELDS
from explorer.core.figures import all_figures
from explorer.core.groupings import GROUPINGS
from explorer.core.measures import MEASURES
from explorer.core.named_shapes import NAMED
from explorer.core.query_names import ALIASES, ANYTHING, MEANINGS
from explorer.core.query_tree import Form, terms
from explorer.core.views import BUILT_IN, View
from explorer.core.vocabulary import OUTCOME_WORDS, SHOTTRACKER, START_WORDS
from explorer.core.zones import SCHEMES
from explorer.models.help_page import (
    ASK,
    DO,
    PAGE,
    Link,
    Page,
    Section,
    as_html,
    as_text,
    code,
    escaped,
    example,
    link,
    links,
    plain,
    read_link,
    search,
)
from explorer.paths import find_paths
from explorer.services.annotations import open_annotations
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.help_window import HelpWindow
from explorer.widgets.keys import PLACES
from tests.window import application, running, settle


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER)


def made(folder: Path) -> list[Page]:
    """The pages that need no window."""
    return [
        steps_page(),
        language_page(),
        fields_page(),
        definitions_page(Definitions()),
        sources_page(DEFAULT_HOSTS),
        files_page(find_paths(folder)),
    ]


def cells(page: Page) -> set[str]:
    return {plain(cell) for section in page.sections for row in section.rows for cell in row}


def questions(page: Page) -> list[str]:
    return [found.target for found in links(page) if found.kind == ASK]


class _Reader(HTMLParser):
    """Reads HTML as a browser does: texts, links, and whether every element ends."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.text.append(data)


# How pages are written


@given(st.text(), st.text(min_size=1))
def test_any_text_comes_through_marks_html_and_links_as_it_was(words: str, question: str) -> None:
    assert plain(escaped(words)) == words
    assert plain(link(words, ASK, question)) == words
    page = Page("one", "One", (Section("s", "", (escaped(words), example(question)), ("a",), ((code("x"),),)),))
    (found,) = links(page)
    if "#" not in question:
        assert found == Link(ASK, question)
    reader = _Reader()
    reader.feed(as_html(page))
    reader.close()
    assert reader.open == []
    shown = "".join(reader.text)
    # HTML has one kind of line's end.
    assert question.replace("\r\n", "\n").replace("\r", "\n") in shown.replace("\r\n", "\n").replace("\r", "\n")
    assert [read_link(one) for one in reader.links] == [found]


def test_search_needs_every_word_in_one_row_or_text() -> None:
    page = Page(
        "one",
        "One",
        (
            Section("first", "First", ("Nothing of it.",), ("a", "b"), (("red", "apple"), ("green", "apple"))),
            Section("pears", "Green pears", ("All of it.",), ("a",), (("x",),)),
        ),
        ("A green introduction.",),
    )
    ((found, sections),) = search([page], "GREEN")
    assert found is page
    assert [(part.title, part.texts, part.rows) for part in sections] == [
        ("", ("A green introduction.",), ()),
        ("First", (), (("green", "apple"),)),
        ("Green pears", ("All of it.",), (("x",),)),
    ]
    assert search([page], "red green") == []
    assert search([page], "  ") == []


def test_a_page_as_text_keeps_its_columns_one_below_the_other() -> None:
    page = Page("one", "One", (Section("s", "Part", ("Words with `code`.",), ("a", "b"), (("x", "y"), ("long", "z"))),))
    assert as_text(page) == "One\n===\n\nPart\n----\nWords with code.\n\na     b\nx     y\nlong  z\n"


# Against drift


def test_every_field_number_zone_and_place_is_told_with_its_words() -> None:
    rows = [tuple(map(plain, row)) for section in fields_page().sections for row in section.rows]
    shown = cells(fields_page())
    for field in FIELDS:
        assert any(row[:2] == (field.name, field.title) and row[-1] == field.tip for row in rows), field.name
        assert not field.unit or any(row[0] == field.name and row[2] == field.unit for row in rows)
    assert MEANINGS.keys() <= {row[0] for row in rows}
    for measure in MEASURES:
        assert any(row[0] == measure.title and row[-1].startswith(measure.formula) for row in rows), measure.name
    for figure in all_figures():
        assert figure.title in shown, figure.name
    assert {"ORtg", "DRtg", "Net", "usage", "PPS", "pace"} <= shown
    own = {field.name for field in FIELDS}
    assert {grouping.title for grouping in GROUPINGS if grouping.name not in own} <= shown
    asked = questions(fields_page())
    for scheme in SCHEMES.values():
        assert scheme.source in as_text(fields_page())
        assert {zone.title for zone in scheme.zones} <= shown
        assert all(any(one.endswith(f"={zone.name}") for one in asked) for zone in scheme.zones)
    assert {(f"place:{one.name}", one.title) for one in NAMED} <= {row[:2] for row in rows}
    assert {f"start={word}" for word in START_WORDS} | {f"outcome={word}" for word in OUTCOME_WORDS} <= set(asked)


def test_every_definition_is_told_with_its_choices_sources_and_what_is_in_force() -> None:
    page = definitions_page(Definitions(ft_rate="ftm", garbage_margin=21))
    by_name = {section.name: section for section in page.sections}
    assert by_name.keys() == {definition.name for definition in DEFINITIONS}
    for definition in DEFINITIONS:
        section = by_name[definition.name]
        assert section.title == definition.title
        for choice, row in zip(definition.choices, section.rows, strict=True):
            assert plain(row[0]).removesuffix(" ✓") == choice.title
            assert (plain(row[1]), plain(row[2]).lower()) == (choice.text, choice.source.lower())
        assert sum("✓" in row[0] for row in section.rows) == 1
        assert all(number.name in " ".join(section.texts) for number in definition.numbers)
    assert "✓" in by_name["ft_rate"].rows[1][0]
    assert "21 points" in " ".join(by_name["garbage_time"].texts)


def test_the_page_of_the_language_shows_every_form_view_and_other_name() -> None:
    asked = questions(language_page())
    spoken = {term.meaning.form for one in asked for term in terms(query.parse(one).node)}
    assert spoken == set(Form)
    assert {term.meaning for one in asked for term in terms(query.parse(one).node)} >= {ANYTHING, MEANINGS["shot.zone"]}
    assert {view.question for view in BUILT_IN} <= set(asked)
    assert ALIASES.keys() <= cells(language_page())


def test_every_example_can_be_read_and_asked_and_nearly_every_one_shows_something(tmp_path: Path) -> None:
    sample = league()
    empty = set()
    for page in made(tmp_path):
        for question in questions(page):
            asked = query.parse(question)
            if not query.possessions(asked, sample.tables, sample.book).any():
                empty.add(question)
            untold = query.untold(asked, sample.tables, sample.book)
            assert untold == [] or question == "start=dead_ball", question
    # What a made-up league of six games has none of.
    assert empty == {"period:OT", "left_out:yes", "game_type:?", "chances:?", "start=dead_ball"}


def test_no_page_names_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    page = files_page(find_paths(tmp_path / "mine"))
    assert "~/mine/data/library.sqlite" in cells(page)
    assert str(tmp_path) not in as_html(page)
    assert str(Path("/elsewhere/cache")) in as_text(files_page(find_paths(Path("/elsewhere"))))


# In the window


def opened(program: Program, command: str = "help_steps") -> HelpWindow:
    program.window.actions_[command].trigger()
    assert program.help.help.isVisible()
    return program.help.help


def click(window: HelpWindow, words: str) -> None:
    """Click a link of the page that is read, as a user does."""
    browser = window.browser
    cursor = browser.document().find(words)
    while not cursor.isNull() and not cursor.charFormat().isAnchor():
        cursor = browser.document().find(words, cursor)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart() + 1)
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    middle = browser.cursorRect(QTextCursor(cursor)).center() + QPoint(2, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_every_link_leads_to_a_page_a_section_or_a_command(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        pages = {page.name: page for page in program.help.pages()}
        assert pages.keys() == set(PAGES.values())
        for page in pages.values():
            names = [section.name for section in page.sections]
            assert len(names) == len(set(names)), page.name
            for found in links(page):
                if found.kind == PAGE:
                    target, _, section = found.target.partition("#")
                    assert not section or section in {one.name for one in pages[target].sections}, found
                elif found.kind == DO:
                    assert found.target in program.window.actions_, found
                else:
                    assert found.kind == ASK
                    query.parse(found.target)


def test_each_command_of_the_menu_opens_its_page_and_f1_the_keys(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        for command, page in PAGES.items():
            window = opened(program, command)
            assert window.shown == page
            assert window.list.currentItem().text() in window.windowTitle()
            assert window.browser.document().toPlainText().startswith(window.list.currentItem().text())
        assert [a.objectName() for a in program.window.actions_.values() if a.shortcut().toString() == "F1"] == [
            "help_keys"
        ]


def test_the_sheet_of_keys_has_every_command_saved_view_and_key(qtbot: QtBot, tmp_path: Path) -> None:
    views = open_annotations(tmp_path / "data" / "annotations.sqlite")
    views.save(View("Mine alone", "start:steal", shortcut="Ctrl+9"))
    views.close()
    with running(tmp_path) as program:
        page = next(page for page in program.help.pages() if page.name == "keys")
        rows = {(plain(row[0]), plain(row[1])) for section in page.sections for row in section.rows}
        for command in COMMANDS:
            keys = " or ".join(
                one.toString(one.SequenceFormat.NativeText) for one in program.window.actions_[command.name].shortcuts()
            )
            assert (keys or "-", words_of(command.text)) in rows
        assert ("Ctrl+9", "Mine alone") in rows
        for place in PLACES:
            assert {key.words for key in place.keys} <= {words for _, words in rows}
        window = opened(program, "help_keys")
        QTest.mouseClick(window.copy, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard().text()
        assert re.search(r"^Ctrl\+Shift\+P +Find a command", copied, re.MULTILINE)
        assert re.search(r"^Space +Play or rest", copied, re.MULTILINE)


def test_an_example_that_is_clicked_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        window = opened(program, "help_language")
        click(window, "margin:-5..5")
        assert "No game is shown" in window.note.text()
        program.games.show_sample(league())
        settle(program)
        click(window, "margin:-5..5")
        settle(program)
        assert program.window.filter.text() == "margin:-5..5"
        assert 0 < program.model.rowCount() < len(program.model.tables.possessions)
        assert window.note.text() == "Asked: margin:-5..5"
        click(window, "Fields and numbers")
        assert (window.shown, window.note.isVisible()) == ("fields", False)
        window.show_page("steps")
        click(window, "zones")
        assert program.window.court.layer.name == "zones"
        window.browser.anchorClicked.emit(QUrl("do:show_left_out"))
        assert window.note.text() == "This cannot be done now: nothing is left out."


def test_search_finds_in_all_pages_leads_there_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        window = opened(program, "help_files")
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(window.field, "restricted area")
        qtbot.waitUntil(lambda: "place:" in window.browser.toPlainText(), timeout=2000)
        shown = window.browser.toPlainText()
        assert "place:restricted_area" in shown
        assert "area=restricted_area" in shown
        assert "library.sqlite" not in shown
        click(window, "Places with a name")
        assert (window.shown, window.field.text()) == ("fields", "")
        assert window.browser.verticalScrollBar().value() > 0
        QTest.keyClicks(window.field, "zzzz")
        QTest.keyClick(window.field, Qt.Key.Key_Return)
        assert "Nothing in the help has “zzzz”." in window.browser.toPlainText()
        window.field.clear()
        QTest.keyClick(window.field, Qt.Key.Key_Return)
        assert window.browser.toPlainText().startswith("Fields and numbers")


def test_the_help_turns_dark_with_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        window = opened(program, "help_language")
        corner = QPoint(window.browser.viewport().width() - 5, 60)
        light = window.browser.viewport().grab().toImage().pixelColor(corner).lightness()
        try:
            theme.apply(application(), "dark")
            application().processEvents()
            dark = window.browser.viewport().grab().toImage().pixelColor(corner).lightness()
            assert dark < 60 < 200 < light
            colour = window.browser.document().find("Texts").charFormat().foreground().color()
            assert colour.lightness() > 150
        finally:
            theme.apply(application(), "light")
