"""Web pages (.html): what a reader would see of them."""

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.html_text import add_web_page, language_of, parse, title_of
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.reading.text import decoded


def extract(source: Source) -> Extract:
    """One page of paragraphs and tables; words that the page hides are left out and counted."""
    tree = parse(decoded(source.data, source.name).text)
    if tree is None:
        raise failure("no_text", source.name)
    blocks = Blocks(noun="paragraph")
    hidden = add_web_page(blocks, tree)
    warnings = (f"The page hides {hidden} pieces of text from its readers; they are not read.",) if hidden else ()
    return extracted(
        "web", source, Document([blocks]), title=title_of(tree), warnings=warnings, language=language_of(tree)
    )
