"""One outside thing each: the store, files, processes, packages, settings."""
