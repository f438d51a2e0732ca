"""A guard against one defect of another's: PySide6 6.12 on Python 3.11 ends the process after some thousand calls.

Every call into Qt that returns nothing gives back a reference to ``None`` that it never took (measured: 1,000 calls,
1,000 references less). From Python 3.12 on ``None`` has no count (PEP 683); before that the process dies with "deallocating
None" when the count reaches zero.
"""

import ctypes
import sys

# More calls than a process makes in years, far from the limits of the count.
_REFERENCES = 1 << 40


def keep_none() -> None:
    """Give ``None`` so many references that none of them is missed. Call before the first use of Qt; once is enough."""
    if sys.version_info < (3, 12) and sys.getrefcount(None) < _REFERENCES:
        count = ctypes.c_ssize_t.from_address(id(None))
        count.value += _REFERENCES
