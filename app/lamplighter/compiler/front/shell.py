"""The page an app starts from: its styles, its icon in the tab, and its first module."""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import quote

from lamplighter.compiler.faces import Faces
from lamplighter.compiler.identity import Identity, palette
from lamplighter.domain.blueprint.app import App

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
POLICY = "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; object-src 'none'"


def page_shell(app: App, face: Identity, faces: Faces, styles: Sequence[str]) -> str:
    """`index.html` for development and for the server; the built page has everything inline."""
    links = "\n".join(f'    <link rel="stylesheet" href="{path}">' for path in styles)
    colours = palette(faces, face.hue, "light")
    direction = ' dir="rtl"' if app.lang[:2] in RIGHT_TO_LEFT else ""
    return f"""<!doctype html>
<html lang="{html.escape(app.lang)}"{direction}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta http-equiv="Content-Security-Policy" content="{POLICY}">
    <meta name="description" content="{html.escape(app.pitch)}">
    <meta name="theme-color" content="{colours["band"]}">
    <title>{html.escape(app.name)}</title>
    <link rel="icon" href="{favicon(faces, face)}">
{links}
    <script type="module" src="app.js"></script>
  </head>
  <body>
    <noscript>{html.escape(app.name)}: JavaScript</noscript>
  </body>
</html>
"""


def favicon(faces: Faces, face: Identity) -> str:
    """The sign of the app as an SVG in a data address."""
    colours = palette(faces, face.hue, "light")
    stroke = 'fill="none" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
    if face.icon:
        place = f'{stroke} stroke="{colours["onband"]}" transform="translate(5 5) scale(.917)"'
        sign = f'<path {place} d="{faces.icons[face.icon]}"/>'
    else:
        letter = html.escape(face.letter)
        sign = (
            f'<text x="16" y="22.5" font-family="sans-serif" font-size="18" font-weight="700" text-anchor="middle" '
            f'fill="{colours["onband"]}">{letter}</text>'
        )
    ground = f'<rect width="32" height="32" rx="8" fill="{colours["band"]}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{ground}{sign}</svg>'
    return "data:image/svg+xml," + quote(svg, safe="/:=,;'() ").replace(" ", "%20").replace("'", "%27")
