"""Whose work goes back to whom: the whole city to everybody, or what is shared with him."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import exchange, reference, scope
from envoy_desktop.store.queries.exchange import Trusted

ALL, SHARED = "all", "shared"
SETTING = "office.return_scope"


def of(reader: Reader) -> str:
    """What the office has set: `all` or `shared`."""
    return str(reference.setting(reader, SETTING))


@dataclass(frozen=True, slots=True)
class Shares:
    """Who wrote on which project and who is named there; read once for all recipients."""

    writers: dict[int, set[int]]
    named: dict[int, set[str]]
    actors: dict[str, set[int]]  # by name of the person, all his incarnations and lost keys
    always: frozenset[int]  # the office's own

    def with_(self, name: str) -> frozenset[int]:
        """The actors whose work goes to a person of this name: the office's and his own, and of
        those who wrote on a project of his or stand on its papers.

        A project is his where he stands on its papers, or wrote on an object of it. Of two people
        of one name each gets what is shared with either.
        """
        own = self.actors.get(name, set())
        projects = {project for project, names in self.named.items() if name in names}
        projects |= {project for project, tags in self.writers.items() if tags & own}
        found = set(self.always) | own
        for project in projects:
            found |= self.writers.get(project, set())
            for other in self.named.get(project, ()):
                found |= self.actors.get(other, set())
        return frozenset(found)


def read(reader: Reader) -> Shares:
    """What is shared by whom, as it stands."""
    trusted: dict[str, Trusted] = {one.identity: one for one in exchange.all_trusted(reader)}
    actors: dict[str, set[int]] = {}
    always: set[int] = set()
    for author in exchange.authors(reader):
        signer = trusted.get(author.identity)
        if author.own or (signer is not None and signer.role == "office"):
            always.add(author.tag)
        elif signer is not None:
            actors.setdefault(signer.name.strip(), set()).add(author.tag)
    return Shares(scope.writers(reader), scope.named(reader), actors, frozenset(always))
