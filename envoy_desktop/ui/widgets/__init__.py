"""The parts screens are made of; each takes plain values and says what the person meant."""
