"""What people say and what a paper prints for it: words of everyday speech with their counterparts in print.

These count where a figure is held against a question, not in the search: 赚 is at home in too many sentences to be
looked for as 净利润, but beside a 净利润 it has been said.
"""

from __future__ import annotations

# The spoken word: the printed ones, any of which says it.
_PRINTED = """
赚: 盈利 利润 净利润 净赚 收益
挣: 收入 工资 月薪 年薪 增收 盈利 净赚
亏: 亏损 净亏损
掏: 支付 自付 负担 承担 出资 缴纳 个人出
花: 投资 投入 支出 花费 造价 耗资 费用 斥资 开支
投: 投资 投入 出资
要花: 投资 投入 造价 费用 耗资
出: 出资 承担 负担 分摊
补: 补贴 补助 补偿
拿: 获得 得到 领取 夺得 砍下 奖金
得: 获得 得到 取得 荣获
发: 发放 颁发
领: 领取
交: 缴纳 缴费 缴存 上交
收: 收取 收费 收获 收割 收购
卖: 销售 出售 售出 售价 零售
买: 购买 购置 采购 购入
借: 借出 借阅 借款 贷款
欠: 拖欠 欠款 欠下
赔: 赔偿 赔付
罚: 罚款 处罚
捐: 捐款 捐赠 捐献
招: 招聘 招录 招收 招生 招募
丢: 遗失 丢失 被盗
捡: 拾到 拾获
盖: 建设 修建 兴建 新建 建成
修: 维修 修建 改造 修缮 加固 检修
修桥: 大桥 桥梁
建: 建设 建成 新建 修建
拆: 拆除 拆迁
装: 安装 加装
换: 更换 改换
搬: 迁 搬迁 迁至
停: 停止 暂停 停运
开: 开设 开办 召开 开行 开通
办: 举办 举行 办理 承办
种: 种植 播种 栽种
养: 养殖 饲养
跑: 行驶 运行 开行
坐: 乘坐 乘车 搭乘
拖: 拖移 拖走 拖离
绕: 绕行 绕道
改线: 改道 绕行 临时改线
讲: 主讲 开讲 授课 宣讲
教: 授课 任教 教学
学: 学习 培训
救: 救援 救助 抢救 救出
骗: 诈骗 被骗 骗取
骗走: 损失 被骗 诈骗
休息: 歇 休养 静养 停工
集训: 训练 培训 备战
动工: 开工 开建 奠基
完工: 竣工 建成
开门: 开放 营业 开馆 开园
关门: 闭馆 停业 打烊 关闭
来水: 恢复供水 通水 供水
来气: 恢复供气 供气 通气
来电: 恢复供电 供电 通电
停水: 暂停供水 停止供水
停气: 暂停供气 停止供气
停电: 暂停供电 停止供电
降温: 气温下降 气温将下降 寒潮
下雨: 降雨 降水
下雪: 降雪
长寿: 高龄 百岁 年纪最大
从前: 过去 以前 原来 此前
如今: 现在 目前 眼下
头号: 第一大 最大 首位
老百姓: 群众 市民 居民 村民
乡亲: 村民 群众
娃: 孩子 儿童 学生
老人: 老年人 长者
大夫: 医生 医师
队员: 球员 运动员 选手
司机: 驾驶员 驾驶人
老板: 负责人 董事长 经理 店主
头儿: 负责人 主任
工人: 职工 员工
油车: 燃油
电车: 新能源 电动
民企: 民营企业
国企: 国有企业
外企: 外资企业 外商投资企业
外资: 外商投资
房租: 租金 免租
房钱: 租金 房租
学费: 收费
车票: 票价
岁数: 年龄
个头: 身高
病人: 患者
摊子: 摊位
酬金: 酬谢 重谢
案子: 案件 纠纷 判决 一案
官司: 纠纷 诉讼 案件
留下来: 留观
瘦: 减重 体重下降
双休日: 周末
受罚: 处罚 罚款
麦子: 小麦
谷子: 稻谷
过来: 来自
外地: 跨区
改道: 绕行 改线
绕道: 绕行
发车: 始发 首班
带头人: 理事长 负责人 书记
新房: 商品住宅 商品房
快件: 快递 业务
起拍价: 起始价
卖掉: 成交 售出
净赚: 净利润 盈利
份额: 占
套票: 票
东西: 文物 展品 商品
优惠价: 优惠 折 只要
射门: 射
扳平球: 扳平
价钱: 价格 售价 每公斤 每斤
"""
PRINTED = {
    spoken: tuple(printed.split())
    for spoken, printed in (line.split(":", 1) for line in _PRINTED.splitlines() if line.strip())
}
"""The spoken words with what is printed for them."""


def printed_for(word: str) -> tuple[str, ...]:
    """What a paper prints for the spoken *word*, its particle left away (亏了, 投过); nothing where it is the same."""
    return PRINTED.get(word) or PRINTED.get(word.rstrip("了过着"), ())
