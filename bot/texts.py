"""Every sentence the bot says, in the three languages of its interface.

A language is one `Texts`; a sentence missing from it does not type-check. `{name}` marks what `bot.words`
fills in; what is filled in is escaped there, and these texts are HTML already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language."""

    name: str  # of the language, in itself
    # First minute
    start: str
    start_undated: str
    start_empty: str
    start_examples: str
    start_group: str
    start_alerts: str
    menu_latest: str
    menu_articles: str
    menu_alerts: str
    menu_subscriptions: str
    menu_settings: str
    menu_help: str
    help: str
    help_admin: str
    privacy: str
    privacy_questions: str
    privacy_no_questions: str
    description: str  # at most 512 characters
    short_description: str  # at most 120
    # Answers
    is_figure: str
    is_figure_of: str
    printed: str
    is_date: str
    is_place: str
    is_org: str
    is_title: str
    is_list: str
    unsure: str
    understood: str
    asked: str
    passage: str
    passage_unsure: str
    passage_number: str
    refusal: str
    refusal_missing: str
    refusal_nearest: str
    headline: str
    facts_title: str
    facts_none: str
    facts_button: str
    facts_share: str
    facts_slip: str
    picture_below: str
    picture_source: str
    back_to_article: str
    differs: str
    differs_row: str
    differs_why: str
    differs_earlier: str
    differs_later: str
    differs_period: str
    differs_scope: str
    differs_contradiction: str
    in_quotes: str
    comma: str
    about: str
    year: str
    month: str
    day: str
    month_day: str
    span: str
    # Articles
    reporters: str
    correspondents: str
    incomplete: str
    paper_page: str  # of a printed page with a plain number
    lettered_page: str  # A02
    page_number: str
    latest: str
    all_articles: str
    found_articles: str
    no_articles: str
    no_such_article: str
    # Buttons
    original: str
    more: str
    next_passage: str
    previous_passage: str
    back_to_answer: str
    bad_figure: str
    bad_answer: str
    bad_missing: str
    back_to_list: str
    next_page: str
    previous_page: str
    publish: str
    discard: str
    forget_yes: str
    forget_no: str
    # Kind words where there is no answer
    ask_for_question: str
    text_only: str
    unreadable: str
    greeting: str
    welcome: str
    unknown_command: str
    too_fast: str
    too_many_today: str
    braked_minute: str
    braked_day: str
    trouble: str
    gone_button: str
    gone_article: str
    thanks: str
    not_yours: str
    # Settings
    settings: str
    setting_length: str
    length_full: str
    length_short: str
    setting_quiet: str
    quiet_none: str
    quiet_span: str
    quiet_button: str
    choose_quiet: str
    setting_zone: str
    zone_button: str
    choose_zone: str
    zone_beijing: str
    zone_urumqi: str
    zone_tokyo: str
    zone_sydney: str
    zone_london: str
    zone_paris: str
    zone_new_york: str
    zone_los_angeles: str
    setting_plain: str
    plain_on: str
    plain_off: str
    plain_deaf: str
    on: str
    off: str
    back_to_settings: str
    saved: str
    language_set: str
    forget_ask: str
    forget_done: str
    forget_nothing: str
    forget_kept: str
    forget_in_private: str
    # Documents
    not_admin: str
    desk_above: str
    document_large: str
    document_refused: str
    draft: str
    draft_changes: str
    draft_incomplete: str
    draft_more: str
    draft_warnings: str
    draft_decide: str
    published: str
    discarded: str
    draft_gone: str
    # Alerts
    tell_me: str
    verify: str
    verify_head: str
    verify_question: str
    verify_followed: str
    verify_fact: str
    verify_passages: str
    verify_passage: str
    verify_generation: str
    verify_same: str
    verify_still: str
    verify_updated: str
    verify_differs: str
    verify_which: str
    verify_gone: str
    alert: str
    alert_many: str
    alert_corrected: str
    alert_changed: str
    alert_more: str
    why: str
    back_to_alert: str
    why_rule: str
    why_sentence: str
    rule_all: str
    rule_words: str
    rule_and: str
    rule_or: str
    rule_also: str
    rule_without: str
    rule_question: str
    rule_source: str
    subscribe: str
    subscribe_all: str
    subscribe_admins: str
    subscribe_no_words: str
    subscribe_full: str
    subscribed: str
    subscribed_all: str
    subscriptions: str
    subscriptions_none: str
    subscription_paused: str
    subscription_ended: str
    all_ended: str
    every_word: str
    any_word: str
    pause: str
    resume: str
    unsubscribe: str
    unsubscribe_all: str
    timing: str
    timing_button: str
    at_once: str
    daily: str
    weekly: str
    quiet: str
    most: str
    no_most: str
    alert_figure: str
    answer_changed: str
    answers_changed: str
    answers_more: str
    answer_before: str
    answer_now: str
    answer_gone: str
    answer_unsaid: str
    why_answer: str
    no_corrections: str
    setting_corrections: str
    corrections_on: str
    corrections_off: str
    rule_figure: str
    rule_bound: str
    sign_more: str
    sign_least: str
    sign_less: str
    sign_most: str
    rule_section: str
    not_section: str
    not_source: str
    figure_tune: str
    figure_only: str
    figure_any: str
    figure_more: str
    figure_less: str
    figure_all: str
    bound_ask: str
    bound_no_number: str
    missed: str
    missed_skip: str
    missed_digest: str
    missed_all: str
    daily_button: str
    weekday_button: str
    choose_hour: str
    choose_weekday: str
    hour: str
    weekdays: str
    export: str
    export_caption: str
    import_preview: str
    import_more: str
    import_yes: str
    import_no: str
    imported: str
    imported_full: str
    import_dropped: str
    import_bad: str
    import_known: str
    # Inline mode
    inline_nothing: str
    inline_nothing_hint: str
    # Command menu, at most 256 characters each
    command_ask: str
    command_latest: str
    command_article: str
    command_subscribe: str
    command_subscriptions: str
    command_settings: str
    command_help: str
    command_facts: str
    command_verify: str
    command_privacy: str
    command_forgetme: str


HANS = Texts(
    name="简体中文",
    start="我是报知，读过 {count} 篇报道（{period}）。\n想知道报上的什么，直接问我就行，答案都附原文。",
    start_undated="我是报知，读过 {count} 篇报道。\n想知道报上的什么，直接问我就行，答案都附原文。",
    start_empty="我是报知，帮您在报纸里找答案。\n眼下还没有报道可查，请过些时候再来。",
    start_examples="先试一个，点一下就问：",
    start_group="大家好，我是报知，帮各位在报纸里找答案。\n想问什么，写“@{username} 问题”，或者回复我的消息。",
    start_alerts="有新报道要提醒您吗？点“{button}”。",
    menu_latest="最新报道",
    menu_articles="全部报道",
    menu_alerts="提醒",
    menu_subscriptions="我的订阅",
    menu_settings="设置",
    menu_help="怎么用",
    help=(
        "<b>怎么问</b>\n"
        "像问人一样写一句话，例如“给多少名环卫工人送了头盔？”。可以接着追问：“那同比呢？”\n"
        "答案下面有报道原文；点“{original}”看全文，点“{more}”看别的段落。\n"
        "问错了字，改一改那条消息，回答会跟着更新。\n\n"
        "<b>还能做什么</b>\n"
        "/latest 最新报道\n/article 翻看全部报道\n/subscribe 有新报道时告诉我\n"
        "/subscriptions 我的订阅\n/settings 设置\n"
        "/privacy 保存了什么\n/forgetme 删除我的记录\n\n"
        "在群里，@我、回复我，或者用 /ask 提问。"
    ),
    help_admin="<b>管理员</b>\n把报纸文件（txt、md、html、pdf、docx、zip、jsonl）发给我，我先读给您看，点“{publish}”才生效。",
    privacy=(
        "<b>保存什么，保存多久</b>\n"
        "· 您的问题和我的回答：30 天，为了让按钮和追问可用，有更正时告诉您。\n"
        "· 您的设置和订阅：直到您删除。\n"
        "{questions}\n"
        "问题不写入日志。/forgetme 可随时全部删除。"
    ),
    privacy_questions="· 问过的问题：30 天，给编辑看报纸还缺什么；不记是谁问的。",
    privacy_no_questions="· 问过的问题：只记个数，不记内容。",
    description="报知读过报纸，您直接问：多少、多大比例、什么时候、谁、在哪里。先给答案，再给报道原文和出处；报上没有的，会直说没有。",
    short_description="问报纸，得答案，附原文出处。",
    is_figure="报道里写的是{figure}。",
    is_figure_of="报道里，{about}是{figure}。",
    printed="报上说，{text}。",
    is_date="报道写的时间是{figure}。",
    is_place="报道写的地点是{figure}。",
    is_org="报道写的单位是{figure}。",
    is_title="报道里的名称是{figure}。",
    is_list="报道列出的有：{figure}。",
    unsure="（这个答案把握不大，请看原文。）",
    understood="您问的是：{question}",
    asked="问：{question}",
    passage="报道里是这样说的：",
    passage_unsure="这一段可能有您要的答案：",
    passage_number="第 {number} 段，共 {count} 段",
    refusal="报上没有找到这个问题的答案。",
    refusal_missing="没有找到提到{words}的报道。",
    refusal_nearest="下面这段最接近，但没有回答您的问题：",
    headline="《{headline}》",
    in_quotes="“{word}”",
    comma="、",
    about="约",
    year="{year}年",
    month="{year}年{month}月",
    day="{year}年{month}月{day}日",
    month_day="{month}月{day}日",
    span="{first}至{last}",
    reporters="记者 {names}",
    correspondents="通讯员 {names}",
    incomplete="（报纸上此文到这里中断。）",
    paper_page="第{page}版",
    lettered_page="{page}版",
    page_number="第 {number} 页，共 {count} 页",
    latest="最新的报道，点标题看全文：",
    all_articles="共 {count} 篇报道，点标题看全文：",
    found_articles="标题里有“{words}”的报道：",
    no_articles="眼下还没有报道。",
    no_such_article="没有找到标题里有“{words}”的报道。用 /article 可以翻看全部。",
    original="原文",
    more="更多",
    next_passage="下一条",
    previous_passage="上一条",
    back_to_answer="回到回答",
    bad_figure="数字错",
    bad_answer="答非所问",
    bad_missing="没找到",
    back_to_list="回到列表",
    next_page="下一页 ›",
    previous_page="‹ 上一页",
    publish="发布",
    discard="放弃",
    forget_yes="全部删除",
    forget_no="保留",
    ask_for_question="请把问题写在 /ask 后面，例如：/ask 送了多少顶头盔？也可以用 /ask 回复一条消息。",
    text_only="我只看得懂文字。请把想问的写成一句话发给我。",
    greeting="您好，我是报知。想知道报上写了什么，直接问就行，比如“什么时候举行？”",
    welcome="不客气，有事随时问。",
    unreadable="这条消息里没有我能读的字。请写一句话问我，比如“什么时候举行？”",
    unknown_command="没有这个命令。想问什么直接写就行；/help 里有说明。",
    too_fast="您问得有点快，我一分钟最多答 {limit} 个问题，请稍等片刻再问。",
    too_many_today="今天您已经问了 {limit} 个问题，到上限了，请明天再来。",
    braked_minute="{name}（编号 {id}）一分钟里问了 {limit} 个问题，我请对方稍等。",
    braked_day="{name}（编号 {id}）一天里问了 {limit} 个问题，我请对方明天再来。",
    trouble="抱歉，我这边出了点问题，没能答上来。请过一会儿再问一次。",
    gone_button="这个按钮已经过期了，请重新问一次。",
    gone_article="这篇报道已经不在了。",
    thanks="谢谢，记下了。",
    not_yours="这个按钮只有管理员能用。",
    settings="<b>设置</b>",
    setting_length="回答：{value}",
    length_full="附报道原文",
    length_short="只说答案",
    setting_quiet="免打扰：{value}",
    quiet_none="不设",
    quiet_span="{start} 点到 {end} 点",
    quiet_button="免打扰时间",
    choose_quiet="哪段时间不给您发提醒？",
    setting_zone="时区：{value}",
    zone_button="时区",
    choose_zone="您在哪个时区？提醒按当地的钟点发。",
    zone_beijing="北京时间",
    zone_urumqi="新疆时间",
    zone_tokyo="东京",
    zone_sydney="悉尼",
    zone_london="伦敦",
    zone_paris="巴黎",
    zone_new_york="纽约",
    zone_los_angeles="洛杉矶",
    setting_plain="没有@我的问题：{value}",
    plain_on="没@我的问题也回答",
    plain_off="只回答@我的问题",
    plain_deaf="（眼下 Telegram 不让我看到群里的普通消息，请把我设为群管理员。）",
    on="也回答",
    off="不回答",
    back_to_settings="回到设置",
    saved="好的，记住了。",
    language_set="好的，以后用简体中文。",
    forget_ask="要删除我保存的关于您的一切吗？删除后，以前的按钮就不能用了。",
    forget_done="已删除：{replies} 条回答、{conversations} 段对话、{settings} 项设置、{subscriptions} 个订阅。",
    forget_nothing="我这里没有关于您的记录。",
    forget_kept="好的，都保留着。",
    forget_in_private="请在和我的私聊里用 /forgetme。",
    not_admin="谢谢您发来文件。我收不了文件；想知道报上的什么，直接写字问我就行。",
    desk_above="这一步要请管理员来做。",
    document_large="这个文件超过 20 MB，我收不下。请拆成几个再发。",
    document_refused="没能读《{name}》：{reason}。什么都没有改动。",
    draft="<b>试读：{name}</b>\n读到 {count} 篇报道：",
    draft_changes="发布后：＋新增 {new} 篇，～更新 {changed} 篇，－撤下 {gone} 篇，不变 {unchanged} 篇。",
    draft_incomplete="（不完整）",
    draft_more="……另有 {count} 篇",
    draft_warnings="请留意：",
    draft_decide="现在什么都还没有改动。",
    published="已发布《{name}》，共 {count} 篇报道。",
    discarded="已放弃，什么都没有改动。",
    draft_gone="这份文件已经处理过了。",
    differs="各篇报道说法不同，新的在前：",
    differs_row="· <b>{figure}</b> {source}",
    differs_why="（{why}）",
    differs_earlier="较早的报道",
    differs_later="较晚的报道",
    differs_period="说的是另一段时间",
    differs_scope="说的是另一个范围",
    differs_contradiction="两种说法不一致",
    facts_title="<b>数字一览</b> {headline}，共 {count} 个",
    facts_none="{headline}里没有数字。",
    facts_button="数字一览",
    facts_share="✓ {part}/{whole}",
    facts_slip="⚠ {part}占{whole}，算来是 {percent}",
    picture_below="数字都出自报上，图是报知画的。",
    picture_source="据《{headline}》",
    back_to_article="回到文章",
    tell_me="有新报道时告诉我",
    verify="核对",
    verify_head="<b>核对</b> · 编号 {id}",
    verify_question="问题：{question}",
    verify_followed="接着这个问题问的：{question}",
    verify_fact="依据：<b>{figure}</b>，在{headline}第 {start} 至 {end} 字",
    verify_passages="所查的报道：",
    verify_passage="· {headline}第 {start} 至 {end} 字",
    verify_generation="当时的报纸：第 {generation} 次更新",
    verify_same="刚才重查了一遍，答案一字不差。",
    verify_still="刚才重查了一遍。这期间报纸更新到第 {generation} 次，答案还是一字不差。",
    verify_updated="刚才重查了一遍。这期间报纸更新到第 {generation} 次，现在会这样答：",
    verify_differs="刚才重查了一遍，同样的报道，这回答得不一样：",
    verify_which="要核对哪个答案？请在 /verify 后面写上它的编号，或点答案下面的“核对”。",
    verify_gone="没有这个编号的答案。答案保存 30 天。",
    alert="有新报道：",
    alert_many="有 {count} 篇新报道：",
    alert_corrected="之前告诉过您的报道有更新：",
    alert_changed="（有更新）",
    alert_more="……另有 {count} 篇，见 /latest",
    why="为什么收到",
    back_to_alert="回到提醒",
    why_rule="您订阅了：{rule}",
    why_sentence="报道里是这样说的：",
    rule_all="全部新报道",
    rule_words="提到{words}",
    rule_and="和",
    rule_or="或",
    rule_also="，",
    rule_without="，不提{words}",
    rule_question="和“{question}”有关",
    rule_source="来自《{name}》",
    subscribe=(
        "想让我留意什么？把要紧的词写在后面，用空格隔开，例如：\n/subscribe 采暖 补贴\n"
        "写一个问题也行，数字也行：\n/subscribe 采暖补贴金额大于100万元时"
    ),
    subscribe_all="全部新报道",
    subscribe_admins="在群里，只有群管理员能改订阅。",
    subscribe_no_words="这里没有我能留意的词，请换个说法。",
    subscribe_full="这里已经有 {limit} 个订阅，到上限了。请先在 /subscriptions 里取消几个。",
    subscribed="好的，再有这样的报道就告诉您：{rule}。",
    subscribed_all="好的，每次有新报道都告诉您。",
    subscriptions="您订阅了 {count} 项，点一下可以改：",
    subscriptions_none="这里还没有订阅。用 /subscribe 告诉我要留意什么。",
    subscription_paused="（已暂停）",
    subscription_ended="已取消：{rule}。",
    all_ended="已全部取消，不再提醒。",
    every_word="改成：每个词都要有",
    any_word="改成：有一个词就行",
    pause="暂停",
    resume="恢复",
    unsubscribe="取消订阅",
    unsubscribe_all="全部取消",
    timing="什么时候告诉您？",
    timing_button="什么时候告诉我",
    at_once="马上",
    daily="每天 {hour} 点",
    weekly="每{day} {hour} 点",
    quiet="夜里 {start} 点到 {end} 点不打扰",
    most="一天最多 {count} 条",
    no_most="不限条数",
    alert_figure="数字：<b>{figure}</b>",
    answer_changed="您问过的“{question}”已更正：",
    answers_changed="您问过的 {count} 个问题，回答已更正：",
    answers_more="……另有 {count} 个，请重新问一次。",
    answer_before="以前的回答：{figure}",
    answer_now="现在：<b>{figure}</b>",
    answer_gone="说这话的报道已经撤下，请不要再引用。",
    answer_unsaid="报道已改过，不再这样说。",
    why_answer="您问过“{question}”，那时的回答后来有了更正。",
    no_corrections="不再告诉我更正",
    setting_corrections="回答有更正时：{value}",
    corrections_on="告诉我更正",
    corrections_off="不告诉我更正",
    rule_figure="“{question}”的数字有变化",
    rule_bound="“{question}”的数字{sign}{number}",
    sign_more="大于",
    sign_least="不少于",
    sign_less="小于",
    sign_most="不超过",
    rule_section="登在第 {page} 版",
    not_section="不看第 {page} 版",
    not_source="不看《{name}》",
    figure_tune="只看数字变化",
    figure_only="数字有变化才告诉我",
    figure_any="数字有变化就告诉我",
    figure_more="数字大于…",
    figure_less="数字小于…",
    figure_all="有新报道就告诉我",
    bound_ask="数字{sign}多少时告诉您？请回复这条消息，写一个数字。",
    bound_no_number="这里没有读到数字。请再回复一次，例如：100",
    missed="暂停期间有 {count} 次这样的报道，要补上吗？",
    missed_skip="不补",
    missed_digest="合成一条",
    missed_all="一次一条",
    daily_button="换个钟点",
    weekday_button="换一天",
    choose_hour="几点告诉您？",
    choose_weekday="每周哪一天告诉您？",
    hour="{hour} 点",
    weekdays="周一 周二 周三 周四 周五 周六 周日",
    export="导出",
    export_caption="您的订阅（{count} 项）。把这份文件发回来，就能导入。",
    import_preview="这份文件里有 {count} 个订阅，{new} 个是新的：",
    import_more="……另有 {count} 个",
    import_yes="导入",
    import_no="不用了",
    imported="已导入 {count} 个订阅。",
    imported_full="已导入 {count} 个订阅，另有 {left} 个超过上限，没有导入。",
    import_dropped="好的，什么都没有改动。",
    import_bad="这份文件不是从我这里导出的订阅，读不了。什么都没有改动。",
    import_known="里面的订阅您都有了。",
    inline_nothing="报上没有找到答案",
    inline_nothing_hint="换个说法试试",
    command_ask="提问，也可以直接写",
    command_latest="最新报道",
    command_article="翻看全部报道",
    command_subscribe="有新报道时告诉我",
    command_subscriptions="我的订阅",
    command_settings="设置",
    command_help="怎么用",
    command_facts="一篇报道里的数字",
    command_verify="核对一个答案",
    command_privacy="保存了什么",
    command_forgetme="删除我的记录",
)

HANT = Texts(
    name="繁體中文",
    start="我是報知，讀過 {count} 篇報道（{period}）。\n想知道報上的什麼，直接問我就行，答案都附原文。",
    start_undated="我是報知，讀過 {count} 篇報道。\n想知道報上的什麼，直接問我就行，答案都附原文。",
    start_empty="我是報知，幫您在報紙裏找答案。\n眼下還沒有報道可查，請過些時候再來。",
    start_examples="先試一個，點一下就問：",
    start_group="大家好，我是報知，幫各位在報紙裏找答案。\n想問什麼，寫「@{username} 問題」，或者回覆我的訊息。",
    start_alerts="有新報道要提醒您嗎？點「{button}」。",
    menu_latest="最新報道",
    menu_articles="全部報道",
    menu_alerts="提醒",
    menu_subscriptions="我的訂閱",
    menu_settings="設置",
    menu_help="怎麼用",
    help=(
        "<b>怎麼問</b>\n"
        "像問人一樣寫一句話，例如「給多少名環衛工人送了頭盔？」。可以接着追問：「那同比呢？」\n"
        "答案下面有報道原文；點「{original}」看全文，點「{more}」看別的段落。\n"
        "問錯了字，改一改那條消息，回答會跟着更新。\n\n"
        "<b>還能做什麼</b>\n"
        "/latest 最新報道\n/article 翻看全部報道\n/subscribe 有新報道時告訴我\n"
        "/subscriptions 我的訂閱\n/settings 設置\n"
        "/privacy 保存了什麼\n/forgetme 刪除我的記錄\n\n"
        "在羣裏，@我、回覆我，或者用 /ask 提問。"
    ),
    help_admin="<b>管理員</b>\n把報紙檔案（txt、md、html、pdf、docx、zip、jsonl）發給我，我先讀給您看，點「{publish}」才生效。",
    privacy=(
        "<b>保存什麼，保存多久</b>\n"
        "· 您的問題和我的回答：30 天，爲了讓按鈕和追問可用，有更正時告訴您。\n"
        "· 您的設置和訂閱：直到您刪除。\n"
        "{questions}\n"
        "問題不寫入日誌。/forgetme 可隨時全部刪除。"
    ),
    privacy_questions="· 問過的問題：30 天，給編輯看報紙還缺什麼；不記是誰問的。",
    privacy_no_questions="· 問過的問題：只記個數，不記內容。",
    description="報知讀過報紙，您直接問：多少、多大比例、什麼時候、誰、在哪裏。先給答案，再給報道原文和出處；報上沒有的，會直說沒有。",
    short_description="問報紙，得答案，附原文出處。",
    is_figure="報道裏寫的是{figure}。",
    is_figure_of="報道裏，{about}是{figure}。",
    printed="報上說，{text}。",
    is_date="報道寫的時間是{figure}。",
    is_place="報道寫的地點是{figure}。",
    is_org="報道寫的單位是{figure}。",
    is_title="報道裏的名稱是{figure}。",
    is_list="報道列出的有：{figure}。",
    unsure="（這個答案把握不大，請看原文。）",
    understood="您問的是：{question}",
    asked="問：{question}",
    passage="報道裏是這樣說的：",
    passage_unsure="這一段可能有您要的答案：",
    passage_number="第 {number} 段，共 {count} 段",
    refusal="報上沒有找到這個問題的答案。",
    refusal_missing="沒有找到提到{words}的報道。",
    refusal_nearest="下面這段最接近，但沒有回答您的問題：",
    headline="《{headline}》",
    in_quotes="「{word}」",
    comma="、",
    about="約",
    year="{year}年",
    month="{year}年{month}月",
    day="{year}年{month}月{day}日",
    month_day="{month}月{day}日",
    span="{first}至{last}",
    reporters="記者 {names}",
    correspondents="通訊員 {names}",
    incomplete="（報紙上此文到這裏中斷。）",
    paper_page="第{page}版",
    lettered_page="{page}版",
    page_number="第 {number} 頁，共 {count} 頁",
    latest="最新的報道，點標題看全文：",
    all_articles="共 {count} 篇報道，點標題看全文：",
    found_articles="標題裏有「{words}」的報道：",
    no_articles="眼下還沒有報道。",
    no_such_article="沒有找到標題裏有「{words}」的報道。用 /article 可以翻看全部。",
    original="原文",
    more="更多",
    next_passage="下一條",
    previous_passage="上一條",
    back_to_answer="回到回答",
    bad_figure="數字錯",
    bad_answer="答非所問",
    bad_missing="沒找到",
    back_to_list="回到列表",
    next_page="下一頁 ›",
    previous_page="‹ 上一頁",
    publish="發布",
    discard="放棄",
    forget_yes="全部刪除",
    forget_no="保留",
    ask_for_question="請把問題寫在 /ask 後面，例如：/ask 送了多少頂頭盔？也可以用 /ask 回覆一條消息。",
    text_only="我只看得懂文字。請把想問的寫成一句話發給我。",
    greeting="您好，我是報知。想知道報上寫了什麼，直接問就行，比如「什麼時候舉行？」",
    welcome="不客氣，有事隨時問。",
    unreadable="這條消息裏沒有我能讀的字。請寫一句話問我，比如「什麼時候舉行？」",
    unknown_command="沒有這個命令。想問什麼直接寫就行；/help 裏有說明。",
    too_fast="您問得有點快，我一分鐘最多答 {limit} 個問題，請稍等片刻再問。",
    too_many_today="今天您已經問了 {limit} 個問題，到上限了，請明天再來。",
    braked_minute="{name}（編號 {id}）一分鐘裏問了 {limit} 個問題，我請對方稍等。",
    braked_day="{name}（編號 {id}）一天裏問了 {limit} 個問題，我請對方明天再來。",
    trouble="抱歉，我這邊出了點問題，沒能答上來。請過一會兒再問一次。",
    gone_button="這個按鈕已經過期了，請重新問一次。",
    gone_article="這篇報道已經不在了。",
    thanks="謝謝，記下了。",
    not_yours="這個按鈕只有管理員能用。",
    settings="<b>設置</b>",
    setting_length="回答：{value}",
    length_full="附報道原文",
    length_short="只說答案",
    setting_quiet="免打擾：{value}",
    quiet_none="不設",
    quiet_span="{start} 點到 {end} 點",
    quiet_button="免打擾時間",
    choose_quiet="哪段時間不給您發提醒？",
    setting_zone="時區：{value}",
    zone_button="時區",
    choose_zone="您在哪個時區？提醒按當地的鐘點發。",
    zone_beijing="北京時間",
    zone_urumqi="新疆時間",
    zone_tokyo="東京",
    zone_sydney="悉尼",
    zone_london="倫敦",
    zone_paris="巴黎",
    zone_new_york="紐約",
    zone_los_angeles="洛杉磯",
    setting_plain="沒有@我的問題：{value}",
    plain_on="沒@我的問題也回答",
    plain_off="只回答@我的問題",
    plain_deaf="（眼下 Telegram 不讓我看到羣裏的普通消息，請把我設爲羣管理員。）",
    on="也回答",
    off="不回答",
    back_to_settings="回到設置",
    saved="好的，記住了。",
    language_set="好的，以後用繁體中文。",
    forget_ask="要刪除我保存的關於您的一切嗎？刪除後，以前的按鈕就不能用了。",
    forget_done="已刪除：{replies} 條回答、{conversations} 段對話、{settings} 項設置、{subscriptions} 個訂閱。",
    forget_nothing="我這裏沒有關於您的記錄。",
    forget_kept="好的，都保留着。",
    forget_in_private="請在和我的私聊裏用 /forgetme。",
    not_admin="謝謝您發來檔案。我收不了檔案；想知道報上的什麼，直接寫字問我就行。",
    desk_above="這一步要請管理員來做。",
    document_large="這個檔案超過 20 MB，我收不下。請拆成幾個再發。",
    document_refused="沒能讀《{name}》：{reason}。什麼都沒有改動。",
    draft="<b>試讀：{name}</b>\n讀到 {count} 篇報道：",
    draft_changes="發布後：＋新增 {new} 篇，～更新 {changed} 篇，－撤下 {gone} 篇，不變 {unchanged} 篇。",
    draft_incomplete="（不完整）",
    draft_more="……另有 {count} 篇",
    draft_warnings="請留意：",
    draft_decide="現在什麼都還沒有改動。",
    published="已發布《{name}》，共 {count} 篇報道。",
    discarded="已放棄，什麼都沒有改動。",
    draft_gone="這份檔案已經處理過了。",
    differs="各篇報道說法不同，新的在前：",
    differs_row="· <b>{figure}</b> {source}",
    differs_why="（{why}）",
    differs_earlier="較早的報道",
    differs_later="較晚的報道",
    differs_period="說的是另一段時間",
    differs_scope="說的是另一個範圍",
    differs_contradiction="兩種說法不一致",
    facts_title="<b>數字一覽</b> {headline}，共 {count} 個",
    facts_none="{headline}裏沒有數字。",
    facts_button="數字一覽",
    facts_share="✓ {part}/{whole}",
    facts_slip="⚠ {part}佔{whole}，算來是 {percent}",
    picture_below="數字都出自報上，圖是報知畫的。",
    picture_source="據《{headline}》",
    back_to_article="回到文章",
    tell_me="有新報道時告訴我",
    verify="核對",
    verify_head="<b>核對</b> · 編號 {id}",
    verify_question="問題：{question}",
    verify_followed="接着這個問題問的：{question}",
    verify_fact="依據：<b>{figure}</b>，在{headline}第 {start} 至 {end} 字",
    verify_passages="所查的報道：",
    verify_passage="· {headline}第 {start} 至 {end} 字",
    verify_generation="當時的報紙：第 {generation} 次更新",
    verify_same="剛才重查了一遍，答案一字不差。",
    verify_still="剛才重查了一遍。這期間報紙更新到第 {generation} 次，答案還是一字不差。",
    verify_updated="剛才重查了一遍。這期間報紙更新到第 {generation} 次，現在會這樣答：",
    verify_differs="剛才重查了一遍，同樣的報道，這回答得不一樣：",
    verify_which="要核對哪個答案？請在 /verify 後面寫上它的編號，或點答案下面的「核對」。",
    verify_gone="沒有這個編號的答案。答案保存 30 天。",
    alert="有新報道：",
    alert_many="有 {count} 篇新報道：",
    alert_corrected="之前告訴過您的報道有更新：",
    alert_changed="（有更新）",
    alert_more="……另有 {count} 篇，見 /latest",
    why="爲什麼收到",
    back_to_alert="回到提醒",
    why_rule="您訂閱了：{rule}",
    why_sentence="報道裏是這樣說的：",
    rule_all="全部新報道",
    rule_words="提到{words}",
    rule_and="和",
    rule_or="或",
    rule_also="，",
    rule_without="，不提{words}",
    rule_question="和「{question}」有關",
    rule_source="來自《{name}》",
    subscribe=(
        "想讓我留意什麼？把要緊的詞寫在後面，用空格隔開，例如：\n/subscribe 採暖 補貼\n"
        "寫一個問題也行，數字也行：\n/subscribe 采暖補貼金額大於100萬元時"
    ),
    subscribe_all="全部新報道",
    subscribe_admins="在羣裏，只有羣管理員能改訂閱。",
    subscribe_no_words="這裏沒有我能留意的詞，請換個說法。",
    subscribe_full="這裏已經有 {limit} 個訂閱，到上限了。請先在 /subscriptions 裏取消幾個。",
    subscribed="好的，再有這樣的報道就告訴您：{rule}。",
    subscribed_all="好的，每次有新報道都告訴您。",
    subscriptions="您訂閱了 {count} 項，點一下可以改：",
    subscriptions_none="這裏還沒有訂閱。用 /subscribe 告訴我要留意什麼。",
    subscription_paused="（已暫停）",
    subscription_ended="已取消：{rule}。",
    all_ended="已全部取消，不再提醒。",
    every_word="改成：每個詞都要有",
    any_word="改成：有一個詞就行",
    pause="暫停",
    resume="恢復",
    unsubscribe="取消訂閱",
    unsubscribe_all="全部取消",
    timing="什麼時候告訴您？",
    timing_button="什麼時候告訴我",
    at_once="馬上",
    daily="每天 {hour} 點",
    weekly="每{day} {hour} 點",
    quiet="夜裏 {start} 點到 {end} 點不打擾",
    most="一天最多 {count} 條",
    no_most="不限條數",
    alert_figure="數字：<b>{figure}</b>",
    answer_changed="您問過的「{question}」已更正：",
    answers_changed="您問過的 {count} 個問題，回答已更正：",
    answers_more="……另有 {count} 個，請重新問一次。",
    answer_before="以前的回答：{figure}",
    answer_now="現在：<b>{figure}</b>",
    answer_gone="說這話的報道已經撤下，請不要再引用。",
    answer_unsaid="報道已改過，不再這樣說。",
    why_answer="您問過「{question}」，那時的回答後來有了更正。",
    no_corrections="不再告訴我更正",
    setting_corrections="回答有更正時：{value}",
    corrections_on="告訴我更正",
    corrections_off="不告訴我更正",
    rule_figure="「{question}」的數字有變化",
    rule_bound="「{question}」的數字{sign}{number}",
    sign_more="大於",
    sign_least="不少於",
    sign_less="小於",
    sign_most="不超過",
    rule_section="登在第 {page} 版",
    not_section="不看第 {page} 版",
    not_source="不看《{name}》",
    figure_tune="只看數字變化",
    figure_only="數字有變化才告訴我",
    figure_any="數字有變化就告訴我",
    figure_more="數字大於…",
    figure_less="數字小於…",
    figure_all="有新報道就告訴我",
    bound_ask="數字{sign}多少時告訴您？請回覆這條消息，寫一個數字。",
    bound_no_number="這裏沒有讀到數字。請再回覆一次，例如：100",
    missed="暫停期間有 {count} 次這樣的報道，要補上嗎？",
    missed_skip="不補",
    missed_digest="合成一條",
    missed_all="一次一條",
    daily_button="換個鐘點",
    weekday_button="換一天",
    choose_hour="幾點告訴您？",
    choose_weekday="每週哪一天告訴您？",
    hour="{hour} 點",
    weekdays="週一 週二 週三 週四 週五 週六 週日",
    export="匯出",
    export_caption="您的訂閱（{count} 項）。把這份檔案發回來，就能匯入。",
    import_preview="這份檔案裏有 {count} 個訂閱，{new} 個是新的：",
    import_more="……另有 {count} 個",
    import_yes="匯入",
    import_no="不用了",
    imported="已匯入 {count} 個訂閱。",
    imported_full="已匯入 {count} 個訂閱，另有 {left} 個超過上限，沒有匯入。",
    import_dropped="好的，什麼都沒有改動。",
    import_bad="這份檔案不是從我這裏匯出的訂閱，讀不了。什麼都沒有改動。",
    import_known="裏面的訂閱您都有了。",
    inline_nothing="報上沒有找到答案",
    inline_nothing_hint="換個說法試試",
    command_ask="提問，也可以直接寫",
    command_latest="最新報道",
    command_article="翻看全部報道",
    command_subscribe="有新報道時告訴我",
    command_subscriptions="我的訂閱",
    command_settings="設置",
    command_help="怎麼用",
    command_facts="一篇報道裏的數字",
    command_verify="核對一個答案",
    command_privacy="保存了什麼",
    command_forgetme="刪除我的記錄",
)

EN = Texts(
    name="English",
    start=(
        "I am Baozhi. I have read {count} articles ({period}).\n"
        "Just ask, in Chinese; every answer shows what was printed."
    ),
    start_undated=(
        "I am Baozhi. I have read {count} articles.\nJust ask, in Chinese; every answer shows what was printed."
    ),
    start_empty="I am Baozhi. I look for answers in newspapers.\nThere are no articles yet; please come back later.",
    start_examples="Try one, tap to ask:",
    start_group=(
        "Hello, I am Baozhi. I look for answers in newspapers.\n"
        "To ask, write “@{username} question”, or reply to one of my messages."
    ),
    start_alerts="Shall I tell you of new articles? Tap “{button}”.",
    menu_latest="Newest",
    menu_articles="All articles",
    menu_alerts="Alerts",
    menu_subscriptions="My alerts",
    menu_settings="Settings",
    menu_help="Help",
    help=(
        "<b>How to ask</b>\n"
        "Write one sentence in Chinese, as you would ask a person. Follow-up questions work too.\n"
        "Below the answer is what the paper printed; “{original}” shows the article, “{more}” other passages.\n"
        "Edit your question and the answer changes with it.\n\n"
        "<b>What else there is</b>\n"
        "/latest newest articles\n/article all articles\n/subscribe tell me of news\n"
        "/subscriptions my alerts\n/settings settings\n"
        "/privacy what is kept\n/forgetme delete my records\n\n"
        "In a group, mention me, reply to me, or use /ask."
    ),
    help_admin=(
        "<b>Admins</b>\nSend me a newspaper file (txt, md, html, pdf, docx, zip, jsonl). I show what I read;"
        " nothing changes until you tap “{publish}”."
    ),
    privacy=(
        "<b>What is kept, and how long</b>\n"
        "· Your questions and my answers: 30 days, for buttons, follow-ups and corrections.\n"
        "· Your settings and alerts: until you delete them.\n"
        "{questions}\n"
        "Questions are never logged. /forgetme deletes everything at any time."
    ),
    privacy_questions="· Questions asked: 30 days, so that the editors see what the paper lacks; not who asked.",
    privacy_no_questions="· Questions asked: counted, not kept beyond that.",
    description=(
        "Baozhi has read the newspaper. Ask in Chinese: how many, what share, when, who, where."
        " You get the answer, then the printed passage and its source; what the paper does not hold, it says so."
    ),
    short_description="Ask the newspaper; get the answer with the printed proof.",
    is_figure="The article says {figure}.",
    is_figure_of="In the article, {about}: {figure}.",
    printed="The paper says: {text}.",
    is_date="The article gives the time as {figure}.",
    is_place="The article gives the place as {figure}.",
    is_org="The article names {figure}.",
    is_title="The article calls it {figure}.",
    is_list="The article lists: {figure}.",
    unsure="(I am not sure of this one; please see the article.)",
    understood="Understood as: {question}",
    asked="Question: {question}",
    passage="This is what the article says:",
    passage_unsure="This passage may hold the answer:",
    passage_number="Passage {number} of {count}",
    refusal="The paper does not hold an answer to this.",
    refusal_missing="No article mentions {words}.",
    refusal_nearest="This passage comes closest, but does not answer your question:",
    headline="《{headline}》",
    in_quotes="“{word}”",
    comma=", ",
    about="about ",
    year="{year}",
    month="{year}-{month:0>2}",
    day="{year}-{month:0>2}-{day:0>2}",
    month_day="{month:0>2}-{day:0>2}",
    span="{first} to {last}",
    reporters="Reporters: {names}",
    correspondents="Correspondents: {names}",
    incomplete="(The printed article breaks off here.)",
    paper_page="page {page}",
    lettered_page="page {page}",
    page_number="Page {number} of {count}",
    latest="The newest articles; tap a headline to read:",
    all_articles="{count} articles; tap a headline to read:",
    found_articles="Articles with “{words}” in the headline:",
    no_articles="There are no articles yet.",
    no_such_article="No headline holds “{words}”. /article lists them all.",
    original="Article",
    more="More",
    next_passage="Next",
    previous_passage="Previous",
    back_to_answer="Back to the answer",
    bad_figure="Wrong figure",
    bad_answer="Off the point",
    bad_missing="Not found",
    back_to_list="Back to the list",
    next_page="Next page ›",
    previous_page="‹ Previous page",
    publish="Publish",
    discard="Discard",
    forget_yes="Delete everything",
    forget_no="Keep",
    ask_for_question="Write the question after /ask, or reply to a message with /ask.",
    text_only="I can only read text. Please write your question as a sentence.",
    greeting="Hello, I am Baozhi. Ask me what the paper says, in Chinese.",
    welcome="You are welcome.",
    unreadable="There is nothing in this message that I can read. Please write a question.",
    unknown_command="There is no such command. Just write your question; /help explains.",
    too_fast="That was quick. I answer up to {limit} questions a minute; please wait a moment.",
    too_many_today="You have asked {limit} questions today, which is all I can answer. Please come back tomorrow.",
    braked_minute="{name} (id {id}) asked {limit} questions in a minute; I asked them to wait.",
    braked_day="{name} (id {id}) asked {limit} questions in a day; I asked them to come back tomorrow.",
    trouble="Sorry, something went wrong on my side. Please ask again in a moment.",
    gone_button="This button is too old; please ask again.",
    gone_article="This article is no longer there.",
    thanks="Thank you, noted.",
    not_yours="Only admins can use this button.",
    settings="<b>Settings</b>",
    setting_length="Answers: {value}",
    length_full="With the passage",
    length_short="Short",
    setting_quiet="Quiet hours: {value}",
    quiet_none="none",
    quiet_span="{start}:00 to {end}:00",
    quiet_button="Quiet hours",
    choose_quiet="When shall I send no alerts?",
    setting_zone="Time zone: {value}",
    zone_button="Time zone",
    choose_zone="Which time zone are you in? Alerts keep to its hours.",
    zone_beijing="Beijing",
    zone_urumqi="Ürümqi",
    zone_tokyo="Tokyo",
    zone_sydney="Sydney",
    zone_london="London",
    zone_paris="Paris",
    zone_new_york="New York",
    zone_los_angeles="Los Angeles",
    setting_plain="Questions without a mention: {value}",
    plain_on="Answer without a mention",
    plain_off="Answer mentions only",
    plain_deaf="(At present Telegram does not show me plain messages; please make me an admin of the group.)",
    on="answered",
    off="not answered",
    back_to_settings="Back to the settings",
    saved="All right, noted.",
    language_set="All right, English from now on.",
    forget_ask="Delete everything I keep about you? Earlier buttons will stop working.",
    forget_done="Deleted: {replies} answers, {conversations} talks, {settings} settings, {subscriptions} alerts.",
    forget_nothing="I keep nothing about you.",
    forget_kept="All right, everything is kept.",
    forget_in_private="Please use /forgetme in our private chat.",
    not_admin="Thank you for the file. I cannot take files; simply write what you want to know.",
    desk_above="This step needs an admin.",
    document_large="This file is over 20 MB, which is more than I can take. Please split it.",
    document_refused="“{name}” could not be read: {reason}. Nothing was changed.",
    draft="<b>Dry run: {name}</b>\n{count} articles read:",
    draft_changes="Publishing adds {new} (＋), updates {changed} (～), removes {gone} (－), keeps {unchanged}.",
    draft_incomplete=" (incomplete)",
    draft_more="… and {count} more",
    draft_warnings="Please note:",
    draft_decide="Nothing has been changed so far.",
    published="“{name}” is published, {count} articles.",
    discarded="Discarded; nothing was changed.",
    draft_gone="This file has been dealt with already.",
    differs="The articles differ, newest first:",
    differs_row="· <b>{figure}</b> {source}",
    differs_why=" ({why})",
    differs_earlier="an earlier report",
    differs_later="a later report",
    differs_period="of another time",
    differs_scope="of another scope",
    differs_contradiction="the two contradict each other",
    facts_title="<b>Figures</b> of {headline}, {count} in all",
    facts_none="{headline} has no figures.",
    facts_button="Figures",
    facts_share="✓ {part}/{whole}",
    facts_slip="⚠ {part} of {whole} would be {percent}",
    picture_below="The figures are printed in the paper; the picture is drawn by Baozhi.",
    picture_source="From “{headline}”",
    back_to_article="Back to the article",
    tell_me="Tell me when there is news",
    verify="Verify",
    verify_head="<b>Verified</b> · no. {id}",
    verify_question="Question: {question}",
    verify_followed="It followed up on: {question}",
    verify_fact="Basis: <b>{figure}</b>, in {headline} characters {start} to {end}",
    verify_passages="What was looked at:",
    verify_passage="· {headline} characters {start} to {end}",
    verify_generation="The paper then: update {generation}",
    verify_same="Looked up again just now: the answer is the same to the letter.",
    verify_still=(
        "Looked up again just now. The paper has been updated to {gene"
        "ration} since, and the answer is still the same to the letter."
    ),
    verify_updated=(
        "Looked up again just now. The paper has been updated to {generation} since, and the answer would now be:"
    ),
    verify_differs="Looked up again just now: from the same articles, the answer has come out differently:",
    verify_which="Which answer? Write its number after /verify, or tap “Verify” below the answer.",
    verify_gone="There is no answer of that number. Answers are kept for 30 days.",
    alert="A new article:",
    alert_many="{count} new articles:",
    alert_corrected="An article that I told you of has changed:",
    alert_changed=" (changed)",
    alert_more="… and {count} more, see /latest",
    why="Why this?",
    back_to_alert="Back",
    why_rule="You subscribed to: {rule}",
    why_sentence="This is what the article says:",
    rule_all="every new article",
    rule_words="articles with {words}",
    rule_and=" and ",
    rule_or=" or ",
    rule_also=", ",
    rule_without=", without {words}",
    rule_question="articles on “{question}”",
    rule_source="articles from “{name}”",
    subscribe=(
        "What shall I look out for? Write the words that matter, with spaces between them, for example:\n"
        "/subscribe 采暖 补贴\nA question in Chinese will do as well, and so will a figure:\n"
        "/subscribe 采暖补贴金额大于100万元时"
    ),
    subscribe_all="Every new article",
    subscribe_admins="In a group, only its admins can change subscriptions.",
    subscribe_no_words="There is no word in this that I could look out for; please put it differently.",
    subscribe_full="There are {limit} subscriptions here, which is all I can keep. /subscriptions lets you end some.",
    subscribed="All right, I will tell you of {rule}.",
    subscribed_all="All right, I will tell you of every new article.",
    subscriptions="Your subscriptions: {count}. Tap one to change it:",
    subscriptions_none="There are no subscriptions here. Use /subscribe to tell me what to look out for.",
    subscription_paused=" (paused)",
    subscription_ended="Ended: {rule}.",
    all_ended="All subscriptions are ended.",
    every_word="Make it: every word",
    any_word="Make it: any word",
    pause="Pause",
    resume="Resume",
    unsubscribe="End",
    unsubscribe_all="End all",
    timing="When shall I tell you?",
    timing_button="When to tell me",
    at_once="At once",
    daily="Daily at {hour}:00",
    weekly="{day} at {hour}:00",
    quiet="Silent from {start}:00 to {end}:00",
    most="At most {count} a day",
    no_most="No limit",
    alert_figure="Figure: <b>{figure}</b>",
    answer_changed="The answer to your question “{question}” has been corrected:",
    answers_changed="My answers to {count} of your questions have been corrected:",
    answers_more="… and {count} more; please ask again.",
    answer_before="I had said: {figure}",
    answer_now="Now: <b>{figure}</b>",
    answer_gone="The article that said so has been withdrawn.",
    answer_unsaid="The article has been changed and no longer says so.",
    why_answer="You asked “{question}”, and what I answered has since been corrected.",
    no_corrections="Tell me of no corrections",
    setting_corrections="When an answer is corrected: {value}",
    corrections_on="Tell me",
    corrections_off="Do not tell me",
    rule_figure="new figures on “{question}”",
    rule_bound="figures on “{question}” {sign} {number}",
    sign_more="above",
    sign_least="of at least",
    sign_less="below",
    sign_most="of at most",
    rule_section="articles on page {page}",
    not_section="not on page {page}",
    not_source="not from “{name}”",
    figure_tune="Figures only",
    figure_only="Only when the figure changes",
    figure_any="Whenever the figure changes",
    figure_more="Above …",
    figure_less="Below …",
    figure_all="Every new article",
    bound_ask="A figure {sign} which number? Please reply to this message with a number.",
    bound_no_number="I see no number in this. Please reply once more, for example: 100",
    missed="There was news {count} times during the pause. Shall I tell you now?",
    missed_skip="No",
    missed_digest="In one message",
    missed_all="One by one",
    daily_button="Another hour",
    weekday_button="Another day",
    choose_hour="At which hour?",
    choose_weekday="On which day of the week?",
    hour="{hour}:00",
    weekdays="Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays",
    export="Export",
    export_caption="Your subscriptions ({count}). Send me this file to have them again.",
    import_preview="This file holds {count} subscriptions, {new} of them new:",
    import_more="… and {count} more",
    import_yes="Import",
    import_no="Not now",
    imported="{count} subscriptions imported.",
    imported_full="{count} subscriptions imported; {left} were more than I can keep.",
    import_dropped="All right, nothing was changed.",
    import_bad="This file does not hold subscriptions that I exported. Nothing was changed.",
    import_known="You have all of these already.",
    inline_nothing="The paper does not hold an answer",
    inline_nothing_hint="Try other words",
    command_ask="Ask a question (or just write it)",
    command_latest="Newest articles",
    command_article="All articles",
    command_subscribe="Tell me when there is news",
    command_subscriptions="My subscriptions",
    command_settings="Settings",
    command_help="How it works",
    command_facts="The figures of an article",
    command_verify="Verify an answer",
    command_privacy="What is kept",
    command_forgetme="Delete my records",
)

TEXTS: dict[Language, Texts] = {"zh-Hans": HANS, "zh-Hant": HANT, "en": EN}


def language_of(code: str | None) -> Language:
    """The language for a chat that chose *code*; the default for none or one that is not spoken."""
    return next((language for language in LANGUAGES if language == code), DEFAULT)
