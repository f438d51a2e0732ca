"""Probity Desk: ``python main.py`` opens the window, ``python main.py COMMAND`` is the command line."""

import sys

from desk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
