"""What was read from left to right -> the tree: which shots the terms speak of.

Terms about shots that stand side by side speak of one and the same shot. A bracket is a shot of its own, unless it
holds only alternatives, which stand for one term: `(zone:rim or zone:short_mid) shot.made:no`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.core.query_tree import And, Meaning, Node, Not, Or, Some, Term
from explorer.core.query_values import Item


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stood in brackets, until it is known which shots its terms speak of."""

    child: Read


@dataclass(frozen=True, slots=True)
class Joined:
    """Terms and brackets side by side, alternatives, or one of them turned round."""

    how: type[And] | type[Or] | type[Not]
    children: tuple[Read, ...]


type Read = Node | Bracket | Joined


@dataclass(frozen=True, slots=True)
class Compared:
    """A term as it was typed: a field, `: = != < <= > >=`, and the values after it."""

    meaning: Meaning
    operator: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of those that stand side by side at the top of a question: its place in the text, and what it says.

    `compared` is None where it is anything but a plain field with values: in brackets, turned round, a word.
    `is_alternatives` where it is the whole question, of alternatives that no brackets hold together.
    """

    start: int
    end: int
    read: Read
    compared: Compared | None = None
    is_alternatives: bool = False


def bind(node: Read) -> tuple[Node, bool]:
    """Gather the shot terms that speak of one shot; whether the node is about a shot that is not yet asked for."""
    if isinstance(node, Bracket):
        child, is_about_shots = bind(node.child)
        if is_about_shots and not _is_alternatives(node.child):
            return Some(child), False
        return child, is_about_shots
    if not isinstance(node, Joined):
        return node, _is_about_shots(node)
    found = [bind(child) for child in node.children]
    if node.how is Not:
        ((child, is_about_shots),) = found
        if is_about_shots and isinstance(node.children[0], Bracket):
            return Not(Some(child)), False
        return Not(child), is_about_shots
    if node.how is Or:
        shots = tuple(child for child, is_about_shots in found if is_about_shots)
        if len(shots) == len(found):
            return Or(shots), True
        return Or(tuple(Some(child) if is_about_shots else child for child, is_about_shots in found)), False
    rest, shots = parted(node.children)
    if not rest:
        return And(shots), True
    return And((*rest, Some(And(shots)))) if shots else And(rest), False


def parted(children: Iterable[Read]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What stands side by side, parted into what is true of possessions, and what together is true of one shot."""
    found = [bind(child) for child in children]
    rest = tuple(child for child, is_about_shots in found if not is_about_shots)
    return rest, tuple(child for child, is_about_shots in found if is_about_shots)


def joined(parts: Iterable[Part]) -> Node:
    """The tree of the question that consists of these parts; true of every possession where there are none."""
    rest, shots = parted(part.read for part in parts)
    found = (*rest, Some(And(shots) if len(shots) > 1 else shots[0])) if shots else rest
    return found[0] if len(found) == 1 else And(found)


def _is_alternatives(node: Read) -> bool:
    if isinstance(node, Bracket):
        return _is_alternatives(node.child)
    return isinstance(node, Joined) and node.how is Or


def _is_about_shots(node: Node) -> bool:
    match node:
        case Term():
            return node.meaning.is_shot
        case Not():
            return _is_about_shots(node.child)
        case And() | Or():
            return all(map(_is_about_shots, node.children))
    return False
