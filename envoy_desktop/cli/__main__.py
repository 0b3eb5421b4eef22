"""`python -m envoy_desktop.cli` is `envoy`."""

from envoy_desktop.cli import main

if __name__ == "__main__":
    main()
