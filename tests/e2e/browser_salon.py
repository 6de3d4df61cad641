"""Drives the salon in a real browser: python -m tests.e2e.browser_salon ADDRESS

A card goes to another column and the history tells of it, a visit that collides is refused, a warning is confirmed, a
list comes in from a file, and the drawn screens show their numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.e2e.browser import Browser

FILE = "Name;Phone;Mail\\nGwen Marsh;0151 1;gwen@example.org\\nMia Brandt;0151 9;\\nPat;0151 2;no mail\\n"


def a_card_goes_to_another_column(page: Browser) -> None:
    page.go("requests")
    page.wait_for("window.seen('.board-column', 'New').length === 1")
    page.run("window.seen('.card', 'Noor Haddad')[0].querySelector('.grip').click()")
    page.press("[role=menuitem]", "Confirmed")
    page.wait_for("window.seen('.board-column[data-value=confirmed] .card', 'Noor Haddad').length === 1")
    page.run("window.seen('.card', 'Noor Haddad')[0].querySelector('.grip').click()")
    assert page.run("window.seen('[role=menuitem]', 'New').length") == 0, "no step leads back"
    page.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})); true")
    page.wait_for("document.querySelector('.menu') === null")


def the_history_tells_of_it(page: Browser) -> None:
    page.go("visit/2")
    page.wait_for("window.seen('.history li', 'New').some((line) => line.textContent.includes('Confirmed'))")


def a_collision_is_refused_at_its_field_and_a_warning_is_confirmed(page: Browser) -> None:
    page.go("visits")
    page.press("[data-main]")
    page.choose("Client", "Mia")
    page.choose("Stylist", "Rosa")
    start = "document.querySelector('dialog [type=date]').value = '{}'; "
    start += "document.querySelector('dialog [type=time]').value = '09:30'; true"
    day = page.run(
        "new Date(Date.now() + 86400000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10)"
    )
    page.run(start.format(day))
    page.press("dialog .main")
    page.wait_for("window.seen('dialog .refusal, dialog .banner', 'Somebody is there then.').length === 1")
    for at in range(3):
        page.run(start.format(f"2031-01-0{at + 1}"))
        page.press("dialog .main")
        if page.run("window.seen('dialog .banner.soon').length"):
            break
        page.pause(0.4)
        if page.run("document.querySelector('dialog') === null"):
            page.press("[data-main]")
            page.choose("Client", "Mia")
    page.wait_for("window.seen('dialog .banner.soon', 'four visits').length === 1")
    page.press("dialog .main", "anyway")
    page.wait_for("document.querySelector('dialog') === null")


def a_list_comes_in_from_a_file(page: Browser) -> None:
    page.go("clients")
    page.press(".filters > [aria-haspopup]:last-child")
    page.press("[role=menuitem]", "Import")
    page.wait_for("document.querySelector('dialog input[type=file]')")
    page.run(
        f"const kept = new DataTransfer(); kept.items.add(new File(['{FILE}'], 'clients.csv'));"
        "const input = document.querySelector('dialog input[type=file]');"
        "input.files = kept.files; input.dispatchEvent(new Event('change')); true"
    )
    page.sees("1 new row.")
    page.sees("1 is here already.")
    page.sees("1 line cannot be read:")
    page.press("dialog .main", "Take over 1 row")
    page.wait_for("window.seen('tbody tr', 'Gwen Marsh').length === 1")


def drawn_screens_show_their_numbers(page: Browser) -> None:
    page.go("week")
    page.wait_for("window.seen('.event', 'Ines Duarte').length >= 1")
    page.go("income")
    page.wait_for("document.querySelectorAll('.drawing .fill').length > 3")
    page.wait_for("window.seen('.numbers td').length > 3")
    page.go("sheet")
    page.wait_for("window.seen('.print-rows td', 'Ines Duarte').length === 1")


def a_page_that_stays_open_says_what_it_kept(page: Browser) -> None:
    page.go("quick")
    page.fill("Name", "Zoe Quill")
    page.press(".form .main")
    page.wait_for("window.seen('.banner.good', 'Saved: Zoe Quill').length === 1")
    assert page.run("window.field('Name').value") == ""


STEPS: tuple[Callable[[Browser], None], ...] = (
    a_card_goes_to_another_column,
    the_history_tells_of_it,
    a_collision_is_refused_at_its_field_and_a_warning_is_confirmed,
    a_list_comes_in_from_a_file,
    drawn_screens_show_their_numbers,
    a_page_that_stays_open_says_what_it_kept,
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
