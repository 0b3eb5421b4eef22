"""The office's own screens: who delivered, what was set aside, trust, what goes back."""
