"""The order of work: a job runs the pipeline and tells what happens in events."""
