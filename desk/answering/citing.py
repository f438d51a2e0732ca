"""From words in a masked passage to a citation that opens the original at the same words."""

from collections.abc import Mapping
from dataclasses import replace

from desk.safeguards.sealed import MaskedPassage
from desk.vocabulary.answer import Citation, DraftSentence
from desk.vocabulary.ratings import Rating


def cite(number: int, passage: MaskedPassage, start: int, end: int) -> Citation:
    """A citation of ``passage.text[start:end]``, its span mapped to the page as received."""
    page_start, page_end = passage.page_span(start, end)
    return Citation(
        number=number,
        report_id=passage.report_id,
        report_title=passage.report_title,
        passage_id=passage.passage_id,
        page=passage.page,
        start=page_start,
        end=page_end,
        quote=one_line(passage.text[start:end]),
        marking=passage.marking,
        place=passage.place,
    )


def rated(draft: DraftSentence, ratings: Mapping[str, Rating | None]) -> DraftSentence:
    """The sentence with each citation carrying the rating of its report, by the report's id."""
    citations = tuple(replace(each, rating=ratings.get(each.report_id)) for each in draft.citations)
    return replace(draft, citations=citations)


def one_line(text: str) -> str:
    """The text with runs of blanks as single blanks, words divided at a line's end made whole, Markdown's bold marks gone."""
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").replace("**", "").split())
