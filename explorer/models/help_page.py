"""What a page of the help is made of; as HTML for the screen, as plain text to take along, and searched.

Texts are written with three marks: `code`, [words](target), and a backslash before a mark that is none. A target is
`page:NAME` or `page:NAME#SECTION`, `ask:QUESTION` or `do:COMMAND`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

ASK, DO, PAGE = "ask", "do", "page"
_MARKS = re.compile(r"\\(?P<plain>[\\`\[])|`(?P<code>[^`]*)`|\[(?P<words>(?:\\.|[^\]])*)\]\((?P<target>[^)\s]*)\)")
_WIDEST = 44


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its name in links, its title, paragraphs, and rows of a table with their headers."""

    name: str
    title: str
    texts: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the help."""

    name: str
    title: str
    sections: tuple[Section, ...]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What a link leads to: one of ASK, DO and PAGE, and what of it."""

    kind: str
    target: str


def escaped(text: str) -> str:
    """A text in which nothing is a mark."""
    return re.sub(r"[\\`\[]", r"\\\g<0>", text)


def code(text: str) -> str:
    """A text as it is typed."""
    return f"`{text.replace('`', chr(39))}`"


def example(question: str) -> str:
    """A question that is asked when it is clicked."""
    return link(question, ASK, question)


def link(words: str, kind: str, target: str) -> str:
    """Words that lead somewhere."""
    return f"[{re.sub(r'[\\\]]', r'\\\g<0>', words)}]({kind}:{quote(target, safe='#')})"


def read_link(address: str) -> Link:
    """What an address leads to."""
    kind, _, target = address.partition(":")
    return Link(kind, unquote(target))


def links(page: Page) -> list[Link]:
    """Every link of a page."""
    return [read_link(found["target"]) for text in _texts(page) for found in _MARKS.finditer(text) if found["target"]]


def plain(text: str) -> str:
    """A text without its marks."""

    def shown(found: re.Match[str]) -> str:
        if found["words"] is not None:
            return re.sub(r"\\(.)", r"\1", found["words"])
        return found["plain"] or found["code"] or ""

    return _MARKS.sub(shown, text)


def as_text(page: Page) -> str:
    """A page to be printed or pasted: tables in columns, at most so wide that a line stays a line."""
    lines = [page.title, "=" * len(page.title), "", *(f"{plain(text)}\n" for text in page.texts)]
    for section in page.sections:
        if section.title:
            lines += [section.title, "-" * len(section.title)]
        lines += [f"{plain(text)}\n" for text in section.texts]
        lines += [*_columns([[plain(cell) for cell in row] for row in (section.headers, *section.rows) if row]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    count = max(map(len, rows), default=0)
    widths = [min(max((len(row[at]) for row in rows if at < len(row)), default=0), _WIDEST) for at in range(count)]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip()


def as_html(page: Page) -> str:
    """A page for the screen."""
    return "".join((f"<h1>{_plain_html(page.title)}</h1>", *map(_paragraph, page.texts), *map(_section, page.sections)))


def search(pages: Sequence[Page], typed: str) -> list[tuple[Page, list[Section]]]:
    """The pages that have all the typed words in one paragraph or row, each with those alone.

    A section whose title has them is found whole. Capitals do not count.
    """
    words = typed.casefold().split()
    found = []
    for page in pages:
        sections = [part for section in _parts(page) if (part := _narrowed(section, words))] if words else []
        if sections:
            found.append((page, sections))
    return found


def found_html(found: Sequence[tuple[Page, Sequence[Section]]], typed: str) -> str:
    """What was found for the screen: each page's parts below a link to it."""
    if not found:
        return f"<p>Nothing in the help has “{html.escape(typed.strip())}”.</p>"
    told = []
    for page, sections in found:
        told.append(f"<h1>{_html(link(page.title, PAGE, page.name))}</h1>")
        told += [_section(section, f"{page.name}#{section.name}") for section in sections]
    return "".join(told)


def _parts(page: Page) -> Iterator[Section]:
    if page.texts:
        yield Section("", "", page.texts)
    yield from page.sections


def _narrowed(section: Section, words: Sequence[str]) -> Section | None:
    def fits(*texts: str) -> bool:
        folded = " ".join(map(plain, texts)).casefold()
        return all(word in folded for word in words)

    if section.title and fits(section.title):
        return section
    texts = tuple(text for text in section.texts if fits(text))
    rows = tuple(row for row in section.rows if fits(section.title, *row))
    return Section(section.name, section.title, texts, section.headers, rows) if texts or rows else None


def _texts(page: Page) -> Iterator[str]:
    for section in _parts(page):
        yield from section.texts
        for row in section.rows:
            yield from row


def _section(section: Section, target: str = "") -> str:
    heading = ""
    if section.title and target:
        heading = f"<h2>{_html(link(section.title, PAGE, target))}</h2>"
    elif section.title:
        heading = f'<h2><a name="{section.name}"></a>{_plain_html(section.title)}</h2>'
    return heading + "".join(map(_paragraph, section.texts)) + (_table(section) if section.rows else "")


def _table(section: Section) -> str:
    heads = "".join(f"<th>{_plain_html(header)}</th>" for header in section.headers)
    rows = "".join("<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>" for row in section.rows)
    return f'<table cellspacing="0" cellpadding="0" width="100%"><tr>{heads}</tr>{rows}</table>'


def _paragraph(text: str) -> str:
    return f"<p>{_html(text)}</p>"


def _plain_html(text: str) -> str:
    return html.escape(text)


def _html(text: str) -> str:
    """A text with its marks as HTML."""
    made, at = [], 0
    for found in _MARKS.finditer(text):
        made.append(html.escape(text[at : found.start()]))
        at = found.end()
        if found["words"] is not None:
            words = html.escape(re.sub(r"\\(.)", r"\1", found["words"]))
            shown = f"<code>{words}</code>" if found["target"].startswith(f"{ASK}:") else words
            made.append(f'<a href="{html.escape(found["target"])}">{shown}</a>')
        elif found["code"] is not None:
            made.append(f"<code>{html.escape(found['code'])}</code>")
        else:
            made.append(html.escape(found["plain"]))
    made.append(html.escape(text[at:]))
    return "".join(made)
