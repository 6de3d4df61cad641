"""Signing in and out over HTTP. The session is a cookie that scripts cannot read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from .accounts import SESSION_SECONDS, Accounts, TooMany
from .answers import problem, refused
from .commit import Refused
from .data_file import Person
from .messages import say

COOKIE = "session"
LARGEST_ID = 2**63 - 1  # of SQLite
Json = dict[str, Any]


def person_of(request: Request) -> Person:
    """Who asks; 401 when nobody is signed in and the app has no public side."""
    accounts: Accounts = request.app.state.accounts
    person = accounts.person(request.cookies.get(COOKIE))
    if person is None:
        raise HTTPException(401)
    return person


def account_routes() -> APIRouter:
    """Everything below /api/session."""
    routes = APIRouter(prefix="/api/session")

    @routes.get("")
    def state(request: Request) -> Json:
        return accounts_of(request).state(request.cookies.get(COOKIE))

    @routes.post("")
    def sign_in(request: Request, body: Json) -> Response:
        return entered(request, lambda: accounts_of(request).sign_in(word(body, "name"), word(body, "password")))

    @routes.post("/first")
    def first(request: Request, body: Json) -> Response:
        words = (word(body, "code"), word(body, "name"), word(body, "password"))
        return entered(request, lambda: accounts_of(request).first(*words))

    @routes.post("/join")
    def join(request: Request, body: Json) -> Response:
        given = body.get("values")
        values = given if isinstance(given, dict) else {}
        words = (word(body, "role"), values, word(body, "name"), word(body, "password"))
        return entered(request, lambda: accounts_of(request).join(*words))

    @routes.post("/link")
    def link(request: Request, body: Json) -> Response:
        words = (word(body, "token"), word(body, "name"), word(body, "password"))
        return entered(request, lambda: accounts_of(request).use_link(*words))

    @routes.post("/become")
    def become(request: Request, body: Json) -> Response:
        return entered(request, lambda: accounts_of(request).become(word(body, "role"), number(body, "id")))

    @routes.post("/invite")
    def invite(request: Request, body: Json) -> Any:
        try:
            return {"link": accounts_of(request).invite(person_of(request), word(body, "role"), number(body, "id"))}
        except Refused as fault:
            return refused(fault.refusals)

    @routes.delete("")
    def sign_out(request: Request) -> Response:
        accounts_of(request).sign_out(request.cookies.get(COOKIE))
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, samesite="strict", httponly=True)
        return answer

    return routes


def accounts_of(request: Request) -> Accounts:
    found: Accounts = request.app.state.accounts
    return found


def entered(request: Request, come_in: Callable[[], str]) -> Response:
    """204 with the cookie of the new session, or why not."""
    try:
        token = come_in()
    except Refused as fault:
        return refused(fault.refusals)
    except TooMany:
        return problem(429, say("too_many_tries"))
    answer = Response(status_code=204)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, samesite="strict", httponly=True, secure=secure, max_age=int(SESSION_SECONDS))
    return answer


def word(body: Json, name: str) -> str:
    """A text as it can be kept; half a character is none."""
    found = body.get(name)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def number(body: Json, name: str) -> int | None:
    """The id of a row; None for what can be none."""
    found = body.get(name)
    fits = isinstance(found, int) and not isinstance(found, bool) and 0 < found <= LARGEST_ID
    return found if fits else None
