"""When a catalogue item applies: reads and judges the conditions of the catalogue.

Grammar: ``always`` or names of attributes with ``and or not ( )``, ``==``, ``>``, ``>=`` and
``in (a, b)``; bare words are values. Read by hand, never evaluated as a program.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from envoy_desktop.domain.attributes import ATTRIBUTES, CHOICE, NUMBER, YES_NO, Value
from envoy_desktop.domain.refusal import Refusal

_TOKEN = re.compile(r"\s*(?:(>=|==|[>(),])|([A-Za-z_][A-Za-z0-9_]*)|(\d+(?:\.\d+)?)|(\S))")
_RESERVED = frozenset({"and", "or", "not", "in", "always"})
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Ground:
    """One question of a condition and its answer.

    `operator` is ``is`` (a yes/no), ``==``, ``>``, ``>=`` or ``in``; `operand` the values it
    is held against; `given` the project's value (None: not given, then `assumed` is true);
    `holds` whether the question was answered with yes.
    """

    attribute: str
    operator: str
    operand: tuple[Value, ...]
    given: Value | None
    holds: bool

    @property
    def assumed(self) -> bool:
        return self.given is None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a condition holds, and why.

    `because`: the questions that settled it (empty for ``always``). `assumed`: attributes that
    were not given, taken as no, blank or none, and could have settled it otherwise.
    """

    applies: bool
    because: tuple[Ground, ...]
    assumed: tuple[str, ...]

    @property
    def certain(self) -> bool:
        return not self.assumed


@dataclass(frozen=True, slots=True)
class _Question:
    attribute: str
    operator: str
    operand: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Not:
    inner: "_Node"


@dataclass(frozen=True, slots=True)
class _Joined:
    word: str
    parts: tuple["_Node", ...]


_Node = _Question | _Not | _Joined


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read and checked; `text` as it was written."""

    text: str
    root: _Node | None

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes it asks for, each once, in the order of the text."""
        found: dict[str, None] = {}

        def walk(node: _Node) -> None:
            if isinstance(node, _Question):
                found[node.attribute] = None
            elif isinstance(node, _Not):
                walk(node.inner)
            else:
                for part in node.parts:
                    walk(part)

        if self.root is not None:
            walk(self.root)
        return tuple(found)


@lru_cache(maxsize=1024)
def parse_condition(text: str) -> Condition:
    """Reads `text`; refuses ``bad-condition`` with position (first character 1) and expected.

    `expected` is one of attribute, comparison, value, number, choice, bracket-open,
    bracket-close, end, less-depth; `found` the text at the place.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[tuple[str, str, int]] = []
        for match in _TOKEN.finditer(text):
            kind = ("sign", "word", "number", "other")[(match.lastindex or 4) - 1]
            self._tokens.append(
                (kind, match[match.lastindex or 4], match.start(match.lastindex or 4))
            )
        self._at = 0
        self._depth = 0

    def read(self) -> Condition:
        if self._peek() == "always":
            self._at += 1
            root = None
        else:
            root = self._either()
        if self._at < len(self._tokens):
            self._refuse("end")
        return Condition(self._text, root)

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _refuse(self, expected: str, at: int | None = None) -> NoReturn:
        at = self._at if at is None else at
        inside = at < len(self._tokens)
        raise Refusal(
            "bad-condition",
            position=self._tokens[at][2] + 1 if inside else len(self._text) + 1,
            expected=expected,
            found=self._tokens[at][1] if inside else "",
            text=self._text,
            next="correct-condition",
        )

    def _take(self, sign: str, expected: str) -> None:
        if self._peek() != sign:
            self._refuse(expected)
        self._at += 1

    def _either(self) -> _Node:
        parts = [self._both()]
        while self._peek() == "or":
            self._at += 1
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else _Joined("or", tuple(parts))

    def _both(self) -> _Node:
        parts = [self._single()]
        while self._peek() == "and":
            self._at += 1
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else _Joined("and", tuple(parts))

    def _single(self) -> _Node:
        self._depth += 1
        if self._depth > _DEEPEST:  # a bad file must not exhaust the stack
            self._refuse("less-depth")
        node: _Node
        if self._peek() == "not":
            self._at += 1
            node = _Not(self._single())
        elif self._peek() == "(":
            self._at += 1
            node = self._either()
            self._take(")", "bracket-close")
        else:
            node = self._question()
        self._depth -= 1
        return node

    def _question(self) -> _Question:
        name = self._peek()
        if self._at >= len(self._tokens) or name in _RESERVED or name not in ATTRIBUTES:
            self._refuse("attribute")
        attribute = ATTRIBUTES[name]
        self._at += 1
        operator = self._peek()
        if operator == "in":
            self._at += 1
            self._take("(", "bracket-open")
            operand = [self._value(name)]
            while self._peek() == ",":
                self._at += 1
                operand.append(self._value(name))
            self._take(")", "bracket-close")
            return _Question(name, "in", tuple(operand))
        if operator in ("==", ">", ">="):
            if operator != "==" and attribute.kind != NUMBER:
                self._refuse("comparison")
            self._at += 1
            return _Question(name, operator, (self._value(name),))
        if attribute.kind != YES_NO:
            self._refuse("comparison")
        return _Question(name, "is", (True,))

    def _value(self, name: str) -> Value:
        attribute = ATTRIBUTES[name]
        if self._at >= len(self._tokens):
            self._refuse("value")
        kind, text, _ = self._tokens[self._at]
        if attribute.kind == NUMBER and kind != "number":
            self._refuse("number")
        if attribute.kind == CHOICE and text not in attribute.choices:
            self._refuse("choice")
        if attribute.kind == YES_NO and text not in ("yes", "no"):
            self._refuse("value")
        self._at += 1
        if attribute.kind == NUMBER:
            return Decimal(text)
        return text == "yes" if attribute.kind == YES_NO else text


@dataclass(frozen=True, slots=True)
class _Answer:
    holds: bool
    open: frozenset[str]  # attributes not given that keep it from being certain
    because: tuple[Ground, ...]


def judge(condition: Condition, attributes: Mapping[str, Value]) -> Judgement:
    """Whether `condition` holds for a project with `attributes`.

    An attribute that is not given counts as no, blank or none. It is named in `assumed` only
    where another answer could have changed the outcome (three-valued logic).
    """
    if condition.root is None:
        return Judgement(True, (), ())
    answer = _answer(condition.root, attributes)
    assumed = tuple(name for name in condition.attributes if name in answer.open)
    return Judgement(answer.holds, tuple(dict.fromkeys(answer.because)), assumed)


def _answer(node: _Node, given: Mapping[str, Value]) -> _Answer:
    if isinstance(node, _Question):
        return _ask(node, given)
    if isinstance(node, _Not):
        inner = _answer(node.inner, given)
        return _Answer(not inner.holds, inner.open, inner.because)
    parts = [_answer(part, given) for part in node.parts]
    settling = node.word == "or"  # one yes settles an or, one no settles an and
    settled = [part for part in parts if part.holds is settling]
    if settled:
        certain = [part for part in settled if not part.open]
        open_ = frozenset() if certain else frozenset().union(*(p.open for p in parts))
        because = tuple(g for part in (certain or settled) for g in part.because)
        return _Answer(settling, open_, because)
    open_ = frozenset().union(*(part.open for part in parts))
    return _Answer(not settling, open_, tuple(g for part in parts for g in part.because))


def _ask(question: _Question, attributes: Mapping[str, Value]) -> _Answer:
    name = question.attribute
    given = attributes.get(name)
    value = ATTRIBUTES[name].blank if given is None else given
    if value is None:
        holds = False
    elif question.operator in (">", ">="):
        number, bound = Decimal(value), Decimal(question.operand[0])
        holds = number > bound if question.operator == ">" else number >= bound
    else:
        holds = value in question.operand
    ground = Ground(name, question.operator, question.operand, given, holds)
    return _Answer(holds, frozenset({name}) if given is None else frozenset(), (ground,))
