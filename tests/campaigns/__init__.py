"""Long seeded runs, started by hand: `python -m tests.campaigns.<name>`. A small sample of each is in the suite."""
