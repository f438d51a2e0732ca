"""The limits for reading one file, out of the settings."""

from desk.reading.limits import Limits
from desk.settings import Settings


def reading_limits(settings: Settings) -> Limits:
    """What a reader may take, as the settings say; what they do not say is as built in."""
    return Limits(
        seconds=settings.reading.seconds,
        memory_mib=settings.reading.memory_mib,
        max_pages=settings.reading.max_pages,
        max_bytes=settings.reading.max_mib << 20,
    )
