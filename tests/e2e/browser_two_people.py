"""Two people at one app, and a connection that goes: python -m tests.e2e.browser_two_people ADDRESS

Both edit the same tool; the second is shown both versions and decides. Then the server is out of reach: the page says
so, keeps what was typed, and saves it once the server answers again.
"""

from __future__ import annotations

import sys

from tests.e2e.browser import Browser


def edits(page: Browser, name: str) -> None:
    page.go("tool/1")
    page.press(".head-actions .button", "Edit")
    page.fill("Name", name)


def two_versions_are_shown_and_mine_is_kept(one: Browser, other: Browser) -> None:
    edits(one, "Drill of Ida")
    edits(other, "Drill of Tom")
    one.press("dialog .main", "Save")
    one.wait_for("document.querySelector('h1').textContent === 'Drill of Ida'")
    other.press("dialog .main", "Save")
    other.wait_for("window.seen('.banner', 'Drill of Ida').length === 1")
    assert other.run("window.field('Name').value") == "Drill of Tom"
    other.press(".banner .button", "Keep mine")
    other.wait_for("document.querySelector('h1').textContent === 'Drill of Tom'")


def two_versions_are_shown_and_theirs_is_taken(one: Browser, other: Browser) -> None:
    one.reload()
    edits(one, "Drill of Ida")
    edits(other, "Drill of Eve")
    other.press("dialog .main", "Save")
    other.wait_for("document.querySelector('h1').textContent === 'Drill of Eve'")
    one.press("dialog .main", "Save")
    one.press(".banner .button", "Take theirs")
    one.wait_for("window.field('Name').value === 'Drill of Eve'")
    one.press("dialog header button")
    one.press("dialog .button", "Discard")
    one.wait_for("document.querySelector('dialog') === null")


def without_a_connection_nothing_typed_is_lost(one: Browser) -> None:
    edits(one, "Drill in the cellar")
    one.run("window.kept = window.fetch; window.fetch = () => Promise.reject(new TypeError('no connection')); true")
    one.press("dialog .main", "Save")
    one.wait_for("window.seen('dialog .banner', 'No connection').length === 1")
    assert one.run("window.field('Name').value") == "Drill in the cellar"
    one.wait_for("[...document.querySelectorAll('main .banner')].some((each) => each.textContent.includes('state of'))")
    one.run("window.fetch = window.kept; true")
    one.press("dialog .main", "Save")
    one.wait_for("document.querySelector('h1').textContent === 'Drill in the cellar'")
    one.wait_for("document.querySelector('main .banner') === null")


def main(address: str) -> int:
    """Run every step; the exit code."""
    one = Browser()
    other = Browser(beside=one)
    one.open(address)
    other.open(one.address)
    try:
        two_versions_are_shown_and_mine_is_kept(one, other)
        print("two versions are shown and mine is kept")
        two_versions_are_shown_and_theirs_is_taken(one, other)
        print("two versions are shown and theirs is taken")
        without_a_connection_nothing_typed_is_lost(one)
        print("without a connection nothing typed is lost")
    except AssertionError as fault:
        print(fault, file=sys.stderr)
        return 1
    complaints = [each for each in one.complaints + other.complaints if "409" not in each]
    one.close()
    other.close()
    if complaints:
        print("the console said:", *complaints, sep="\n", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
