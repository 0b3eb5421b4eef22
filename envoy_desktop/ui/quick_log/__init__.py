"""Quick log: an obstacle from a typed line in under ten seconds."""
