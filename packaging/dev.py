#!/usr/bin/env python3
"""The one door for people who work on Envoy Desktop: set up, run, test, measure, package.

Needs Python's standard library only. Its own words go to standard error, so what a verb prints on
standard output is the program's. This file keeps to syntax an old Python can read, so that an old
Python gets a sentence and not a traceback.
"""

import sys

VERBS = (
    ("run", "[--demo] [--tour DIR] [--lang en]", "open the app; without a display, play its tour"),
    ("envoy", "ARGS…", "the command line"),
    ("test", "[PYTEST ARGS]", "lint, types, layer contract and all tests on a virtual screen"),
    ("faults", "[PYTEST ARGS]", "the longer runs: kill, cut, flip, flood"),
    ("fuzz", "[N] [--seed N]", "damaged packages: none may be taken, none may crash"),
    ("month", "[--envoys N] [--database URL] DIR", "play a city's month and compare what it shows"),
    ("bench", "[ARGS]", "measure against a baseline of the same run; prints a table"),
    ("scans", "[--count N] [--seed N]", "worn scans of papers: how many find their memo"),
    ("texts", "", "extract, merge and compile the catalogue of texts"),
    ("lock", "", "choose library versions anew and write run.txt and dev.txt"),
    ("package", "[DIR]", "build the wheel"),
)

if sys.version_info < (3, 11):
    sys.exit(
        "dev.py: this is Python %d.%d; Envoy Desktop needs Python 3.11 or newer.\n"
        "Nothing was changed. Next: install a newer Python and call dev.py with it,\n"
        "for example: python3.11 packaging/dev.py run" % sys.version_info[:2]
    )


def usage():
    lines = ["usage: python3 packaging/dev.py VERB …", ""]
    lines += ["  %-42s %s" % (verb + " " + arguments, help) for verb, arguments, help in VERBS]
    return "\n".join(lines)


def main(argv):
    """Run one verb; its exit code."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage(), file=sys.stderr)
        return 0 if argv else 2
    verb, arguments = argv[0], argv[1:]
    if verb not in [name for name, _, _ in VERBS]:
        print("dev.py: there is no verb %r.\n\n%s" % (verb, usage()), file=sys.stderr)
        return 2
    # Not before the version check: the modules beside this file use the language of Python 3.11.
    from devkit import verbs
    from devkit.say import Stop, say

    try:
        return getattr(verbs, verb)(arguments)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("stopped by Ctrl+C; a half-made set-up is repaired at the next start.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
