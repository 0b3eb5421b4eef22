"""The settings: every one that is declared, the city's lists, keys and backups."""
