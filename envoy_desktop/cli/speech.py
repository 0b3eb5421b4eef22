"""Which language the command line speaks, by the locale or by ENVOY_LANGUAGE."""

import os
from collections.abc import Mapping

from envoy_desktop import words

_NAMES = ("ENVOY_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def choose(environment: Mapping[str, str] = os.environ) -> None:
    """Speak the first language the environment names that we know; Chinese where it names none."""
    words.set_language(_wanted(environment))


def _wanted(environment: Mapping[str, str]) -> str:
    for name in _NAMES:
        for wish in environment.get(name, "").split(":"):
            if wish.lower().startswith("en"):
                return "en"
            if wish.lower().startswith("zh"):
                return "zh_CN"
    return "zh_CN"
