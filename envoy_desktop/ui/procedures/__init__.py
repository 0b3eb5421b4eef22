"""Procedures: the long list, one with its clocks and events, and recording."""
