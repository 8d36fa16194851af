"""A question's text with one of its parts added, changed or taken out; all else stays as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explorer.core.query_binding import Compared, Part
from explorer.core.query_syntax import parts


def add(question: str, term: str) -> str:
    """The question with one more term at its end; alternatives are put in brackets first. Raises QueryError."""
    if any(part.is_alternatives for part in parts(question)):
        return f"({question}) {term}"
    space = "" if not question.strip() or question[-1].isspace() else " "
    return f"{question}{space}{term}"


def toggle(question: str, term: str) -> str:
    """The question without a term where all parts of it stand there, else with the term at its end.

    Raises QueryError where either cannot be read.
    """
    return remove(question, _same(question, term)).strip() if has_term(question, term) else add(question, term)


def has_term(question: str, term: str) -> bool:
    """Whether every part of a term stands among those of a question. Raises QueryError."""
    here = {question[part.start : part.end] for part in _same(question, term)}
    return here == {term[part.start : part.end] for part in parts(term)}


def _same(question: str, term: str) -> list[Part]:
    """The parts of a question that stand in a term too."""
    wanted = {term[part.start : part.end] for part in parts(term)}
    return [part for part in parts(question) if question[part.start : part.end] in wanted]


def replace(question: str, part: Part, term: str) -> str:
    """The question with a part written anew."""
    return _joined(question[: part.start] + term, question[part.end :])


def remove(question: str, gone: Iterable[Part]) -> str:
    """The question without some parts, and without the `and` that joined them to the rest. Raises QueryError."""
    every = parts(question)
    starts = {part.start for part in gone}
    for number in reversed(range(len(every))):
        if every[number].start not in starts:
            continue
        # What stands between two parts goes with the later of them, but for the first, which has none before it.
        if any(part.start not in starts for part in every[:number]):
            question = _joined(question[: every[number - 1].end], question[every[number].end :])
        else:
            after = every[number + 1].start if number + 1 < len(every) else len(question)
            question = question[: every[number].start] + question[after:]
    return question if question.strip() else ""


def typed_values(question: str, compared: Compared) -> list[str]:
    """The values of a term as they were typed."""
    return [question[item.start : item.end] for item in compared.items]


def with_values(question: str, part: Part, compared: Compared, values: Sequence[str]) -> str:
    """The question with other values after the field of a part, which is taken out where there are none."""
    if not values:
        return remove(question, [part])
    return replace(question, part, question[part.start : compared.items[0].start] + ",".join(values))


def _joined(before: str, after: str) -> str:
    """Two stretches of text, with a space between them where they would grow together."""
    is_apart = not before or not after or before[-1].isspace() or after[0].isspace()
    return before + after if is_apart or before[-1] == ")" or after[0] in "()" else f"{before} {after}"
