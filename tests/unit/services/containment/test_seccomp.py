"""The filter, judged by a small machine of the test's own that runs its instructions as the kernel does."""

from __future__ import annotations

import errno
import struct

import pytest

from lamplighter.services.containment import seccomp
from lamplighter.services.containment.seccomp import ALLOW, KILL, NEWER, PROCESSORS, REFUSE, UNKNOWN, filter_program

MACHINES = sorted(PROCESSORS)


def judged(program: bytes, number: int, audit: int, *arguments: int) -> int:
    """What the kernel would answer to a call."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    call = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, audit, 0, *(word & 0xFFFFFFFFFFFFFFFF for word in words))
    lines = list(struct.iter_unpack("=HBBI", program))
    loaded, at = 0, 0
    while True:
        code, yes, no, constant = lines[at]
        at += 1
        if code == seccomp.ANSWER:
            return int(constant)
        if code == seccomp.LOAD:
            (loaded,) = struct.unpack_from("=I", call, constant)
            continue
        holds = {
            seccomp.EQUAL: loaded == constant,
            seccomp.AT_LEAST: loaded >= constant,
            seccomp.ANY_BIT: bool(loaded & constant),
        }[code]
        at += yes if holds else no


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def verdict(machine: str, number: int, *arguments: int) -> int:
    program = filter_program(machine)
    assert program is not None
    return judged(program, number, PROCESSORS[machine].audit, *arguments)


def test_every_call_on_the_list_is_refused(machine: str) -> None:
    numbers = [*PROCESSORS[machine].refused.values(), *NEWER.values()]
    assert {verdict(machine, number) for number in numbers} == {REFUSE}
    assert len(set(numbers)) == len(numbers)


def test_all_other_calls_are_allowed(machine: str) -> None:
    processor = PROCESSORS[machine]
    judged_by_argument = {processor.socket, processor.socketpair, processor.clone3}
    named = {*processor.refused.values(), *NEWER.values(), *judged_by_argument}
    assert {verdict(machine, number) for number in range(470) if number not in named} == {ALLOW}


def test_another_binary_format_ends_the_program(machine: str) -> None:
    program = filter_program(machine)
    assert program is not None
    assert judged(program, 0, 0x40000003) == KILL


def test_the_newer_way_to_make_a_process_is_unknown_so_that_the_older_is_used(machine: str) -> None:
    assert verdict(machine, PROCESSORS[machine].clone3) == UNKNOWN
    assert UNKNOWN & 0xFFFF == errno.ENOSYS
    assert REFUSE & 0xFFFF == errno.EPERM


@pytest.mark.parametrize("flag", [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000])
def test_a_process_with_a_namespace_of_its_own_is_refused(machine: str, flag: int) -> None:
    clone = PROCESSORS[machine].clone
    assert verdict(machine, clone, flag | 17) == REFUSE
    assert verdict(machine, clone, 17) == ALLOW
    assert verdict(machine, clone, 0x003D0F00) == ALLOW, "threads are made with these flags"


def test_only_sockets_that_programs_use_are_allowed(machine: str) -> None:
    processor = PROCESSORS[machine]
    for call in (processor.socket, processor.socketpair):
        allowed = {family for family in range(64) if verdict(machine, call, family) == ALLOW}
        assert allowed == {1, 2, 10, 16}


def test_high_bits_of_an_argument_hide_nothing(machine: str) -> None:
    processor = PROCESSORS[machine]
    assert verdict(machine, processor.ioctl, 0, 0x5412) == REFUSE
    assert verdict(machine, processor.ioctl, 0, 0xFFFFFFFF_00005412) == REFUSE
    assert verdict(machine, processor.ioctl, 0, 0x541C) == REFUSE
    assert verdict(machine, processor.ioctl, 0, 0x5401) == ALLOW
    assert verdict(machine, processor.socket, 0xFFFFFFFF_00000026) == REFUSE


def test_the_second_numbering_of_one_processor_is_refused() -> None:
    assert verdict("x86_64", 0x40000000) == REFUSE
    assert verdict("x86_64", 0xFFFFFFFF) == REFUSE


def test_an_unknown_processor_has_no_filter() -> None:
    assert filter_program("riscv64") is None
    assert filter_program("") is None


def test_the_program_is_short_enough_for_the_kernel(machine: str) -> None:
    program = filter_program(machine)
    assert program is not None
    assert len(program) // 8 < 4096
