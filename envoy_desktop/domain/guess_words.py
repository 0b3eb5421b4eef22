"""The words by which people speak of obstacles, departments and procedures in a quick note."""


def _weighted(text: str) -> tuple[tuple[str, int], ...]:
    """Words separated by blanks; ``*2`` behind one doubles its weight."""
    pairs = (word.partition("*") for word in text.split())
    return tuple((word, int(weight or 1)) for word, _, weight in pairs)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> dict[str, str]:
    """``said=meant`` separated by blanks."""
    return dict(pair.split("=") for pair in text.split())


KIND_WORDS: dict[str, tuple[tuple[str, int], ...]] = {
    "piecemeal": _weighted(
        "一次性告知*3 又要 又补 再补 再次补正*3 反复补*3 多次补*3 第二次补*3 第三次补*3 补充材料 "
        "第二次要求*2 第三次要求*2 再次要求*2 又要求 "
        "补正 又提出 才说"
    ),
    "off_list_demand": _weighted(
        "清单外*3 目录外*3 清单没有*3 不在清单*3 法外条件*3 额外要求*2 加码*2 前置条件*2 增设 "
        "没有依据*2 无依据*2 搭车 自行要求 要求提供证明 奇葩证明*3"
    ),
    "paper_already_held": _weighted(
        "共享*2 重复提交*3 重复提供*3 纸质 原件 已经交过*3 系统里有*2 内部可查*3 数据没打通*2 "
        "重复填报*3"
    ),
    "overdue": _weighted(
        "超期*3 逾期*3 超时*3 超过时限*3 超过法定*3 到期未*3 到期没*2 过期未 迟迟 久拖*2 拖延*2 "
        "还没批 没批 未批复*2 未办结*2 没有出证 没出证 还没出*2"
    ),
    "before_the_clock": _weighted(
        "体外循环*3 不收件*3 不受理*2 拒收*3 不给受理*3 先放*2 放着 预审*2 预先审查*3 私下看*2 "
        "隐性审批*3 没给回执*3 不给回执*3 不出具受理*3 线下先审*3 先看看材料*2"
    ),
    "fee_violation": _weighted(
        "收费*2 乱收费*3 多收*3 违规收*3 高于下限*3 收了 缴费 押金 保证金 赞助*2 摊派*3 "
        "指定交费*3 评审费*2 评估费*2 让企业出*2 要企业出*2 让我们出*2"
    ),
    "designated_intermediary": _weighted(
        "指定中介*3 指定机构*3 指定单位*3 推荐中介*3 只认*2 必须找*2 指定*2 关联中介*3"
    ),
    "promise_broken": _weighted(
        "承诺时限*2 承诺*2 说好*2 答应*2 没兑现*3 未兑现*3 兑现 政策不落实*3 奖补*2 变卦*3 反悔*3"
    ),
    "window_cannot_decide": _weighted(
        "窗口无权*3 窗口不能*3 窗口做不了主*3 授权不到位*3 未授权*2 没有授权*2 只收件*3 收发室*3 "
        "当场不能*2 窗口说"
    ),
    "sent_to_back_office": _weighted(
        "转科室*3 转后台*3 回局里*3 局里*2 科室*2 处室*2 两头跑*3 让跑*2 去局*2 后台*2 领导签字 "
        "等领导*2 局长不在*3 科长"
    ),
    "department_conflict": _weighted(
        "意见不一致*3 意见不一*3 互相推*3 推诿*3 扯皮*3 互为前置*3 口径不一*3 相互矛盾*3 "
        "踢皮球*3 部门之间*2 协调不下*2 都说不归*3 先让"
    ),
    "no_coordination": _weighted(
        "会签*2 没开会 未召开*2 联席会*2 牵头*2 没人牵头*3 未并联*3 联审*2 征求意见未回*3 "
        "未回复意见*3 没有回复*2 不回复*2"
    ),
    "higher_level_approval": _weighted(
        "省厅*2 省里*2 上报省*3 报省*2 部委*2 国家部 上级审批*3 省级*2"
    ),
    "policy_unclear": _weighted(
        "政策不明*3 没有先例*3 标准不明*3 不知道按*2 新规 依据变*2 口径 细则*2"
    ),
    "system_fault": _weighted(
        "系统故障*3 系统打不开*3 平台 网上办不了*3 上传失败*3 传不上*3 登录不了*3 系统崩*3 "
        "系统报错*3 账号 电子证照"
    ),
    "land": _weighted(
        "征地*3 拆迁*3 征收*2 用地指标*3 土地指标*3 净地*3 坟*2 青苗*3 供地*3 安置*2 交地*3 地块 "
        "林地 权属争议*3 占补平衡*3"
    ),
    "utility": _weighted(
        "供电*2 用电*2 接电*3 通电*3 供水*2 接水*3 通水*3 燃气*2 通气*2 排水 管线*2 迁改*3 "
        "光缆*2 红线外*2 临时用电*3 施工用水*3 变压器*3"
    ),
    "site_access": _weighted(
        "道路不通*3 进场*2 便道*3 阻工*3 堵门*3 强买强卖*3 村民*3 阻挠*3 围挡*2 渣土车*2 进不去*2"
    ),
    "funding": _weighted("资金*2 拨付*3 配套资金*3 专项债*3 贷款*2 融资*2 拖欠*2 欠款*2"),
    "investor_delay": _weighted(
        "企业未*2 企业没*2 企业还没*3 企业自身*3 投资方未*3 投资方没*3 业主未*3 业主没*3 "
        "公司没*2 公司还没*3 材料没备齐*3 未备齐*2 企业补正*2 方案反复改*2 股东*2 企业原因*3"
    ),
    "intermediary_delay": _weighted(
        "中介*2 编制单位*3 设计院*3 设计单位*3 勘察单位*3 环评单位*3 审图*2 评估报告 报告没出*3 "
        "报告未出*3 图纸没*3 出图*2 检测报告*2 评审专家 测绘 报告质量*3"
    ),
    "weather": _weighted("暴雨*2 台风*3 高温 停工令*2 扬尘 重污染天气*3 洪水*2 疫情*2"),
}
"""What tells a kind of obstacle, each word with its weight."""

SPOKEN_DEPARTMENTS = _pairs(
    "规划局=资规 自然资源=资规 国土=资规 资源局=资规 规划=资规 建设局=住建 建委=住建 住建=住建 "
    "环保=生态环境 环境局=生态环境 发改=发改 水务局=水利 安监=应急 消防=消防 人防=人防 文物=文旅 "
    "文广=文旅 文旅=文旅 城管=城管 执法局=城管 园林=园林 工商=市场监管 质监=市场监管 交警=交警 "
    "公安=交警 卫健=卫健 卫生=卫健 地震=地震 国安=国安 税务=税务 人社=人社 工信=工信 经信=工信 "
    "财政=财政 商务=商务 农业=农业农村 档案馆=档案 审批局=审批服务 政务中心=审批服务 "
    "交易中心=交易 不动产=不动产 自来水=自来水 水司=自来水 排水=排水 供电=供电 电力=供电 "
    "国网=供电 燃气=燃气 通信=通信 电信=通信 气象=气象 林业=林业 交通=交通 设计院=设计单位 "
    "勘察=勘察 环评单位=环评 审图=审图 测绘=测绘 监理=监理 检测=检测 招标代理=招标代理"
)
"""What people say for a department, and a piece of the name it bears."""

SPOKEN_PROCEDURES = _pairs(
    "规划许可=建设工程规划许可 规划证=建设工程规划许可 施工证=施工许可 "
    "土地证=国有建设用地使用权首次登记 用地证=建设用地规划许可 环评=环境影响报告 能评=节能审查 "
    "水保=水土保持 稳评=社会稳定风险 交评=交通影响 图审=施工图 审图=施工图 人防=防空地下室 "
    "房产证=房屋所有权 报装=报装 接电=用电报装 预审=用地预审 招拍挂=出让 竣备=竣工验收备案 "
    "渣土=建筑垃圾 排污证=排污许可 防雷=雷电防护"
)
"""What people say for a procedure, and a piece of the name it bears."""

GENERAL_WORDS = frozenset(
    _words(
        "中心 公司 办理 单位 备案 审批 审查 工程 市局 建设 文件 方案 核发 登记 "
        "管理 许可 设计 项目 验收"
    )
)
"""Pairs of characters that half of all procedures have in their name: they tell nothing."""
