"""Lamplighter: an idea in plain words becomes a running, tested, contained prototype."""

__version__ = "0.1.0"
