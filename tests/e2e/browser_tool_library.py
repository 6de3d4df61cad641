"""Drives the tool library in a real browser: python -m tests.e2e.browser_tool_library ADDRESS

Creates, breaks a rule, edits, deletes, takes back, reloads, and once everything by keyboard alone. Exits with 1 and the
reason when something is not as it should be, or when the console had anything to complain about.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from tests.e2e.browser import Browser


def starts_with_a_sentence(page: Browser) -> None:
    page.sees("One tool is late.")
    page.sees("Call Anna Webb")


def creates(page: Browser) -> None:
    page.go("tools")
    page.press("[data-main]")
    page.fill("Name", "Wheelbarrow")
    page.fill("Value", "59,90" if page.run("document.documentElement.lang") != "en" else "59.90")
    page.press("dialog .main")
    page.sees("Saved: Wheelbarrow")
    page.wait_for("window.seen('tbody tr', 'Wheelbarrow').length === 1")
    page.sees("$59.90")


def is_told_which_rule_it_breaks(page: Browser) -> None:
    page.go("tools")
    page.press("[data-main]")
    page.fill("Name", "Drill")
    page.press("dialog .main")
    page.wait_for("window.seen('.refusal', 'Drill').length === 1")
    page.wait_for("document.activeElement === window.field('Name')")
    assert page.run("window.field('Name').getAttribute('aria-invalid')") == "true"
    assert page.run("window.field('Name').value") == "Drill", "a refused save keeps what was typed"
    page.fill("Name", "Hand drill")
    page.press("dialog .main")
    page.sees("Saved: Hand drill")


def lends_and_takes_back(page: Browser) -> None:
    page.go("out")
    page.press("[data-main]", "Lend a tool")
    page.run("window.field('Tool').focus()")
    page.wait_for("window.seen('[role=option]', 'Hedge trimmer').length === 1")
    assert page.run("window.seen('[role=option]', 'Long ladder').length") == 0, "what is out is not offered"
    page.choose("Tool", "Hedge")
    page.choose("Member", "Carla")
    page.press("dialog .main")
    page.wait_for("window.seen('tbody tr', 'Hedge trimmer').length === 1")
    page.run("window.seen('tbody tr', 'Hedge trimmer')[0].querySelector('.row-actions .button').click()")
    page.wait_for("window.seen('tbody tr', 'Hedge trimmer').length === 0")


def adds_who_is_missing_from_inside_the_form(page: Browser) -> None:
    page.go("out")
    page.press("[data-main]", "Lend a tool")
    page.choose("Tool", "Hedge")
    page.fill("Member", "Dora Quist")
    page.press("[role=option]", "Add “Dora Quist” as a new member")
    page.wait_for("window.field('Name')?.value === 'Dora Quist'")
    page.press("dialog .main", "Add a member")
    page.wait_for("window.field('Member')?.value === 'Dora Quist'")
    page.press("dialog .main", "Lend a tool")
    page.wait_for("window.seen('tbody tr', 'Dora Quist').length === 1")


def edits(page: Browser) -> None:
    page.go("tool/3")
    page.press(".head-actions .button", "Edit")
    page.fill("Name", "Hedge shears")
    page.press("dialog .main", "Save")
    page.wait_for("document.querySelector('h1').textContent === 'Hedge shears'")


def deletes_and_takes_it_back(page: Browser) -> None:
    for back in (True, False):
        page.go("tools")
        page.wait_for("window.seen('tbody tr', 'Wheelbarrow').length === 1")
        page.run("window.seen('tbody tr', 'Wheelbarrow')[0].querySelector('[aria-haspopup]').click()")
        page.press("[role=menuitem]", "Delete")
        page.wait_for("window.seen('tbody tr', 'Wheelbarrow').length === 0")
        if back:
            page.press(".toast button", "Undo")
            page.wait_for("window.seen('tbody tr', 'Wheelbarrow').length === 1")


def cannot_delete_what_others_refer_to(page: Browser) -> None:
    page.go("members")
    page.run("window.seen('tbody tr', 'Anna Webb')[0].querySelector('[aria-haspopup]').click()")
    page.press("[role=menuitem]", "Delete")
    page.wait_for("window.seen('dialog', 'refer to it').length === 1")
    page.press("dialog .button")
    page.wait_for("document.querySelector('dialog') === null")


def remembers_after_a_reload(page: Browser) -> None:
    page.go("tools")
    page.reload()
    page.wait_for("window.seen('tbody tr', 'Hedge shears').length === 1")
    assert page.run("window.seen('tbody tr', 'Wheelbarrow').length") == 0


def works_by_keyboard_alone(page: Browser) -> None:
    page.go("tools")
    page.key("n")
    page.wait_for("document.activeElement === window.field('Name')")
    page.key("Sledge hammer")
    page.key(Qt.Key.Key_Return)
    page.sees("Saved: Sledge hammer")
    page.key("/")
    page.wait_for("document.activeElement.type === 'search'")
    page.key("sledge")
    page.wait_for("window.seen('tbody tr').length === 1")
    page.key(Qt.Key.Key_Tab)
    for _ in range(12):
        if page.run("document.activeElement.textContent.trim()") == "Sledge hammer":
            break
        page.key(Qt.Key.Key_Tab)
    page.key(Qt.Key.Key_Return)
    page.wait_for("document.querySelector('h1').textContent === 'Sledge hammer'")
    page.key("?")
    page.wait_for("document.querySelector('dialog') !== null")
    page.key(Qt.Key.Key_Escape)
    page.wait_for("document.querySelector('dialog') === null")


def starts_empty_and_takes_it_back(page: Browser) -> None:
    page.go("today")
    page.press("button", "Start empty")
    page.sees("Example rows cleared.")
    page.never_sees("Call Anna Webb")
    page.press(".toast button", "Undo")
    page.sees("Call Anna Webb")


STEPS: tuple[Callable[[Browser], None], ...] = (
    starts_with_a_sentence,
    creates,
    is_told_which_rule_it_breaks,
    lends_and_takes_back,
    adds_who_is_missing_from_inside_the_form,
    edits,
    deletes_and_takes_it_back,
    cannot_delete_what_others_refer_to,
    remembers_after_a_reload,
    works_by_keyboard_alone,
    starts_empty_and_takes_it_back,
)


def main(address: str) -> int:
    """Run every step; the exit code."""
    page = Browser()
    page.open(address)
    for step in STEPS:
        try:
            step(page)
        except AssertionError as fault:
            print(f"{step.__name__}: {fault}", file=sys.stderr)
            return 1
        print(step.__name__.replace("_", " "))
    page.close()
    if page.complaints:
        print("the console said:", *page.complaints, sep="\n", file=sys.stderr)
    return 1 if page.complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
