"""Today: what needs the envoy, worst first, each line with its one next action."""
