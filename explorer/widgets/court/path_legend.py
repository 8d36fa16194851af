"""What the signs of a path stand for: only those that are drawn of this possession."""

from __future__ import annotations

from PySide6.QtGui import QColor

from explorer.core.ball_path import BallPath, StepKind
from explorer.core.vocabulary import EVENT_WORDS, EventKind, Mark, title_of
from explorer.models.path_words import mark_of
from explorer.widgets.court.layer import Entry, Sign

_LINE_WORDS = {
    StepKind.PASS: "dashed: pass, numbered",
    StepKind.DRIVE: "heavy: drive",
    StepKind.CUT: "grey: cut",
    StepKind.SCREEN: "bar: screen",
    StepKind.SHOT: "dotted to the ring: shot",
    StepKind.FOUL: "F: foul",
}
_MARKED = {StepKind.SHOT, StepKind.FREE_THROW, StepKind.REBOUND, StepKind.TURNOVER}
UNTOLD = "free throw, result not told"


def path_legend(path: BallPath, team: QColor) -> list[Entry]:
    """The entries of a path in the team's colour."""
    placed = [step for step in path.steps if step.is_placed]
    kinds = {step.kind for step in placed}
    touches = [step for step in placed if step.kind is StepKind.TOUCH]
    entries = []
    if touches:
        entries.append(Entry("touch", colour=team, sign=Sign.DISC))
    if any(step.start and step.end and step.start != step.end for step in touches):
        entries.append(Entry("small dot: its end"))
    if any(step.dribbles for step in touches):
        entries.append(Entry("waves: dribbles"))
    if any(step.dribbles is None for step in touches):
        entries.append(Entry("dotted: dribbles not told"))
    entries += [Entry(words) for kind, words in _LINE_WORDS.items() if kind in kinds]
    marks: dict[tuple[Mark, Mark | None], dict[str, None]] = {}
    for step in placed:
        if step.kind in _MARKED:
            inner = Mark.MAKE if step.event_kind == EventKind.FREE_THROW_MAKE else None
            is_told = step.event_kind in EVENT_WORDS and step.event_kind != EventKind.OTHER
            words = title_of(EVENT_WORDS, step.event_kind) if is_told else _untold(step.kind)
            marks.setdefault((mark_of(step), inner), {})[words] = None
    return [*entries, *(Entry(", ".join(words), mark, inner=inner) for (mark, inner), words in marks.items())]


def _untold(kind: StepKind) -> str:
    return UNTOLD if kind is StepKind.FREE_THROW else "shot, result not told"
