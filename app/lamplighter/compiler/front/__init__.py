"""The front end of a compiled app: screens, things, styles and the part of the library they use."""

from __future__ import annotations

from lamplighter.compiler.front.assemble import front as front
from lamplighter.compiler.front.sources import FrontSources as FrontSources
from lamplighter.compiler.front.sources import front_sources as front_sources
