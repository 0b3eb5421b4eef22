"""Contacts: who sits at which window, the calls with them, and what they promised."""
