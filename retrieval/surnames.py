"""The surnames of China: the 百家姓, what else is common today, and those of two characters."""

from __future__ import annotations

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程邢滑裴陆荣翁荀羊於"
    "惠甄曲封储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查后红游权盖益公佟付肖闫仝苑代岳冼汲邴糜隗宓郗仉璩缑佴牟佘谯笪"
    "亓乜亢楚昝覃嵇逯鄢晋墨阳迟谌鹿贲芮羿松井蓬钭蓟郜郏竺荆蒯桓厍訾毋殳阙帅况归汝涂钦漆佗苌闾隽尉禾敬邸楼琴赏苟丛揭芦冒邝雒蹇尧幺厚铁禤卿粟仵辜羌赫豆磨扬昂冶宾郄郤旷檀菅奎柘侬栗伯哈言商戢隋朴丘兰续修撒侍萨"
    "綦禚琚缐荔眭肇麦奉庹郅岱喇买洒黑鄞陀翦贠忻阿妥沐召麴妫嬴剡郯镡颉郇"
)
COMPOUND = tuple(
    """
    欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 长孙 宇文 申屠 南宫 西门 钟离 闻人
    淳于 濮阳 宗政 鲜于 轩辕 司空 独孤 呼延 东郭 百里 乐正 公冶 赫连 澹台 万俟 左丘 公羊 太史 羊舌 微生
    梁丘 巫马 漆雕 公良 拓跋 宰父 谷梁 亓官 仲孙 太叔 单于 闾丘 颛孙 公西 司寇 夹谷 子车 段干 叱干 纳兰
    完颜 耶律 贺兰 壤驷 南荣 仲长 子桑 达奚 褚师 贺若 贺拔 斛律 公仪 公仲 公祖
    """.split()  # noqa: SIM905
)
# Surnames of two characters that are words of their own as well: alone they make no name.
WORDS = frozenset(["东方", "百里", "太史", "司空", "单于", "左丘", "南宫", "西门", "东郭", "微生", "太叔", "公良"])


def surname_at(text: str, start: int) -> int:
    """How many characters the surname at *start* has; 0 where none is there."""
    return 2 if text.startswith(COMPOUND, start) else 1 if text[start : start + 1] in SINGLE else 0
