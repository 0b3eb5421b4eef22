"""The parts of dev.py: environment, system libraries, virtual screen, stages. Stdlib only."""
