"""`envoy demo FILE`: a workspace with a realistic city, whose passphrase is published."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from envoy_desktop.cli.answer import Answer, said, speak
from envoy_desktop.cli.grammar import Argument, Command, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE, WHOLE
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.demo import Progress


def write(session: Session, *, file: Path, seed: int, scale: int, office: bool) -> Answer:
    """Write the city, or its office; needs no keyring. Refuses a file that is there."""
    from envoy_desktop import demo as city
    from envoy_desktop.store import keys
    from envoy_desktop.store.queries import facts_of_file

    if office and scale != 1:
        raise Refusal("office-has-no-scale")
    if not 1 <= scale <= 10_000:
        raise Refusal("bad-scale", scale=scale, least=1, most=10_000)
    given = session.given_passphrase()
    if given is not None and keys.strength(given) == 0:
        raise Refusal("passphrase-weak", minimum=keys.MINIMUM_LENGTH)
    if office:
        made = city.write_office(file, seed=seed, progress=_progress())
    else:
        made = city.write(file, seed=seed, scale=scale, progress=_progress())
    session.opened[made.path] = made
    if given is None:
        speak(_("示例工作区的口令是 {passphrase}").format(passphrase=city.PASSPHRASE))
    else:
        keys.change_passphrase(made.path, made.key, given)
    with made.read() as reader:
        counts = facts_of_file.about(reader).counts
    return said(
        {"path": str(made.path), "seed": seed, "scale": scale, "counts": counts},
        _("已写好示例工作区 {path}：{projects} 个项目，{procedures} 个办件").format(
            path=made.path, projects=counts["project"], procedures=counts["procedure"]
        ),
    )


def _progress() -> "Progress | None":
    """Tells how far it is, where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, most: int) -> None:
        sys.stderr.write(f"\r{done}/{most} " if done < most else "\r")
        sys.stderr.flush()

    return tell


demo = Command(
    "demo",
    params=[
        Argument("file", N_("文件"), type=FILE, help=N_("示例工作区的文件")),
        Option("--seed", type=WHOLE, default=1, help=N_("种子：同一天、同一种子写出同一个城市")),
        Option("--office", is_flag=True, help=N_("写这个城市的协调办，不写特派服务员的工作区")),
        Option("--scale", type=WHOLE, default=1, help=N_("规模：1 是 12 个项目，1000 是一个省")),
    ],
    callback=write,
    help=N_("写一个示例城市的工作区，不用钥匙串"),
)
