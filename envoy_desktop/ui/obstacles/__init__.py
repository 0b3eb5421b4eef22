"""Obstacles: the list by urgency, one obstacle with what was tried, its evidence."""
