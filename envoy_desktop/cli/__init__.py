"""The command line: the same acts without a window, one module a noun.

`main` answers `--version` before anything is imported: the parser alone is three starts of Python.
"""

import sys


def main() -> None:
    """The entry point `envoy`; ends the process with the exit code."""
    arguments = sys.argv[1:]
    if "--version" in arguments and not {*arguments} - {"--version", "--json"}:
        from envoy_desktop import __version__

        json = '{"version": "%s"}'
        print((json if "--json" in arguments else "envoy %s") % __version__)
        sys.exit(0)
    from envoy_desktop.cli import running

    sys.exit(running.run(arguments))
