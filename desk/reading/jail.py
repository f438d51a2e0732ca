"""What a process that parses a stranger's file may still do: compute, and answer on its pipe.

Kernel limits on memory and CPU, no core dump; on Linux also Landlock (no file but the libraries' own may be opened,
none written) and a seccomp filter (no socket, no other program, no signal to others). Elsewhere the separate process
and the clock outside it are what there is; ``jail_description`` says which.
"""

import sys

if sys.platform == "linux":
    from desk.reading import jail_linux


def confine(*, memory: int, seconds: int) -> None:
    """Close the door on this process, for good. ``memory`` in bytes of writable data, ``seconds`` of CPU time."""
    if sys.platform == "win32":
        return
    import resource

    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, seconds, grace=5)
    if sys.platform == "linux":
        # Not RLIMIT_AS: PDFium reserves 32 GiB of address space that it never touches.
        _limit(resource.RLIMIT_DATA, memory)
        jail_linux.close_files()
        jail_linux.close_system_calls()


def _limit(kind: int, value: int, grace: int = 0) -> None:
    """The hard limit too, ``grace`` above, so that what runs in the jail cannot raise it again."""
    import resource

    _, hard = resource.getrlimit(kind)
    top = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(kind, (min(value, top), top))


def jail_description() -> str:
    """One sentence on what holds a reading process here."""
    if sys.platform == "win32":
        return "Each file is read in a process of its own with a time limit; there is no memory limit on Windows."
    if sys.platform != "linux":
        return "Each file is read in a process of its own with limits on time and CPU; this system sets none on memory."
    parts = ["limits on time, CPU and memory"]
    parts += ["no access to files (Landlock)"] if jail_linux.landlock_version() else []
    parts += ["no network and no other programs (seccomp)"] if jail_linux.has_filter() else []
    missing = [] if jail_linux.landlock_version() else ["Landlock"]
    missing += [] if jail_linux.has_filter() else ["a system call filter for this processor"]
    lacks = f" This system lacks {' and '.join(missing)}." if missing else ""
    return f"Each file is read in a process of its own: {', '.join(parts)}.{lacks}"
