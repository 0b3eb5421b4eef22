"""The manual: short pages shipped with the program, one a screen, in both languages."""
