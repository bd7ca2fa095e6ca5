"""What somebody is, as papers print it before a name: 副局长, 养猪户, 县农牧局兽医."""

from __future__ import annotations

import re

# Whoever holds one of these offices holds no other in the same place. The character ahead of ? may be missing.
OFFICES = (
    "书记|主任|局长|县长|市长|省长|镇长|乡长|村长|区长|州长|部长|司长|处长|科长|股长|院长|校长|所长|站长|会长|理事长|董事长|监事长|总经理|经理|总裁"
    "|总监|老师|护士长?|工程师|厂长|矿长|主席|总统|总理|首相|队长|组长|班长|排长|连长|营长|团长|师长|军长|司令|教练|导演|编剧|主编|传承人|负责人"
    "|社长|馆长|台长|秘书长|支书|关长|行长|庭长|审判长|船长|机长|车长|列车长|场长|园长|店长|段长|河长|林长|湖长|领队|常委"
)
_ROLES = f"{OFFICES}|" + (
    "教师|医生|医师|国王|皇帝|女王|教皇|教宗|教授|研究员|院士|博士|作者|记者|通讯员|创始人|创办人|发明人|继承人|女儿|儿子|父亲|母亲|妻子|丈夫|弟弟"
    "|哥哥|姐姐|妹妹|师傅|队员|选手|运动员|冠军|秘书|委员|代表|同志|先生|女士|村民|居民|市民|农民|农户|种植户|养殖户|学生|大学生|同学|店主|老板|老人"
    "|群众|游客|客商|员工|职工|工人|司机|民警|警官|法官|检察官|律师|演员|歌手|作家|画家|诗人|学者|专家|志愿者|党员|干部|网格员|大户|户主|业主|乘客"
    "|患者|家长|爱好者|设计师|建筑师|科学家|将军|大臣|总督|公爵|伯爵|王子|公主|主教|牧师|联系人|当事人|被告人?|原告|代理人|退休干部|完成人|主讲人"
    "|策展人|撰稿人|主持人|申请人|报告人|讲解员|技术员|农艺师|厨师|裁判|带头人|致富能手|评委|嘉宾|亚军|季军|得主|获得者|射手|守门员|门将|小将|名将|老将"
    "|主播|掌柜|铺主|船主|车主|摊主|房东|读者|渔民|牧民|果农|菜农|茶农|花农|蜂农|老农|鼓手|主厨|大厨|姑娘|小伙子?|男孩|女孩|护工|爷爷|奶奶|外公"
    "|外婆|姥姥|姥爷|大哥|二哥|三哥|大姐|二姐|三姐|二弟|三弟|姑姑|舅舅|岳父|岳母|儿媳|女婿|孙子|孙女|外孙|侄子|侄女|徒弟|搭档|战友|队友|邻居|老伴"
    "|骑手|棋手|水手|旗手|车手|舵手|老汉|汉子|大爷|大妈|大娘|青年"
)
_ANY_ROLE = "[一-龥](?:员|匠|嫂|叔|婶|医|师)|(?:[养种].|脱贫|贫困|困难|承包|搬迁|示范)户"
_NAMES = [*_ROLES.replace("?", "").split("|"), *(role[:-2] for role in _ROLES.split("|") if role[-1] == "?")]
_END = re.compile(f"(?:{_ROLES}|{_ANY_ROLE})$")
# What comes first says whether one of two hundred words can begin here; else the engine would try them all.
_FIRSTS = "".join(sorted({name[0] for name in _NAMES}))
ROLE_WORD = re.compile(f"(?=[{_FIRSTS}]|{_ANY_ROLE})(?:{_ROLES}|{_ANY_ROLE})")
_LASTS = frozenset("员匠嫂叔婶医师户") | {name[-1] for name in _NAMES}
_LONGEST = max(map(len, _NAMES))
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”]+\Z")


def role_before(text: str, start: int) -> str:
    """The role that stands right before *start*, with the unit it belongs to; "" if none does."""
    if text[start - 1 : start] not in _LASTS:
        return ""
    low = _run_start(text, start)
    if not _END.search(text[max(low, start - _LONGEST) : start]):
        return ""
    while low > 1 and text[low - 1] == "、" and _END.search(text[_run_start(text, low - 1) : low - 1]):
        low = _run_start(text, low - 1)  # 门诊主任、副主任医师
    return text[low:start]


def ends_with_role(label: str) -> bool:
    """Whether *label* ends with a word for what somebody is: 县长, 报社记者."""
    return _END.search(label) is not None


def _run_start(text: str, end: int) -> int:
    run = _RUN.search(text, max(0, end - 40), end)
    return run.start() if run else end
