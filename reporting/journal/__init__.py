"""The log of actions as the auditor reads it: search, export, and the proof that nothing was cut off or rewritten."""
