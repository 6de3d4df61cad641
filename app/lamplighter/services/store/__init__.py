"""The truth about every idea: one SQLite file an idea, append-only, committed before anything is called saved.

Project folders are views of it. `Library` holds all ideas of a home, `IdeaStore` is one open idea.
"""

from lamplighter.services.store.idea import IdeaStore
from lamplighter.services.store.library import Library
from lamplighter.services.store.values import JSON, IdeaSummary, StoredEvent, VersionSummary

__all__ = ["JSON", "IdeaStore", "IdeaSummary", "Library", "StoredEvent", "VersionSummary"]
