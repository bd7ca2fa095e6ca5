"""What in a question asks for money: words of what is paid, taken and owed, prices of one, sums that are named."""

from __future__ import annotations

import re

_MONEY_WORDS = (
    "金额|总额|投资|资金|收入|支出|产值|销售额|营业额|交易额|进出口|成交额|营收|利润|税收|纳税|价格|房价|票价|售价|单价|价|费用|费|成本|[一-龥]额|经费|工资|薪酬|底薪|月薪|年薪"
    "|租金|房租|补贴|补助|奖金|奖励|赔偿|贷款|存款|余额|保证金|押金|罚款|捐款|善款|市值|资产|负债|债务|GDP|生产总值|增加值|零售额|花费|财政|预算|款|租|欠|花|赚|挣|投|掏|亏|赔|罚|捐|贷|(?<![外提移递社转])交|缴|(?<!交)付|(?<![带占])领|贴|进账|入账|到手|总值|造价|津贴|[一-龥]价|[的收]钱|[给补]补|生意"
)
MONEY = re.compile(
    rf"(?:{_MONEY_WORDS})(?:总额|总计|总共|一共|加起来|合起来|的?(?:目标|任务|指标)|定的?|做|大概|大约|预计|达到|达|到底|究竟|目前|现在|了|是|为|有|又|已|至|约|到|给|出去?|进[去来]?|下来|能)*+$"
)
# Of these money is what is taken or given, unless the question speaks of a harvest.
_HANDED = re.compile(
    "(?:(?<![接回招丰吸验])收|拿|给|(?<![储保库现贮])存|(?<!撤)退|扣|奖|[拿收]回)[了到过回]?[来去家]?(?:大概|大约|到底|究竟|能)?$"
)
_HARVESTED = re.compile("[粮水亩谷果菜鱼茶蜜稻麦棉豆药虾蟹瓜油]|学生|新生|生源|招|弟子|徒")
# Cheaper or dearer by how much, the price asked for one: 还能再便宜多少, 一部卖多少, 顶多能补多少.
_PRICE = re.compile(
    "(?:便宜|优惠|降价|涨价|减免|[少多](?:花|交|付|掏)|贵出?|补|[一每这那][部套台盒袋条双株棵头只副桶册壶捆筐盆对座辆艘把串罐箱包枚趟节堂课回次餐顿桌单][^,，]{0,4}?[卖要收])"
    "[了出去]*(?:大概|大约|到底|究竟)?$"
)
_SAVED = re.compile("(?:节省|节约|省下?)[了出去]*(?:大概|大约)?$")  # money, unless something else is named
_OTHERWISE_SAVED = re.compile("时间|路程?|力气|人[手工力]|[水电油煤气粮纸药肥地]")
# 收购价一斤多少, 一张票多少: what one of them costs.
PRICED = re.compile(
    "(?:[价票费卖买租][^,，]{0,6}[一每](?:百?[斤亩吨张件个只本份间位次天月]|公斤|平米|平方米|晚|人)|[一每][张件间本][^,，]{0,4}?|[一每](?:公?斤|平米|平方米|碗|瓶|份|晚))"
    "(?:涨到|降到|要|得|卖|是|为|票|给)*+$"
)
# 欠了工人多少, 学费一年得多少, 拍出多少: to whom, for how long, at what price.
_OWED = re.compile(
    "(?:欠|赔|罚|补|奖)[了给过]{0,2}(?:[他她它]们?|人家|对方|一家|每[户人家]|[一-龥]{1,3}[人户民员工家方])$"
)
_SUM = re.compile(
    "(?:学费|房租|租金|工资|薪|补贴|补助|奖金|票价|电费|水费|会费|押金)(?![^,，]*报)[^,，]{0,6}$|拍[卖了出得]{1,2}$"
)
PAID = re.compile(
    "[一-龥]{0,4}(?:钱|生意|资金|经费|贷款|补贴|补助|津贴|投资|费用|费$|税|工资|收入|损失|利润|债务?|款)|[一-龥]{1,6}金$"
)

PAID_ALONE = re.compile("(?:[税债]|(?<=[拨捐贷罚付借赔还欠募]多少)款|(?<=[拨捐贷罚付借赔还欠募][了到]多少)款)(?=\\W*$)")


def asks_money(before: str, after: str) -> bool:
    """Whether 多少 between *before* and *after* asks for what is paid, taken or given."""
    handed = _HANDED.search(before) and not _HARVESTED.search(before + after)
    saved = _SAVED.search(before) and not _OTHERWISE_SAVED.search(before + after)
    price = _PRICE.search(before) and not _HARVESTED.search(after)
    return bool(handed or saved or price or MONEY.search(before) or _OWED.search(before) or _SUM.search(before))


def asks_price(before: str, after: str) -> bool:
    """Whether 几块 between *before* and *after* asks for money: 一天顶多收几块."""
    told = asks_money(before, after) or PRICED.search(before) or before.endswith(("要", "卖"))
    return not re.search("[一-龥]", after.strip("的了呢啊呀")) and bool(told)
