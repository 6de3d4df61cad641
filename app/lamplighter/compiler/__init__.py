"""From a checked blueprint to the files of a project: pure, given the templates."""
