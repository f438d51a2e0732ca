"""Places and tracks (.kml, .gpx): a block for each placemark, waypoint or track, with its coordinates and times."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.structured import extracted

_MOST_POINTS = 60


def extract(source: Source) -> Extract:
    """One page. Entities are not resolved and nothing outside is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(source.data, parser)
    except etree.XMLSyntaxError as error:
        raise failure("damaged_xml", source.name) from error
    blocks = Blocks(noun="place")
    for number, text in enumerate(_places(tree), start=1):
        blocks.add(text, str(number))
    return extracted("geography", source, Document([blocks]), title=_text(tree, "name"))


def _places(tree: Any) -> Iterator[str]:
    for element in tree.iter("{*}Placemark", "{*}wpt", "{*}trk", "{*}rte"):
        head = [_text(element, name) for name in ("name", "desc", "description", "cmt", "type", "time")]
        when = [_text(element, name) for name in ("when", "begin", "end")]
        yield "\n".join(part for part in (*dict.fromkeys([*head, *when]), _coordinates(element)) if part)


def _text(element: Any, name: str) -> str:
    found = element.find(f".//{{*}}{name}")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _coordinates(element: Any) -> str:
    points = list(_points(element))
    shown = "; ".join(points[:_MOST_POINTS])
    more = f"; and {len(points) - _MOST_POINTS} more points" if len(points) > _MOST_POINTS else ""
    return f"Coordinates (latitude, longitude): {shown}{more}" if points else ""


def _points(element: Any) -> Iterator[str]:
    for each in (element, *element.iter("{*}trkpt", "{*}rtept")):
        if each.get("lat") and each.get("lon"):
            when = _text(each, "time") if each is not element else ""
            yield f"{each.get('lat')}, {each.get('lon')}" + (f" at {when}" if when else "")
    for each in element.iter("{*}coordinates"):
        for point in (each.text or "").split():
            numbers = point.split(",")
            if len(numbers) >= 2:
                yield f"{numbers[1]}, {numbers[0]}"
