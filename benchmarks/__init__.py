"""What Meshwright costs: `python -m benchmarks` measures it and holds it against its targets."""
