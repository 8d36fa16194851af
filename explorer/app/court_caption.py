"""What is written around a picture of the court: games, layer, question, how many and how sure, definitions."""

from __future__ import annotations

from explorer.app.presenting import counted
from explorer.core import text
from explorer.core.breakdown import Sample
from explorer.core.model import Possession
from explorer.models import possession_rows
from explorer.services.provenance import PROGRAM
from explorer.services.selection import Details, Selection
from explorer.services.titles import game_title
from explorer.widgets.court.court_picture import Caption
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.play_layer import PlayLayer


def caption_of(
    view: CourtView,
    selection: Selection,
    sample: Sample,
    question: str,
    known: tuple[Details, Possession] | None,
    second: str | None,
) -> Caption:
    """The words around a court; nothing in them changes from one time to the next.

    `known` is the chosen possession, which layers of one possession draw; `second` the question of B where
    two are compared, else None.
    """
    above: tuple[str, ...]
    named = question.strip()
    drawn = view.drawn
    if isinstance(drawn, PlayLayer) and drawn.is_by_itself:
        # A file of no known game: neither the game nor the possession that are looked at are its.
        return Caption("Tracking", (), (f"{drawn.summary()} {view.court.title}. {PROGRAM}.",))
    if drawn.is_of_one_possession and known is not None:
        above = possession_rows.heading(known[1], selection.book, known[0].game.source)
    else:
        asked = f"{drawn.title}   {f'Question: {named}' if named else 'Every possession'}"
        above = (asked, counted(sample), *([] if second is None else [f"B: {second.strip() or 'every possession'}"]))
    definitions = selection.tables.definitions
    changed = ", ".join(definitions.changed()) or "default"
    return Caption(
        title_of(selection),
        above,
        (f"{drawn.summary()} Definitions: {changed}. {view.court.title}. {PROGRAM}.".strip(),),
    )


def title_of(selection: Selection) -> str:
    """The games of a picture: the one with its day, or how many and when they were played."""
    infos = [loaded.info for loaded in selection.games]
    days = sorted(info.day for info in infos if info.day)
    if len(infos) == 1:
        info = infos[0]
        title = game_title(info.key, info.teams, info.home, selection.book)
        return f"{title}, {info.day}" if info.day else title
    span = "" if not days else f", {days[0]}" if days[0] == days[-1] else f", {days[0]} to {days[-1]}"
    return f"{text.count(len(infos), 'game')}{span}"
