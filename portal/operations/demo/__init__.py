"""The demonstration: people of every role and a sample year, made through the same verbs that people use."""
