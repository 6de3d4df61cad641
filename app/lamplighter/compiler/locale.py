"""The language of a compiled app: its standard texts, how it writes numbers and days, its currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.blueprint.app import App

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3, "JOD": 3, "OMR": 3}
FALLBACK = "en"
Messages = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Language → section → key → text, as in templates/shared/messages."""


@dataclass(frozen=True, slots=True)
class Locale:
    """`texts` are the standard texts by key ("missing", "limit.full"); `money` and `order` are forms with {…}.

    `months` is empty where days are written in numbers. `minor_digits` come from ISO 4217.
    """

    lang: str
    decimal: str
    group: str
    order: str
    months: tuple[str, ...]
    money: str
    currency: str
    sign: str
    minor_digits: int
    texts: Mapping[str, str]

    def text(self, key: str, **words: str) -> str:
        """The standard text with the words put in; other places in braces stay."""
        return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), self.texts[key])


def locale_of(app: App, messages: Messages) -> Locale:
    """The locale of an app: its language (English where the texts are not known), its own currency."""
    lang = app.lang[:2] if app.lang[:2] in messages else FALLBACK
    sections = messages[lang]
    form = {key: value for key, value in sections["locale"].items() if isinstance(value, str)}
    months = sections["locale"]["months"]
    currency = own_currency(app) or form["currency"]
    sign = _SIGNS.get(currency, f"{currency} " if form["money"].startswith("{sign}") else currency)
    return Locale(
        lang,
        form["decimal"],
        form["group"],
        form["order"],
        tuple(str(month) for month in months) if isinstance(months, list) else (),
        form["money"],
        currency,
        sign,
        _DIGITS.get(currency, 2),
        dict(texts_of(sections)),
    )


def texts_of(sections: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str]]:
    """Every text with its key: those of [base] by their own name, the others as section.key."""
    return [
        (key if section == "base" else f"{section}.{key}", str(text))
        for section, texts in sections.items()
        if section != "locale"
        for key, text in texts.items()
    ]


def own_currency(app: App) -> str:
    """The currency in the app's settings as a code of three letters, or empty."""
    settings = app.entities.get("settings")
    field = settings.fields.get("currency") if settings else None
    value = field.default.value if field and field.default else None
    text = str(value).strip().upper()
    return text if re.fullmatch(r"[A-Z]{3}", text) else ""
