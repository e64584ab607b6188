"""Measured promises: each module is a command, each result a ratio of things measured side by side. See README.md."""
