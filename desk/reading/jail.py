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

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        # Not RLIMIT_AS: PDFium reserves 32 GiB of address space that it never touches.
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        jail_linux.close_files()
        jail_linux.close_system_calls()


def jail_description() -> str:
    """One sentence on what holds a reading process here."""
    if sys.platform == "win32":
        return "Each file is read in a process of its own with a time limit; there is no memory limit on Windows."
    if sys.platform == "darwin":
        return "Each file is read in a process of its own with limits on time and CPU; macOS sets no limit on memory."
    parts = ["limits on time, CPU and memory"]
    parts += ["no access to files (Landlock)"] if jail_linux.landlock_version() else []
    parts += ["no network and no other programs (seccomp)"] if jail_linux.has_filter() else []
    missing = [] if jail_linux.landlock_version() else ["Landlock"]
    missing += [] if jail_linux.has_filter() else ["a system call filter for this processor"]
    lacks = f" This system lacks {' and '.join(missing)}." if missing else ""
    return f"Each file is read in a process of its own: {', '.join(parts)}.{lacks}"
