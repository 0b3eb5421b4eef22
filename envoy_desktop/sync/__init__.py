"""Packages that travel: identities, trust, the sealed package, what goes in and what comes."""
