"""The kinds of screens that compile: one file each, found by being there."""

from __future__ import annotations
