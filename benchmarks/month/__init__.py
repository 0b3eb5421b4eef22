"""A month of a city with many envoys, played to its end, and held against what was played."""
