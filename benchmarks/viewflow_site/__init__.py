"""The flow of `benchmarks.flow` as a viewflow project, measured beside ours: run by a Python of its own, never imported."""
