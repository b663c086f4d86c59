"""What performance claims run on: `python -m benchmarks [NAME...]` measures ours beside something else in the same run."""
