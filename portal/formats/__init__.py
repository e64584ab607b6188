"""How forms read and write dates and numbers, by language (FORMAT_MODULE_PATH)."""
