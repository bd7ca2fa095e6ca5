"""What a question demands: the figure that meets every part of it is worth more than one that misses a part."""

from __future__ import annotations

import gc
import weakref

import pytest

from retrieval.asked import Asked
from retrieval.changes import whole_before
from retrieval.demands import weigh
from retrieval.mentions import Page
from retrieval.options import gather
from retrieval.question import read_question
from retrieval.types import Passage
from store.models import Article, ArticleKind


def weights(
    question: str, text: str, *, kind: ArticleKind = "news", headline: str = "简讯", date: str | None = None
) -> dict[str, float]:
    """What each option of *text* is worth for *question* by its demands alone."""
    page = Page(Article(id="a", headline=headline, paragraphs=tuple(text.split("\n")), kind=kind, date=date))
    body = page.article.body
    passage = Passage(1, "a", headline, body, 0, len(body), 1.0)
    asked = Asked(read_question(question))
    options = gather(asked, [passage], [page])
    return {option.mention.text: weigh(asked, option, options).odds for option in options}


def test_nothing_that_is_remembered_keeps_a_page() -> None:
    """A bot that has answered from every article of a large paper holds no more of them than it means to."""
    article = Article(id="a", headline="物价", paragraphs=("城镇上涨1.2%,农村上涨0.9%,其中食品上涨3%、衣着上涨2%。",))
    page = Page(article)
    passage = Passage(1, "a", article.headline, article.body, 0, len(article.body), 1.0)
    asked = Asked(read_question("农村上涨多少?"))
    options = gather(asked, [passage], [page])
    assert [weigh(asked, option, options).odds for option in options]

    held = weakref.ref(page)
    del page, options
    gc.collect()
    assert held() is None


@pytest.mark.parametrize(
    ("question", "text", "meets", "misses"),
    [
        ("现在车程要多久?", "车程由50分钟缩短到15分钟。", "15分钟", "50分钟"),
        ("原来车程要多久?", "车程由50分钟缩短到15分钟。", "50分钟", "15分钟"),
        ("收入同比增长多少?", "收入8.2亿元,增速9.5%,占比12.1%。", "9.5%", "12.1%"),
        ("去年卖了多少元?", "去年卖了8640元,今年卖了3275元。", "8640元", "3275元"),
        ("每户补贴多少钱?", "总投资26万元。每户补贴7400元。", "7400元", "26万元"),
        ("乡村零售额增长多少?", "城镇零售额51亿元,乡村零售额21亿元,分别增长4.8%和5.9%。", "5.9%", "4.8%"),
        ("对欧盟出口多少元?", "东盟、欧盟为前两大伙伴,出口分别为42亿元和27亿元。", "27亿元", "42亿元"),
        ("5路车票价多少元?", "2路车票价2元;5路车票价3元。", "3元", "2元"),
        ("三号线票价多少元?", "2号线票价2元;3号线票价3元。", "3元", "2元"),
        ("利润掉了百分之几?", "利润2.9亿元,下降7.3%,占营业收入的4%。", "7.3%", "4%"),
        ("住一宿多少钱?", "房子一晚卖260元,每月挣6500元。", "260元", "6500元"),
        ("东区上半年完成投资多少元?", "东区年度计划投资9亿元,完成5亿元。", "5亿元", "9亿元"),
        ("今年要完工的项目,已经完工几个?", "计划完工项目38个,已完工14个。", "14个", "38个"),
        ("上一个夜班补多少钱?", "每月保底900元。夜班另补40元一晚。", "40元", "900元"),
        ("巷子里有多少盏路灯不亮?", "巷子里11盏路灯有7盏不亮。", "7盏", "11盏"),
        ("桥有多宽?", "桥长1386米,宽32米。", "32米", "1386米"),
        ("涉及居民多少户?", "“涉及居民3260户”应为“涉及居民2360户”。", "2360户", "3260户"),
        ("有几座冷库?", "现有冷库3座,明年将再建2座。", "3座", "2座"),
        ("什么时候竣工?", "大桥2022年3月开工,2024年9月竣工。", "2024年9月", "2022年3月"),
        ("书记是谁?", "镇长林知远和书记方行舟到会。", "方行舟", "林知远"),
        ("在哪个村举行?", "比赛在白河镇柳林村举行。", "白河镇柳林村", "白河镇"),
        ("客流环比增长多少?", "客流同比增长8.1%,环比增长12.4%。", "12.4%", "8.1%"),
        ("比上个月涨了多少?", "客流同比增长8.1%,环比增长12.4%。", "12.4%", "8.1%"),
        ("70岁以上的每月领多少元?", "60岁以上的每月领100元,70岁以上的每月领180元。", "180元", "100元"),
        ("乙院9月接诊多少人次?", "甲院接诊6万人次,9月2万人次;乙院接诊5万人次,9月1.6万人次。", "1.6万人次", "2万人次"),
        ("西门泳池单次票多少钱?", "◆东门泳池:单次票30元\n◆西门泳池:单次票25元", "25元", "30元"),
        ("房租一个月多少钱?", "买书花了900元,月租1500元。", "1500元", "900元"),
        ("第三小学招多少人?", "第一小学招生120人,第三小学招生95人。", "95人", "120人"),
        ("每位老人补多少钱?", "采购花了3万元,每人补贴180元。", "180元", "3万元"),
        ("白河镇建了多少口井?", "白河镇打井46口,柳林镇打井31口。", "46口", "31口"),
        ("农村居民花了多少元?", "全市居民花了900元。按地区分,城镇居民1200元;农村居民600元。", "600元", "900元"),
        ("坐慢车去要多少钱?", "票价:快车90元、慢车35元。", "35元", "90元"),
        ("白河镇收了多少吨?", "全县收粮8万吨,其中柳林镇2万吨,白河镇3万吨。", "3万吨", "8万吨"),
        ("白河镇收入增速是多少?", "各镇收入增速依次为:白河镇7.1%,柳林镇6.6%。", "7.1%", "6.6%"),
        ("一公斤卖多少钱?", "码头一公斤18至20元,比去年低3元。", "18至20元", "3元"),
        ("看一场多少元?", "剧场共演出36场,投资9万元。门票40元。", "40元", "9万元"),
        ("一年收入多少元?", "一年支出600元,收入870元。", "870元", "600元"),
        ("绕路要多用多少分钟?", "绕路要多花9分钟,路上限行40分钟。", "9分钟", "40分钟"),
        ("黄瓜比上个月贵了几个点?", "黄瓜涨幅排第一,环比上涨16.7%,占比3.2%。", "16.7%", "3.2%"),
        ("现在房租一个月多少元?", "起初一个月房租15元,如今一个月房租900元。", "900元", "15元"),
        ("租一个钟头多少元?", "望远镜租一副每小时15元,押金200元。", "15元", "200元"),
        ("一个学期要交多少?", "课后服务每学期240元,校服300元。", "240元", "300元"),
        ("上半年接待多少人次?", "端午假期3天接待38万人次;上半年接待412万人次。", "412万人次", "38万人次"),
        ("到四月中旬栽了多少亩?", "去年栽5600亩,截至4月15日栽3900亩。", "3900亩", "5600亩"),
        ("方远的父亲守了多少年?", "方远守了41年,父亲守了24年。", "24年", "41年"),
        ("报名最晚报到哪天?", "报名时间:9月18日至9月27日,笔试定于10月13日", "9月27日", "10月13日"),
        ("石门镇队划了第几?", "第一名 下渡村代表队\n第二名 石门镇代表队", "第二名", "第一名"),
        ("哪天举行?", "时间:7月29日\n报名时间:7月3日", "7月29日", "7月3日"),
        ("新装了几盏路灯?", "全镇共有路灯900盏,其中新装60盏。", "60盏", "900盏"),
        ("他什么时候入选国家队?", "他2007年进入省队,2014年入选国家队。", "2014年", "2007年"),
        ("茶厂是什么时候创办的?", "茶厂1958年5月创办,同年6月投产,创办时叫青山茶社。", "1958年5月", "同年6月"),
        ("联合会是什么时候成立的?", "在1953年成立的盲人协会的基础上,联合会1988年成立。", "1988年", "1953年"),
        ("从哪天开始封路?", "从3月5日晚开始至8日封路。", "3月5日晚", "8日"),
        ("采矿业占多少比例?", "以制造业和采矿业为主,各占27%和9%。", "9%", "27%"),
        ("与甲县的协定在几日签订?", "分别于13日和18日签订了甲县协定和乙县协定。", "13日", "18日"),
        ("三样加起来卖了多少元?", "核桃卖了60元,板栗卖了30元,合计90元。", "90元", "60元"),
        ("一共多少人报名?", "38人报名。其中男子20人,女子18人。", "38人", "20人"),
        ("每场平均多少人看?", "四场演出看的人不少,场均600人。", "600人", "四场"),
        ("面试安排在什么时候?", "6月3日报名,6月21日面试。", "6月21日", "6月3日"),
        ("白河县队排第几?", "柳林县队12分第三,白河县队9分第四。", "第四", "第三"),
        ("财产净收入是多少元?", "工资性收入900元;财产净收入\n210元;转移净收入80元。", "210元", "900元"),
        ("这所小学哪年建的?", "小学今年改造,1963年扩建。小学建于1951年。", "1951年", "1963年"),
        ("意见用上了几条?", "收到意见160条,采纳27条。", "27条", "160条"),
        ("新添了几个车位?", "车位达到380个。车位新增90个。", "90个", "380个"),
        ("孩子多的家庭最高能贷多少?", "贷款最高70万元,多子女家庭可贷90万元。", "90万元", "70万元"),
        ("最大风力是多少级?", "全市平均风力6级,最大风力出现在港区,为9级。", "9级", "6级"),
        ("企业今年多了几家?", "企业总数达980家,比年初净增45家。", "45家", "980家"),
        ("受伤人数下降多少?", "发生事故86起,死亡4人,受伤9人,分别下降3%、5%和7%。", "7%", "3%"),
        ("企业赚了多少利润?", "企业营业收入110亿元,利润总额6亿元。", "6亿元", "110亿元"),
        ("改造前每亩用水多少立方米?", "每亩用水由380立方米降到270立方米。", "380立方米", "270立方米"),
        ("刚成立那会儿有几户?", "农户起初只有29户,眼下已达176户。", "29户", "176户"),
        ("球场造价多少钱?", "新修一块球场,造价9万元,票价每张5元。", "9万元", "5元"),
        ("收购到哪天为止?", "收购5月28日开始,9月30日结束。", "9月30日", "5月28日"),
        ("桂味荔枝一斤多少元?", "东园妃子笑每斤9元,糯米糍还没定价。西园桂味荔枝每斤22元。", "22元", "9元"),
        ("10月西区卖了多少套?", "10月卖房500套。分片区看,东区卖了300套,西区200套。", "200套", "300套"),
        ("1至10月收入是多少元?", "10月收入3亿元,1至10月收入28亿元。", "28亿元", "3亿元"),
        ("10月出口额是多少元?", "10月进出口总值31亿元,增长5%。其中,出口22亿元。", "22亿元", "31亿元"),
        ("通水的有几处?", "已有20处通水,其余9处年底前通水。", "20处", "9处"),
        ("有几名学生考上大学?", "60名学生中有28名考上大学。", "28名", "60名"),
        ("已经花出去多少钱?", "工程概算90万元,完成投资60万元。", "60万元", "90万元"),
        ("水池蓄水多少立方米?", "“水池蓄水500立方米”有误,应为“水池蓄水50立方米”。", "50立方米", "500立方米"),
        ("她进了几个球?", "她打满四场,攻入9球。", "9球", "四场"),
        ("这出戏的导演是谁?", "该剧由团长林远舟导演,编剧陶一鸣说。", "林远舟", "陶一鸣"),
    ],
)
def test_the_better_one(question: str, text: str, meets: str, misses: str) -> None:
    """Of two figures the one that the question demands is worth more."""
    found = weights(question, text)

    assert found[meets] > found.get(misses, -99.0)


def test_a_notice_is_signed() -> None:
    """Who gives a notice stands alone at its end."""
    text = "因检修,县城停水。\n清源供水有限公司\n2023年11月15日"

    assert weights("停水通知是哪个单位发的?", text, kind="notice")["清源供水有限公司"] >= 5


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("一生带了多少徒弟?", "他一生带徒64人。"),
        ("敬老院住着多少老人?", "敬老院目前入住58人。"),
        ("新装了几盏路灯?", "路灯新增60盏。"),
        ("整个工程结果花了多少钱?", "工程耗资9万元。"),
        ("坐轮渡要花多少钱?", "轮渡票价6元。"),
        ("茶厂什么时候上市?", "茶厂2009年上市。"),
        ("白河镇有几个村和社区?", "白河镇辖8个村、2个社区。"),
        ("初始资金是多少?", "由县里出资5000万元作为初始资金。"),
    ],
)
def test_nothing_missed(question: str, text: str) -> None:
    """Words that another word in the sentence says, or that say nothing of their own, need not be printed."""
    assert min(weights(question, text).values()) >= -0.5


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("一台水泵多少钱?", "更换水泵后,电费为1350元。"),
        ("2020年卖了多少元?", "去年卖了980元,今年卖了1260元。"),
        ("得第一名的有多少分?", "该队以86分获得第二名。"),
        ("全市有多少家企业?", "全县有企业126家。"),
        ("白河镇有多少户村民?", "柳林镇有村民310户。"),
        ("四楼每户交多少钱?", "三楼每户交9600元,五楼每户交1.4万元。"),
    ],
)
def test_contradicted(question: str, text: str) -> None:
    """Another price, year, place in the order or area: what is printed is no answer."""
    assert max(weights(question, text).values()) <= -3


@pytest.mark.parametrize(
    ("question", "text", "answering"),
    [
        ("白马县上半年发生事故几起?", "上半年,全市发生事故41起。", "全市上半年发生事故几起?"),
        ("糯米糍一斤多少元?", "妃子笑每斤9元,糯米糍还没定价。", "妃子笑一斤多少元?"),
        ("二手房每平方米多少元?", "新建住宅均价每平方米9870元。二手住宅成交89套。", "新建住宅每平方米多少元?"),
        ("现在开了多少场课?", "到年底,计划开课120场。", "计划开课多少场?"),
    ],
)
def test_near_misses(question: str, text: str, answering: str) -> None:
    """A figure of a wider scope, of a neighbour or of a plan is worth far less than to what it answers."""
    [missed] = weights(question, text).values()
    [met] = weights(answering, text).values()

    assert missed <= met - 1.5


def test_a_part_of_the_time_is_measured_as_the_whole() -> None:
    """What a figure tells of one month is named ahead of the figure of them all."""
    text = "上半年用电量42亿千瓦时,增长8%,其中6月份8亿千瓦时。"
    page = Page(Article(id="a", headline="简讯", paragraphs=(text,)))
    passage = Passage(1, "a", "简讯", text, 0, len(text), 1.0)
    options = gather(Asked(read_question("6月份用电量是多少?")), [passage], [page])
    whole, part = (next(o for o in options if o.mention.text == figure) for figure in ("42亿千瓦时", "8亿千瓦时"))
    assert whole_before(part, options) is whole
    assert whole_before(whole, options) is None
