"""What the Concept and its action plan say: regions, bodies, plan editions, indicators. Reference data, loaded from CSV."""
