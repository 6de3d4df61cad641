"""Puts the front end of one app together, every file by its path from the source root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lamplighter.compiler.front.closure import icons_named, named, reached, texts_named
from lamplighter.compiler.front.javascript import Literal, Module, comment, literal
from lamplighter.compiler.front.menu import menu_of, pages_of, slots_of
from lamplighter.compiler.front.plan import Emitted, Front, ViewScribe, thing_names
from lamplighter.compiler.front.shell import page_shell
from lamplighter.compiler.front.sources import FrontSources
from lamplighter.compiler.front.things import thing_module
from lamplighter.compiler.front.words import Words
from lamplighter.compiler.identity import Identity, identity, subject_of, tokens_css
from lamplighter.compiler.library import BASE
from lamplighter.compiler.names import camel
from lamplighter.compiler.screen import ScreenKind, ScreenSource
from lamplighter.domain.blueprint.app import App

_STYLES_OF = {
    "today": ("lib/ui/today.js",),
    "keys": ("lib/ui/board.js", "lib/ui/calendar.js", "lib/ui/chart.js"),
    "board": ("lib/ui/board.js",),
    "calendar": ("lib/ui/calendar.js",),
    "chart": ("lib/ui/chart.js",),
    "print": ("lib/ui/print.js",),
}


def front(
    app: App,
    emitted: Emitted,
    scribe: ViewScribe,
    sources: FrontSources,
    screens: Mapping[str, ScreenKind],
    store: str,
) -> dict[str, bytes]:
    """Every file of the front end but the rules, the model and the compiled part of the library.

    `scribe` writes JavaScript in view mode; `screens` are the kinds by name; `store` is "indexeddb" or "http".
    """
    plan = _planned(app, emitted, scribe, sources)
    menu, pages = menu_of(app, emitted), pages_of(app)
    written = [screens[screen.type].emit(screen, plan) for screen in (*menu, *pages) if screen.type in screens]
    own = {plan.thing_path(entity.id): thing_module(plan, entity) for entity in app.entities.values()}
    own |= {f"screens/{screen.file}": screen.source for screen in written}
    own["app.js"] = _app_module(plan, written, store)
    own["store.js"] = _store_module(plan, store)
    own_names = [named(path, text) for path, text in own.items()]
    library = {path: sources.modules[path] for path in reached(own_names, sources.named)}
    code, texts = sources.texts(app.lang)
    everything = [*own_names, *(sources.named[path] for path in library)]
    own["texts.js"] = _texts_module(code, {key: texts.screen[key] for key in sorted(texts_named(everything))})
    icons = sources.faces.icons
    own["icons.js"] = _icons_module({name: icons[name] for name in icons_named(everything, icons)})
    styles = _styles(plan, sources, library)
    own["index.html"] = page_shell(app, plan.face, sources.faces, list(styles))
    return {path: text.encode() for path, text in sorted({**own, **library, **styles}.items())}


def _planned(app: App, emitted: Emitted, scribe: ViewScribe, sources: FrontSources) -> Front:
    code, texts = sources.texts(app.lang)
    taken = frozenset({*sources.exports, *map(camel, BASE), "ENTITIES", "CURRENCY", "store"})
    names = thing_names(app, taken)
    slots = slots_of(menu_of(app, emitted), pages_of(app), [*taken, *names.values()])
    icons = {
        e.id: subject_of(sources.faces, f"{e.one} {e.many} {e.id.replace('_', ' ')}") for e in app.entities.values()
    }
    words, face = Words(code, texts.compiled), _face(app, sources)
    return Front(app, emitted, scribe, words, sources.faces, face, names, icons, slots)


def _face(app: App, sources: FrontSources) -> Identity:
    labels = [text for entity in app.entities.values() for text in (entity.one, entity.many)]
    settings = app.entities.get("settings")
    chosen = {
        name: str(field.default.value)
        for name in ("hue", "icon", "tone")
        if settings and (field := settings.fields.get(name)) and field.default and field.default.value
    }
    first = next((e.one for e in app.entities.values() if e.id != "settings"), app.name)
    return identity(sources.faces, app_id=app.id, texts=[app.name, app.pitch, *labels], first=first, chosen=chosen)


def _styles(plan: Front, sources: FrontSources, library: Mapping[str, str]) -> dict[str, str]:
    names = ["base", "form", *(style for style, modules in _STYLES_OF.items() if any(m in library for m in modules))]
    return {"styles/tokens.css": tokens_css(sources.faces, plan.face, series="keys" in names)} | {
        f"styles/{name}.css": sources.styles[f"styles/{name}.css"] for name in names
    }


def _app_module(plan: Front, written: Sequence[ScreenSource], store: str) -> str:
    """`app.js`: the things, the screens in the order of the menu, and the store."""
    app = plan.app
    module = Module(depth=0)
    things: dict[str, Literal] = {e: module.use(plan.thing_path(e), name) for e, name in plan.names.items()}
    screens = [module.use(f"screens/{each.file}", each.name) for each in written if not each.of]
    pages = [module.use(f"screens/{each.file}", each.name) for each in written if each.of]
    body: dict[str, Literal] = {
        "id": app.id,
        "name": app.name,
        "icon": plan.face.icon or plan.face.letter,
        "currency": module.use("lib/messages.js", "CURRENCY"),
        "store": module.use("store.js", "store"),
        "things": things,
        "screens": screens,
        "pages": pages,
        "signIn": module.use("lib/ui/sign_in.js", "signInPage") if app.roles and store == "http" else None,
        "extras": _extras(plan, module, store) or None,
    }
    start = module.use("lib/ui/app.js", "start")
    return module.source(f"{app.name}: {app.pitch}", f"{start.text}({literal(body)});")


def _store_module(plan: Front, store: str) -> str:
    """`store.js`: where the data of this app lies."""
    module = Module(depth=0)
    if store == "http":
        made = module.use("lib/store_http.js", "openStore")
        body: dict[str, Literal] = {"entities": module.use("model.js", "ENTITIES")}
        return module.source("All data lies on the server.", f"export const store = {made.text}({literal(body)});")
    made = module.use("lib/store_indexeddb.js", "openStore")
    body = {
        "name": plan.app.id,
        "rules": module.use("rules.js", "RULES"),
        "examples": module.use("demo.js", "examples"),
        "kept": module.use("demo.js", "KEPT"),
    }
    return module.source("All data stays on this device.", f"export const store = {made.text}({literal(body)});")


def _extras(plan: Front, module: Module, store: str) -> list[Literal]:
    """What stands behind the last button of the band: settings, a copy of the data, signing out."""
    extras: list[Literal] = []
    if "settings" in plan.names:
        extras.append(module.use("lib/ui/settings.js", "settingsEntry"))
    if store == "indexeddb":
        extras.append(module.use("lib/ui/backup.js", "backupEntries"))
    if plan.app.roles and store == "http":
        extras.append(module.use("lib/ui/sign_in.js", "inviteEntries"))
        extras.append(module.use("lib/ui/sign_in.js", "accountEntries"))
    return extras


def _texts_module(lang: str, texts: Mapping[str, object]) -> str:
    lines = ",\n".join(f"  {key}: {literal(_as_literal(text))}" for key, text in texts.items())
    head = f"// What the screens say.\n\nexport const language = {literal(lang)};\n"
    return f"{head}\nexport const texts = {{\n{lines},\n}};\n"


def _as_literal(text: object) -> Literal:
    if isinstance(text, dict):
        return {name: str(form) for name, form in text.items()}
    if isinstance(text, list):
        return [str(each) for each in text]
    return str(text)


def _icons_module(icons: Mapping[str, str]) -> str:
    lines = ",\n".join(f"  {name}: {literal(path)}" for name, path in icons.items())
    about = comment("Drawn on a grid of 24, one path each.")
    return f"{about}\n\nexport const icons = {{\n{lines},\n}};\n"
