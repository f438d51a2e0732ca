"""What to call a report: its own title if that is one, else its first heading, else its file's name."""

import re
from pathlib import PurePath

from desk.reading.dates import find_date
from desk.vocabulary.marking_lines import read_line

_FILE_LIKE = re.compile(
    r"^(?:microsoft \w+ - |untitled|document\d*$|slide \d)|\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|rtf|txt|p65|wpd)$", re.I
)
_PORTION_MARK = re.compile(r"^\((?:TS|S|C|U|CUI)(?://[^)]{1,60})?\)\s*")
_NO_HEADING = re.compile(r"^(?:page \d|https?:)", re.I)
_LONGEST = 160
LINES = 12


def choose_title(stated: str, first_page: str, file_name: str) -> str:
    """``stated`` is what the file says of itself; any may be empty but the file's name."""
    tidy = _without_mark(" ".join(stated.split()))
    if is_title(tidy):
        return tidy[:_LONGEST]
    return _without_mark(first_heading(first_page)) or PurePath(file_name).stem


def _without_mark(title: str) -> str:
    """The marking of a title is kept with the report and shown beside it; in the title it would stand twice."""
    return _PORTION_MARK.sub("", title)


def is_title(text: str) -> bool:
    """Whether what a file says of itself can be its title: words, and no file's name."""
    letters = sum(character.isalpha() for character in text)
    return letters >= 4 and " " in text and not _FILE_LIKE.search(text)


def first_heading(page: str) -> str:
    """The first line that can be a heading: words, short, no banner, no date alone; empty where there is none."""
    for line in page.splitlines()[:LINES]:
        text = " ".join(line.lstrip("# \t").split())
        letters = sum(character.isalpha() for character in text)
        if 6 <= len(text) <= _LONGEST and " " in text and letters > 0.6 * len(text) and not _is_apparatus(text):
            return text
    return ""


def _is_apparatus(text: str) -> bool:
    if _NO_HEADING.match(text) or read_line(text) is not None:
        return True
    return len(text) < 30 and find_date(text) is not None
