"""The heart of a compiled app: its rules, model and example rows, before a pack gives them a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lamplighter.compiler.construct import Emission
from lamplighter.compiler.demo import demo_module
from lamplighter.compiler.languages import JavaScript, Python
from lamplighter.compiler.locale import Locale, locale_of
from lamplighter.compiler.model import model_module
from lamplighter.compiler.rules import Group, emissions, groups, merged, module, rule_functions
from lamplighter.compiler.scribe import AppScribe, Facts, computed_names
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App


@dataclass(frozen=True, slots=True)
class Core:
    """The heart of a compiled app, before a pack gives it a place."""

    app: App
    locale: Locale
    facts: Facts
    emission: Emission
    groups: Sequence[Group]
    own: Mapping[str, tuple[str, ...]]  # the functions of each rule
    python: AppScribe
    javascript: AppScribe


def core(app: App, toolkit: Toolkit) -> Core:
    """Everything that is the same in every pack."""
    locale = locale_of(app, toolkit.templates.messages)
    facts = Facts(app, locale, toolkit.environment, computed_names(app))
    python, javascript = AppScribe(facts, Python()), AppScribe(facts, JavaScript())
    parts = emissions(app, toolkit.constructs, python, javascript)
    own = {rule.id: rule_functions(rule, part) for rule, part in zip(app.rules, parts, strict=True)}
    written = groups(app, parts, python, javascript)
    return Core(app, locale, facts, merged(parts), written, own, python, javascript)


# -- the modules made of the app, in one language


def python_modules(made: Core) -> dict[str, str]:
    """rules.py, model.py and demo.py by file name."""
    scribe = made.python
    return {
        "rules.py": module(made.app, made.emission, made.groups, scribe, "."),
        "model.py": model_module(made.app, scribe.fresh()),
        "demo.py": demo_module(made.app, scribe.fresh(), "."),
    }


def javascript_modules(made: Core) -> dict[str, str]:
    """rules.js, model.js and demo.js by file name."""
    scribe = made.javascript
    return {
        "rules.js": module(made.app, made.emission, made.groups, scribe, "./lib"),
        "model.js": model_module(made.app, scribe.fresh()),
        "demo.js": demo_module(made.app, scribe.fresh(), "./lib"),
    }
