"""The words of a web page as a reader sees them: no script, no style, nothing fetched; tables row by row."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from desk.reading.blocks import Blocks, add_table

_SILENT = frozenset("script style template noscript head iframe object embed svg math select button".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html li main nav ol p pre section summary ul td th tr caption br".split()
)
_LONGEST_CELL = 1_500
# What a walk meets: ("text", words), ("table", rows) or ("hidden", None).
Piece = tuple[str, Any]
_SPACE = re.compile(r"[ \t\n\r\xa0]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE
)


def parse(text: str) -> Any:
    """The tree of a page; None where it holds nothing. No address is opened, no outside entity read."""
    # A declared encoding would be believed over the text, which is decoded already.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def title_of(tree: Any) -> str:
    """The page's own title."""
    found = tree.find(".//title") if tree is not None else None
    return _SPACE.sub(" ", found.text_content()).strip() if found is not None else ""


def language_of(tree: Any) -> str:
    """The language the page declares; empty where it declares none."""
    return str(tree.get("lang") or "") if tree is not None else ""


def add_web_page(blocks: Blocks, tree: Any) -> int:
    """Add a page's paragraphs and tables; returns how many pieces were left out because the page hides them."""
    hidden = 0
    number = 0
    for kind, content in _pieces(tree):
        if kind == "hidden":
            hidden += 1
            continue
        number += 1
        if kind == "table":
            add_table(blocks, content, name=f"{number} row {{row}}")
        else:
            blocks.add(content, str(number), gap="\n")
    return hidden


def _pieces(tree: Any) -> Iterator[Piece]:
    """Walks without recursion: pages may be nested fifty thousand deep."""
    held = _Held()
    events = etree.iterwalk(tree, events=("start", "end"))
    skipped: Any = None
    for event, element in events:
        if event == "start":
            leaf = _leaf(element)
            if leaf is None:
                yield from held.begin(element)
                continue
            yield from held.flush()
            yield from leaf
            events.skip_subtree()
            skipped = element
        elif element is skipped:
            held.go_on(element.tail)
        else:
            yield from held.end(element)
    yield from held.flush()


class _Held:
    """The words of the paragraph in hand."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def begin(self, element: Any) -> Iterator[Piece]:
        if element.tag in _BLOCKS:
            yield from self.flush()
            self.go_on("- " if element.tag == "li" else "")
        self.go_on(element.text)

    def end(self, element: Any) -> Iterator[Piece]:
        if element.tag in _BLOCKS:
            yield from self.flush()
        self.go_on(element.tail)

    def go_on(self, words: str | None) -> None:
        self._words.append(words or "")

    def flush(self) -> Iterator[Piece]:
        text = _SPACE.sub(" ", "".join(self._words)).strip()
        self._words.clear()
        if text and text != "-":
            yield "text", text


def _leaf(element: Any) -> list[Piece] | None:
    """What an element gives as a whole - nothing, or a table - or None where the walk goes on inside it."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return []
    if _is_hidden(element):
        return [("hidden", None)]
    return [("table", _rows(element))] if element.tag == "table" and _is_data(element) else None


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_data(table: Any) -> bool:
    """A table of data: two rows at least, no table within, no long cell; others are only there for the layout."""
    rows = table.findall(".//tr")
    return (
        len(rows) > 1
        and table.find(".//table") is None
        and all(len(cell) < 1_500 for row in _rows(table)[:20] for cell in row)
    )


def _rows(table: Any) -> list[list[str]]:
    return [
        [_SPACE.sub(" ", "".join(cell.itertext())).strip() for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
