"""Pure values and rules: no I/O, no await, no Qt, no SDK."""
