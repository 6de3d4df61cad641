"""What the checks stand on: the subject, how it is tested and started, and our programs inside the sandbox."""
