"""The rules module of an app with the effect of one rule taken out; everything else stays as it was compiled."""

from __future__ import annotations

import re
from dataclasses import replace

from lamplighter.compiler.construct import Computed, Emission, Source
from lamplighter.compiler.core import core
from lamplighter.compiler.languages import JavaScript, Python
from lamplighter.compiler.rules import emissions, groups, merged, module
from lamplighter.compiler.scribe import AppScribe
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App


def rules_without(app: App, rule: str, tools: Toolkit, library: str = "./lib") -> tuple[str, str]:
    """rules.py and rules.js in which one rule judges, fills, lists and does nothing, and gives only blanks."""
    facts = core(app, tools).facts
    python, javascript = AppScribe(facts, Python()), AppScribe(facts, JavaScript())
    parts = emissions(app, tools.constructs, python, javascript)
    parts = [silent(part) if one.id == rule else part for one, part in zip(app.rules, parts, strict=True)]
    written = groups(app, parts, python, javascript)
    whole = merged(parts)
    return module(app, whole, written, python, "."), module(app, whole, written, javascript, library)


def silent(part: Emission) -> Emission:
    """An emission without effect; its helpers stay, the fields it gives are blank."""
    computed = tuple(replace(one, source=_blank(one)) for one in part.computed)
    return Emission(computed=computed, helpers=part.helpers, imports=part.imports, library=part.library)


def _blank(one: Computed) -> Source:
    python = re.match(r"def \w+\(.*?\):", one.source.python)
    javascript = re.match(r"function \w+\(.*?\)", one.source.javascript)
    assert python, one.name
    assert javascript, one.name
    return Source(f"{python[0]}\n    return None", f"{javascript[0]} {{\n  return null;\n}}")
