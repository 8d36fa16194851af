"""Patterns of a question: matched in time that grows with the text alone, whatever the pattern.

A pattern becomes a set of states that are followed side by side (Thompson's construction), so that nothing is
ever tried twice, as it is in engines that go back. It knows characters, `.`, `[a-z]`, `[^a-z]`, `\\d \\w \\s` and
their opposites, groups, `|`, `* + ? {m,n}`, `^` and `$`; letters match in either case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_PATTERN = 200
LONGEST_TEXT = 400
"""Characters of a text beyond these are not looked at."""
MOST_STATES = 300
MOST_REPEATS = 100
MOST_BRACKETS = 30

_Reads = Callable[[str], bool]
_CLASSES: dict[str, _Reads] = {
    "d": str.isdecimal,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}


class PatternError(ValueError):
    """A pattern that cannot be read; `position` is the index of the character in the pattern."""

    def __init__(self, message: str, position: int) -> None:
        """Keep the sentence and the place."""
        self.position = position
        super().__init__(message)


@dataclass(slots=True)
class _State:
    """What a state reads before it goes to the first of `then`; without, it goes to all of them at once."""

    reads: _Reads | None = None
    then: list[int] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that is ready to match; two of equal text are equal."""

    text: str
    _states: tuple[_State, ...] = field(compare=False, repr=False)
    _first: int = field(compare=False, repr=False)
    _readers: dict[str, frozenset[int]] = field(compare=False, repr=False, default_factory=dict)
    """The states that read a character, noted when it is met first."""

    def is_in(self, text: str) -> bool:
        """Whether the pattern matches somewhere in the text."""
        text = text[:LONGEST_TEXT]
        here = self._reached({self._first}, True, not text)
        for at, char in enumerate(text):
            if 0 in here:
                return True
            read = {self._states[number].then[0] for number in here & self._reading(char)}
            here = self._reached(read | {self._first}, False, at == len(text) - 1)
        return 0 in here

    def _reading(self, char: str) -> frozenset[int]:
        found = self._readers.get(char)
        if found is None:
            cases = {char, char.lower(), char.upper()}
            numbers = (n for n, state in enumerate(self._states) if state.reads and any(map(state.reads, cases)))
            found = self._readers[char] = frozenset(numbers)
        return found

    def _reached(self, numbers: set[int], is_start: bool, is_end: bool) -> frozenset[int]:
        """The states that are reached without reading; state 0 is the end of the pattern."""
        found: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            state = self._states[number]
            if (state.anchor == "^" and not is_start) or (state.anchor == "$" and not is_end):
                continue
            found.add(number)
            if state.reads is None:
                waiting += state.then
        return frozenset(found)


def compile_pattern(text: str) -> Pattern:
    """Read a pattern; raises PatternError for one that is not understood or too large."""
    if len(text) > LONGEST_PATTERN:
        raise PatternError(f"a pattern has at most {LONGEST_PATTERN} characters", LONGEST_PATTERN)
    return _Compiler(text).compile()


_Build = Callable[[int], int]
"""Makes the states of a part of the pattern, given the state that follows; gives back the first of them."""


class _Compiler:
    """Reads a pattern by descent and makes its states from the end to the beginning."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._states = [_State()]

    def compile(self) -> Pattern:
        build = self._alternatives()
        if self._at < len(self._text):
            raise PatternError("a bracket of the pattern is closed that was not opened", self._at)
        first = build(0)
        return Pattern(self._text, tuple(self._states), first)

    def _new(self, state: _State) -> int:
        if len(self._states) >= MOST_STATES:
            raise PatternError("the pattern is too large", 0)
        self._states.append(state)
        return len(self._states) - 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _alternatives(self) -> _Build:
        builds = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            builds.append(self._sequence())
        if len(builds) == 1:
            return builds[0]
        return lambda after: self._new(_State(then=[build(after) for build in builds]))

    def _sequence(self) -> _Build:
        builds: list[_Build] = []
        while self._peek() not in ("", "|", ")"):
            builds.append(self._repeated(self._one()))

        def build(after: int) -> int:
            for one in reversed(builds):
                after = one(after)
            return after

        return build

    def _repeated(self, one: _Build) -> _Build:
        start = self._at
        char = self._peek()
        if char not in ("*", "+", "?", "{") or not char:
            return one
        self._at += 1
        low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(char) or self._counts(start)
        if self._peek() in ("*", "+", "{"):
            raise PatternError("a repetition is repeated", self._at)
        if self._peek() == "?":
            # As few as possible or as many: whether there is a match is the same.
            self._at += 1

        def build(after: int) -> int:
            if high is None:
                loop = self._new(_State(then=[after]))
                self._states[loop].then.append(one(loop))
                after = loop
            else:
                last = after
                for _ in range(high - low):
                    after = self._new(_State(then=[last, one(after)]))
            for _ in range(low):
                # A state of its own for each, so that repeating nothing comes to an end too.
                after = self._new(_State(then=[one(after)]))
            return after

        return build

    def _counts(self, start: int) -> tuple[int, int | None]:
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at : max(end, self._at)].partition(",")
        numbers = [int(part) for part in (low, high) if part.isdecimal() and part.isascii() and len(part) < 4]
        if end < 0 or len(numbers) != bool(low) + bool(high) or not low or max(numbers) > MOST_REPEATS:
            raise PatternError(f"a repetition is written {{2}}, {{2,}} or {{2,5}}, up to {MOST_REPEATS}", start)
        if high and numbers[1] < numbers[0]:
            raise PatternError("a repetition goes from fewer to more", start)
        self._at = end + 1
        return numbers[0], numbers[-1] if high or not comma else None

    def _one(self) -> _Build:
        start, char = self._at, self._peek()
        self._at += 1
        if char == "(":
            return self._group(start)
        if char in "*+?{":
            raise PatternError(f"nothing stands before {char!r} to be repeated", start)
        if char in "^$":
            return lambda after: self._new(_State(then=[after], anchor=char))
        reads = self._read_class(start) if char == "[" else self._reads(char, start)
        return lambda after: self._new(_State(reads, [after]))

    def _group(self, start: int) -> _Build:
        if self._text.startswith("?:", self._at):
            self._at += 2
        elif self._peek() == "?":
            raise PatternError("groups that begin with (? are not known", start)
        self._depth += 1
        if self._depth > MOST_BRACKETS:
            raise PatternError("there are too many brackets inside each other", start)
        build = self._alternatives()
        self._depth -= 1
        if self._peek() != ")":
            raise PatternError("a bracket of the pattern is opened and not closed", start)
        self._at += 1
        return build

    def _reads(self, char: str, start: int) -> _Reads:
        if char == ".":
            return lambda read: True
        if char == "\\":
            return self._escaped(start)
        return lambda read: read == char

    def _escaped(self, start: int) -> _Reads:
        char = self._peek()
        self._at += 1
        if char.lower() in _CLASSES:
            reads = _CLASSES[char.lower()]
            return reads if char.islower() else lambda read: not reads(read)
        if not char or char.isalnum():
            raise PatternError(f"\\{char} is not known", start)
        return lambda read: read == char

    def _read_class(self, start: int) -> _Reads:
        is_opposite = self._peek() == "^"
        self._at += is_opposite
        parts: list[_Reads] = []
        while self._peek() != "]" or not parts:
            at, char = self._at, self._peek()
            if not char:
                raise PatternError("a [ of the pattern is not closed", start)
            self._at += 1
            high = self._text[self._at + 1 : self._at + 2]
            if char == "\\":
                parts.append(self._escaped(at))
            elif self._peek() == "-" and high not in ("]", ""):
                if high < char or high == "\\":
                    raise PatternError(f"{char}-{high} is not a range of characters", at)
                self._at += 2
                parts.append(lambda read, low=char, high=high: low <= read <= high)  # type: ignore[misc]  # bound now
            else:
                parts.append(lambda read, char=char: read == char)  # type: ignore[misc]  # bound now
        self._at += 1

        def is_one(read: str) -> bool:
            return any(part(read) or part(read.lower()) or part(read.upper()) for part in parts)

        return (lambda read: not is_one(read)) if is_opposite else is_one
