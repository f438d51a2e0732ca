"""What a reading process that was taken over may say, and what comes of it."""

import json
from typing import Any

import pytest

from desk.reading.messages import Assembly, Malformed
from desk.vocabulary.errors import ReadingFailed


def page(**changes: Any) -> bytes:
    body = {"number": 1, "text": "abcd", "size": [1, 2], "passages": [[0, 4, [], None, ""]], **changes}
    return json.dumps({"page": body}).encode()


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        page(number=2),
        page(passages=[[0, 3, [], None, ""]]),
        page(passages=[[1, 4, [], None, ""]]),
        page(passages=[[0, 2, [], None, ""], [1, 4, [], None, ""]]),
        page(passages=[[0, 4, [[1, 2]], None, ""]]),
        page(passages=[[0, 4, [], "HELLO", ""]]),
        page(passages=[[0, "4", [], None, ""]]),
        page(size=["wide", 1]),
        b'{"end": {}}',
        b'{"failed": {}}',
    ],
)
def test_what_does_not_fit_is_refused(frame: bytes) -> None:
    with pytest.raises(Malformed):
        Assembly(10, 100).add(frame)


def test_more_pages_than_allowed_are_refused() -> None:
    assembly = Assembly(1, 100)
    assembly.add(page())
    with pytest.raises(Malformed):
        assembly.add(page(number=2))


def test_a_failure_comes_through_as_it_was_said() -> None:
    with pytest.raises(ReadingFailed) as caught:
        Assembly(1, 100).add(b'{"failed": {"code": "damaged", "message": "No.", "remedy": "Get another."}}')
    assert (caught.value.code, caught.value.remedy) == ("damaged", "Get another.")
