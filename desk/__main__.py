"""The entry: safe start first, then a worker, the command line or the window."""

import sys


def main() -> int:
    """Run what the command line asks for; without a command, open the window."""
    from desk import safe_start

    safe_start.start()
    arguments = sys.argv[1:]
    if arguments[:1] == ["worker"] and len(arguments) == 2:
        return _worker(arguments[1])
    from desk.cli.main import run

    return run(arguments)


def _worker(name: str) -> int:
    if name == "reading":
        from desk.reading.worker import main as reading

        return reading()
    if name == "embedding":
        from desk.search.embedding_worker import main as embedding

        return embedding()
    if name == "index-probe":
        from desk.search.index_probe import main as probe

        return probe()
    print(f"There is no worker named {name!r}.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
