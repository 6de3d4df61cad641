"""The blueprint: its parts, the checker, its expressions, and how answers refine it."""
