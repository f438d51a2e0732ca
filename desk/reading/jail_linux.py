"""Landlock and seccomp by their system calls: the standard library has no words for them.

Numbers from the kernel's uapi headers (landlock.h, seccomp.h, audit.h, unistd.h).
"""

import ctypes
import os
import platform
import struct
import sys
from functools import cache
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_VERSION_QUERY = 1
_EVERY_FILE_RIGHT = (1 << 13) - 1
_TRUNCATE, _TRUNCATE_SINCE = 1 << 14, 3
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_EVERY_NETWORK_RIGHT, _NETWORK_SINCE = 3, 4
_LIBRARY_FOLDERS = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/share/tesseract",
    "/etc/localtime",
)

_SET_NO_NEW_PRIVILEGES, _GET_SECCOMP, _SET_SECCOMP, _SECCOMP_FILTER = 38, 21, 22, 2
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026  # EPERM, ENOSYS
_CLONE_THREAD = 0x10000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X32 = 0x40000000
# Machine, clone, clone3, and what is refused: socket, connect, bind, listen, socketpair, execve, execveat, fork, vfork,
# kill, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, bpf, pidfd_open, pidfd_send_signal.
_CALLS = {
    "x86_64": (0xC000003E, 56, 435, (41, 42, 49, 50, 53, 59, 322, 57, 58, 62, 101, 310, 311, 425, 321, 434, 424)),
    "aarch64": (0xC00000B7, 220, 435, (198, 203, 200, 201, 199, 221, 281, 129, 117, 270, 271, 425, 280, 434, 424)),
}


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    libc = _libc()
    libc.syscall.restype = ctypes.c_long
    return int(libc.syscall(ctypes.c_long(number), *arguments))


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


@cache
def landlock_version() -> int:
    """The kernel's Landlock version; 0 where it has none."""
    return max(0, _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_QUERY)))


def has_filter() -> bool:
    """Whether there is a system call filter for this processor, and the kernel takes filters."""
    return platform.machine() in _CALLS and int(_libc().prctl(_GET_SECCOMP)) >= 0


def close_files() -> None:
    """Leave the libraries' folders readable and nothing else, where the kernel has Landlock."""
    version = landlock_version()
    if not version:
        return
    rights = _EVERY_FILE_RIGHT | (_TRUNCATE if version >= _TRUNCATE_SINCE else 0)
    attributes = (
        struct.pack("=QQ", rights, _EVERY_NETWORK_RIGHT) if version >= _NETWORK_SINCE else struct.pack("=Q", rights)
    )
    made = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    ruleset = _checked(made, "landlock_create_ruleset")
    for folder in {*_LIBRARY_FOLDERS, *sys.path, sys.prefix, sys.base_prefix}:
        if folder and Path(folder).exists():
            _allow_reading(ruleset, folder)
    _forbid_new_privileges()
    _checked(_call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "landlock_restrict_self")
    os.close(ruleset)


def _allow_reading(ruleset: int, path: str) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rights = _READ_FILE | (_READ_FOLDER if Path(path).is_dir() else 0)
    rule = struct.pack("=Qi", rights, beneath)
    result = _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH_BENEATH), rule, ctypes.c_uint32(0))
    os.close(beneath)
    _checked(result, "landlock_add_rule")


def _forbid_new_privileges() -> None:
    zero = ctypes.c_ulong(0)
    _checked(_libc().prctl(_SET_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero), "no_new_privs")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def close_system_calls() -> None:
    """Refuse sockets, other programs, other processes and signals to them, from here on and in every thread to come."""
    if not has_filter():
        return
    code = _program(*_CALLS[platform.machine()])
    program = _Program(len(code) // 8, code)
    _forbid_new_privileges()
    set_filter = _libc().prctl(_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_FILTER), ctypes.byref(program))
    _checked(set_filter, "seccomp")


def _program(machine: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter: classic BPF, one instruction a line as (operation, jump if true, jump if false, value)."""
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_JUMP_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_JUMP_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
        # clone3 hides its flags from a filter; "unknown" makes the C library fall back to clone.
        (_JUMP_EQUAL, 0, 1, clone3),
        (_RETURN, 0, 0, _UNKNOWN),
    ]
    for number in refused:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines += [
        (_JUMP_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_BITS, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
