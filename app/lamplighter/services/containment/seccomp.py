"""The list of kernel calls a sandbox may not make, written as a filter the kernel runs; no package is needed.

Refused calls answer EPERM, so that programs notice and go on; a call in a foreign binary format ends the program.
The numbers come from the kernel's own tables for each processor.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
ANSWER = 0x06  # BPF_RET | BPF_K

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | 1  # EPERM
UNKNOWN = 0x00050000 | 38  # ENOSYS: libc falls back to the older call

NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24  # offsets in struct seccomp_data; low words of the arguments

NEW_NAMESPACE = 0x7E020000  # every CLONE_NEW… flag that clone() takes
X32 = 0x40000000
SOCKETS = (1, 2, 10, 16)  # unix, inet, inet6, netlink: what programs use; all others only widen the kernel's surface
TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

# Numbers 424 and up are the same on every processor.
NEWER = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "open_tree_attr": 467,
}

X86_64 = {
    "ptrace": 101,
    "syslog": 103,
    "uselib": 134,
    "personality": 135,
    "ustat": 136,
    "sysfs": 139,
    "vhangup": 153,
    "modify_ldt": 154,
    "pivot_root": 155,
    "sysctl": 156,
    "adjtimex": 159,
    "chroot": 161,
    "acct": 163,
    "settimeofday": 164,
    "mount": 165,
    "umount2": 166,
    "swapon": 167,
    "swapoff": 168,
    "reboot": 169,
    "sethostname": 170,
    "setdomainname": 171,
    "iopl": 172,
    "ioperm": 173,
    "create_module": 174,
    "init_module": 175,
    "delete_module": 176,
    "get_kernel_syms": 177,
    "query_module": 178,
    "quotactl": 179,
    "nfsservctl": 180,
    "lookup_dcookie": 212,
    "clock_settime": 227,
    "mbind": 237,
    "set_mempolicy": 238,
    "kexec_load": 246,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    "migrate_pages": 256,
    "unshare": 272,
    "move_pages": 279,
    "perf_event_open": 298,
    "fanotify_init": 300,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    "clock_adjtime": 305,
    "setns": 308,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "kcmp": 312,
    "finit_module": 313,
    "kexec_file_load": 320,
    "bpf": 321,
    "userfaultfd": 323,
}

ARM64 = {
    "lookup_dcookie": 18,
    "umount2": 39,
    "mount": 40,
    "pivot_root": 41,
    "nfsservctl": 42,
    "chroot": 51,
    "vhangup": 58,
    "quotactl": 60,
    "acct": 89,
    "personality": 92,
    "unshare": 97,
    "kexec_load": 104,
    "init_module": 105,
    "delete_module": 106,
    "clock_settime": 112,
    "syslog": 116,
    "ptrace": 117,
    "reboot": 142,
    "sethostname": 161,
    "setdomainname": 162,
    "settimeofday": 170,
    "adjtimex": 171,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    "swapon": 224,
    "swapoff": 225,
    "mbind": 235,
    "set_mempolicy": 237,
    "migrate_pages": 238,
    "move_pages": 239,
    "perf_event_open": 241,
    "fanotify_init": 262,
    "name_to_handle_at": 264,
    "open_by_handle_at": 265,
    "clock_adjtime": 266,
    "setns": 268,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "kcmp": 272,
    "finit_module": 273,
    "bpf": 280,
    "userfaultfd": 282,
    "kexec_file_load": 294,
}


@dataclass(frozen=True, slots=True)
class Processor:
    """One processor's binary format and its call numbers."""

    audit: int
    refused: Mapping[str, int]
    clone: int
    clone3: int
    socket: int
    socketpair: int
    ioctl: int
    has_x32: bool


PROCESSORS = {
    "x86_64": Processor(0xC000003E, X86_64, clone=56, clone3=435, socket=41, socketpair=53, ioctl=16, has_x32=True),
    "aarch64": Processor(0xC00000B7, ARM64, clone=220, clone3=435, socket=198, socketpair=199, ioctl=29, has_x32=False),
}

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def filter_program(machine: str) -> bytes | None:
    """The filter for a processor as `platform.machine()` names it, or None where its numbers are not known."""
    processor = PROCESSORS.get(machine)
    if processor is None:
        return None
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in _instructions(processor))


def _instructions(processor: Processor) -> list[Instruction]:
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, processor.audit),
        (ANSWER, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if processor.has_x32:
        program += [(AT_LEAST, 0, 1, X32), (ANSWER, 0, 0, REFUSE)]
    program += _answered([processor.clone3], UNKNOWN)
    program += _answered([*processor.refused.values(), *NEWER.values()], REFUSE)
    program += _when(processor.clone, FIRST, [(ANY_BIT, 0, 1, NEW_NAMESPACE), (ANSWER, 0, 0, REFUSE)])
    program += _when(processor.ioctl, SECOND, _answered(TERMINAL_INJECTION, REFUSE))
    for call in (processor.socket, processor.socketpair):
        program += _when(call, FIRST, [*_answered(SOCKETS, ALLOW), (ANSWER, 0, 0, REFUSE)])
    return [*program, (ANSWER, 0, 0, ALLOW)]


def _answered(values: Iterable[int], answer: int) -> list[Instruction]:
    """Give `answer` when the loaded word is one of `values`; two instructions each, so that no jump is ever too far."""
    return [line for value in values for line in ((EQUAL, 0, 1, value), (ANSWER, 0, 0, answer))]


def _when(call: int, argument: int, body: list[Instruction]) -> list[Instruction]:
    """Judge one argument of one call, then load the call's number again."""
    return [(EQUAL, 0, len(body) + 2, call), (LOAD, 0, 0, argument), *body, (LOAD, 0, 0, NUMBER)]
