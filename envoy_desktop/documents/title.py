"""Where a title breaks: at word sense, in a trapezoid or diamond (GB/T 9704 7.3.1).

A small word list and a cost for every place are enough: titles of official documents are built
from few words. The person's own breaks always win.
"""

import re
from functools import lru_cache
from itertools import combinations, pairwise

from envoy_desktop.documents.linebreak import NO_END, NO_START, is_cell

WIDEST, COMFORTABLE, MOST_LINES = 20.0, 18.0, 4

_WORD_LIST = (
    "关于 请示 报告 意见 专报 函 通知 纪要 月报 协调 解决 推进 加快 促进 落实 办理 处理 "
    "研究 审定 审批 审查 审核 审议 许可 核准 备案 登记 验收 评价 评估 评审 论证 批准 同意 "
    "支持 商请 征求 恳请 请求 申请 提请 超期 逾期 超时 延期 延误 滞后 受阻 中止 停滞 补正 "
    "受理 时限 承诺 法定 期限 限期 问题 情况 事项 事宜 工作 手续 材料 清单 项目 工程 建设 "
    "用地 土地 出让 供应 征收 征地 拆迁 预审 选址 规划 施工 图纸 环境 影响 环评 生态 "
    "水土保持 节能 能评 消防 人防 防雷 抗震 竣工 质量 安全 不动产 林地 林木 使用 占用 "
    "道路 开口 路口 排水 供电 供水 供热 燃气 通信 接入 报装 管线 迁改 并联 联审联批 联合 "
    "集中 统一 代办 委托 帮办 部门 单位 企业 公司 集团 投资 投资方 招商 服务 特派 特派员 "
    "特派服务员 营商环境 人民政府 市委 市政府 区政府 县政府 办公室 委员会 管委会 开发区 "
    "工业园 产业园 物流园 园区 重点 重大 进一步 有关 相关 若干 存在 突出 困难 障碍 堵点 "
    "督办 督查 整改 完成 进展 一次性告知 非一次性告知 清单外 生产 生产线 基地 中心 一期 "
    "二期 三期 新建 改建 扩建 技术改造 制造 加工 新能源 新材料 智能 装备 物流 冷链 医药 "
    "电子 汽车 零部件 产业化 年产 万吨 亿元 万元"
)
_GOOD_END_LIST = (
    "项目 工程 公司 集团 问题 事项 事宜 情况 手续 审批 许可 工作 建设 意见 材料 部门 基地 "
    "中心 园区 开发区 办公室 委员会 管委会 人民政府 登记 验收"
)
_WORDS, _GOOD_ENDS = _WORD_LIST.split(), frozenset(_GOOD_END_LIST.split())
_WHOLE = re.compile(
    r"《[^》]{1,16}》|（[^）]{1,14}）|“[^”]{1,14}”|〔\d{4}〕\d+号?"
    r"|[A-Za-z0-9][A-Za-z0-9.,_/&+\-]*(?:[年月日号项个]|[万亿]?(?:元|吨|千瓦|平方米))?"
)
_ENDING = re.compile(r"的(?:请示|报告|意见|专报|函|复函|通知|纪要|月报|情况|说明)$")
_FORBIDDEN = 1000.0


@lru_cache(maxsize=512)
def break_title(title: str, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The title's lines; a newline in it is a break the person forced."""
    lines: list[str] = []
    for part in title.split("\n"):
        if part := part.strip():
            lines += _break(part, keep)
    return tuple(lines)


def cells(text: str) -> float:
    """The width in full-width characters; what is not one counts half."""
    return sum(1.0 if is_cell(char) else 0.5 for char in text)


def _break(text: str, keep: tuple[str, ...]) -> list[str]:
    if cells(text) <= COMFORTABLE:
        return [text]
    costs = _costs(text, keep)
    best: tuple[float, list[str]] | None = None
    least = max(1, int(-(-cells(text) // WIDEST)))
    for count in range(least, max(least, MOST_LINES) + 1):
        places = [at for at in range(1, len(text)) if costs[at] < _FORBIDDEN]
        if count > 2:  # keeps three and four lines affordable
            places = sorted(sorted(places, key=lambda at: costs[at])[: 22 if count == 3 else 15])
        for breaks in combinations(places, count - 1) if count <= MOST_LINES else ():
            edges = (0, *breaks, len(text))
            lines = [text[a:b] for a, b in pairwise(edges)]
            cost = _shape(lines) + sum(costs[at] for at in breaks) + 4.0 * (count - least)
            if best is None or cost < best[0]:
                best = (cost, lines)
        if best is not None and best[0] < _FORBIDDEN:
            break
    if best is None or best[0] >= _FORBIDDEN:
        return _even(text, max(least, 1))
    return best[1]


def break_evenly(text: str, count: int) -> tuple[str, ...]:
    """A name in `count` lines of about one length, broken at word sense: a long organ's mark."""
    costs = _costs(text, ())
    places = range(1, len(text))
    share = len(text) / count

    def cost(breaks: tuple[int, ...]) -> float:
        edges = (0, *breaks, len(text))
        uneven = max(abs(b - a - share) for a, b in pairwise(edges))
        return uneven * 1.5 + sum(costs[at] for at in breaks)

    edges = (0, *min(combinations(places, min(count, 4) - 1), key=cost), len(text))
    return tuple(text[a:b] for a, b in pairwise(edges))


def _even(text: str, count: int) -> list[str]:
    """A title beyond all measure: equal lines, whatever they tear but marks."""
    lines, start = [], 0
    while start < len(text):
        end = start + 1
        while end < len(text) and cells(text[start : end + 1]) <= WIDEST - 1:
            end += 1
        while (
            end < len(text)
            and end > start + 1
            and (text[end] in NO_START or text[end - 1] in NO_END)
        ):
            end -= 1
        lines.append(text[start:end])
        start = end
    return lines


def _shape(lines: list[str]) -> float:
    """How far the lines are from a trapezoid or a diamond."""
    widths = [cells(line) for line in lines]
    if max(widths) > WIDEST:
        return _FORBIDDEN
    cost = 2.0 * max(0.0, max(widths) - COMFORTABLE)
    steps = [b - a for a, b in pairwise(widths)]
    for step in steps:
        cost += 3.0 if abs(step) < 1.5 else 0.35 * max(0.0, abs(step) - 4.0)
    if any(a < 0 < b for a, b in pairwise(steps)):
        cost += 9.0  # an hourglass
    if min(widths) < 0.4 * max(widths):
        cost += 6.0
    return cost


def _costs(text: str, keep: tuple[str, ...]) -> list[float]:
    """costs[n]: how bad a break before character n is."""
    cost = [3.0] * (len(text) + 1)
    at = 0
    words = sorted((word for word in _WORDS if word in text), key=len, reverse=True)
    while at < len(text):
        word = next((word for word in words if text.startswith(word, at)), "")
        for inner in range(at + 1, at + len(word)):
            cost[inner] = 14.0
        at += len(word) or 1
        if word:
            cost[at] = 2.0
            if word in _GOOD_ENDS:
                cost[at] = 0.5
    for name in (*keep, *(found.group() for found in _WHOLE.finditer(text))):
        start = text.find(name) if len(name) > 1 else -1
        while start >= 0:
            for inner in range(start + 1, start + len(name)):
                cost[inner] = 25.0
            cost[start] = min(cost[start], 1.5)
            cost[start + len(name)] = min(cost[start + len(name)], 0.5)
            start = text.find(name, start + len(name))
    for n in range(1, len(text)):
        if text[n] in NO_START or text[n - 1] in NO_END:
            cost[n] = _FORBIDDEN
        elif text[n - 1] in "、，）》”":
            cost[n] = 0.5
        elif text[n] in "的等" or text[n - 1] in "和与及将把对为":
            cost[n] = max(cost[n], 9.0)
        elif text[n - 1] == "的" or text[n] in "和与及":
            cost[n] = min(cost[n], 1.5)
    if text.startswith("关于"):
        cost[2] = 12.0
    ending = _ENDING.search(text)
    if ending:
        for n in range(ending.start(), len(text)):
            cost[n] = max(cost[n], 18.0)
    return cost
