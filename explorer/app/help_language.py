"""The page of the help about questions: how they are written, with examples that run when they are clicked."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.core.query_names import ALIASES, MEANINGS
from explorer.core.query_tree import Form
from explorer.core.shapes import EXAMPLES, TITLES
from explorer.core.views import BUILT_IN
from explorer.models.help_page import PAGE, Page, Section, code, escaped, example, link

LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class _Example:
    """A question, and what it shows."""

    question: str
    words: str


_JOINED = (
    _Example("start:steal period:Q4", "Side by side: both are true"),
    _Example("start:steal or start:defensive_rebound", "Either is true"),
    _Example("start:steal,defensive_rebound", "The same, shorter: any of several values"),
    _Example("not outcome:turnover", "The opposite"),
    _Example("-outcome:turnover", "The opposite, shorter"),
    _Example("(start:steal or passes>=4) -outcome:turnover", "Brackets belong together"),
)
_FORMS: dict[Form, tuple[_Example, ...]] = {
    Form.WORDS: (
        _Example("start:rebound", "The text holds these letters"),
        _Example("start=steal", "The whole text"),
        _Example("outcome!=miss", "Any other text that is known"),
        _Example('offence:"New Thessaly"', "Quotation marks around spaces, brackets or commas"),
        _Example("start~/^made/", "The text fits a pattern (a regular expression between slashes)"),
    ),
    Form.NUMBER: (
        _Example("passes>=3", "At least three; also `>` `<` `<=` `=` `!=`"),
        _Example("margin:-5..5", "From and to, both included; one side can be left out"),
        _Example("points:2,3", "Any of these"),
    ),
    Form.TIME: (
        _Example("left<=4:00", "Minutes and seconds; the last four minutes of regulation or of an overtime"),
        _Example("clock:2:00..0:00", "From and to, in the order in which a clock runs"),
        _Example("duration<7", "Seconds alone"),
        _Example("elapsed:12:30..18:45", "Game time since the tip-off"),
    ),
    Form.YES_NO: (
        _Example("after_timeout:yes", "It is so"),
        _Example("garbage_time:no", "It is not so, by the definition in force"),
    ),
    Form.PERIOD: (
        _Example("period:Q4", "A quarter, or `H2` a half"),
        _Example("period>=Q3", "From the third quarter on"),
        _Example("period:OT", "Every overtime; `OT2` the second one"),
    ),
    Form.PEOPLE: (
        _Example('player:"Tariq Nadambo"', "Who did something in the possession"),
        _Example('on:"Tariq Nadambo"', "Who is on the floor for the offence"),
        _Example('off:"Tariq Nadambo"', "Whose team has the ball while he is not on the floor"),
        _Example('against:"Tariq Nadambo"', "Who is on the floor for the defence"),
        _Example(
            "on>=2 of (Tariq Nadambo, Moussa Wexidas, Elias Quinenko)",
            "At least so many of these on the floor",
        ),
    ),
    Form.PLACE: (
        _Example("place:paint", "A place that has a name, where the court of the game has it"),
        _Example("place:left_elbow,right_elbow", "Either of two"),
        *(
            _Example(f'place:"{drawn}"', TITLES[kind][:1].upper() + TITLES[kind][1:])
            for kind, drawn in EXAMPLES.items()
        ),
        _Example('place:"my spot = circle 0 5.25 4"', "Under a name of your own"),
    ),
    Form.ANY_TEXT: (
        _Example("steal", "A word without a field is looked for in teams, players, starts, outcomes and periods"),
        _Example("Nadambo", "A player, or anything else of that name"),
    ),
}
_FORM_TITLES: dict[Form, str] = {
    Form.WORDS: "Texts",
    Form.NUMBER: "Numbers",
    Form.TIME: "Clocks and times",
    Form.YES_NO: "Yes or no",
    Form.PERIOD: "Periods",
    Form.PEOPLE: "People",
    Form.PLACE: "Places on the court",
    Form.ANY_TEXT: "A word alone",
}
_SHOTS = (
    _Example("zone:rim", "Possessions with a shot at the rim"),
    _Example("shot.distance<4 shot.made:no", "With one shot that is both: near and missed"),
    _Example("(shot.distance<4) (shot.made:no)", "With a near shot and a missed one, maybe two"),
    _Example("zone:mid_left", "A zone by the name that the NBA’s 14 areas give it"),
    _Example("zone:5", "A zone by the feed’s own number"),
    _Example("shot.value=3 shot.shot_clock<5", "Threes late in the shot clock"),
    _Example('shooter:"Tariq Nadambo"', "Who took it"),
)
_UNKNOWN = (
    _Example("assists:?", "Known"),
    _Example("assists:!?", "Not known"),
    _Example("left_out:yes", "What you have left out, which no other question shows"),
)


def language_page() -> Page:
    """How questions are written, with every form of value, every view that is ready, and the other names of fields."""
    return Page(
        LANGUAGE,
        "The filter language",
        (
            _section("joined", "Putting terms together", _JOINED),
            *(_section(form.name.lower(), _FORM_TITLES[form], examples) for form, examples in _FORMS.items()),
            _section(
                "shots",
                "Shots",
                _SHOTS,
                "Fields that begin with `shot.` speak of single shots. Side by side, outside of brackets, they speak "
                "of the same shot; in brackets of their own, each may be true of another. Only the shots that are "
                "meant count for field goals; the others of the same possessions are pale on the court.",
            ),
            _section(
                "unknown",
                "Unknown",
                _UNKNOWN,
                "A comparison with something unknown is neither true nor false: such a possession is not shown, and "
                "not by the opposite either.",
            ),
            _section(
                "views",
                "Questions ready to be asked",
                tuple(_Example(view.question, escaped(view.title)) for view in BUILT_IN),
                "Also under Edit > Views, where those that you save stand above them.",
            ),
            Section(
                "other_names",
                "Other names",
                ("Each of these means the same as a field’s own name.",),
                ("also", "for", "what it is"),
                tuple((code(name), code(meant), escaped(MEANINGS[meant].title)) for name, meant in ALIASES.items()),
            ),
        ),
        (
            "A question is made of terms: the name of a field, a sign, and a value. Click an example to ask it of the "
            "games that are shown; the names of people and teams are those of the sample league.",
            f"All names are listed under {link('Fields and numbers', PAGE, 'fields')}; while you type, Ctrl+Space "
            "offers what could stand at the cursor. What cannot be read is told with its place and the nearest word "
            "that can. Capitals do not matter.",
        ),
    )


def _section(name: str, title: str, examples: tuple[_Example, ...], *texts: str) -> Section:
    rows = tuple((example(one.question), one.words) for one in examples)
    return Section(name, title, texts, ("question", "what it shows"), rows)
