"""Programs of ours that run inside the sandbox, beside the project they look at; nothing here runs outside of it."""
