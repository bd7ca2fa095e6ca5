"""Every sentence said at the editors' desk, in the three languages of the interface; HTML, as in `bot.texts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.people.roles import Role
from bot.texts import Language


@dataclass(frozen=True, slots=True)
class DeskTexts:
    """The sentences of one language."""

    # Everywhere
    yes: str
    no: str
    back: str
    unchanged: str
    nothing_here: str
    # People
    roles: Mapping[Role, str]
    people: str
    people_owner: str
    people_add: str
    people_ask: str
    people_which: str
    people_no_number: str
    people_fixed: str
    people_confirm: str
    people_given: str
    people_you: str
    people_person: str
    people_make: str
    people_remove: str
    people_remove_confirm: str
    people_removed: str
    # Audit
    audit: str
    audit_none: str
    audit_csv: str
    deeds: Mapping[str, str]
    program: str
    # Articles
    articles: str
    articles_found: str
    articles_none: str
    orders: Mapping[str, str]
    article: str
    article_changed: str
    article_page: str
    read: str
    # Statistics
    stats: str
    stats_row: Mapping[str, str]
    stats_spans: tuple[str, str, str]
    stats_none: str
    stats_turned_away: str
    chart: str
    chart_answered: str
    chart_refused: str
    # Refused questions and those that readers found badly answered
    unanswered: str
    unanswered_none: str
    unanswered_times: str
    unanswered_one: str
    unanswered_missing: str
    handled: str
    handled_done: str
    review: str
    review_none: str
    review_said: Mapping[str, str]
    review_was: str
    review_was_refusal: str
    review_was_passage: str
    keep_answer: str
    keep_refusal: str
    keep_other: str
    keep_ask: str
    kept: str
    keep_gone: str
    # Golden questions
    golden: str
    golden_none: str
    golden_holds: str
    golden_broken: str
    golden_wanted: str
    golden_wants_passage: str
    golden_now: str
    golden_refusal: str
    golden_drop: str
    golden_dropped: str
    # Synonyms and words
    synonyms: str
    words: str
    vocabulary_none: str
    vocabulary_more: str
    vocabulary_change: str
    synonyms_ask: str
    words_ask: str
    words_find: str
    words_found: str
    words_none_found: str
    vocabulary_bad: str
    vocabulary_none_left: str
    vocabulary_effect: str
    vocabulary_adds: str
    vocabulary_drops: str
    effect_none: str
    effect_no_golden: str
    effect_broken: str
    effect_mended: str
    save: str
    save_anyway: str
    saved: str
    # Broadcasts
    broadcast_ask: str
    broadcast_empty: str
    broadcast_long: str
    broadcast: str
    broadcast_send: str
    broadcast_discard: str
    broadcast_discarded: str
    broadcast_nobody: str
    broadcast_running: str
    broadcast_stop: str
    broadcast_done: str
    broadcast_stopped: str
    broadcast_counts: str
    broadcast_who: str
    broadcast_busy: str
    # Backups and state
    backup_sent: str
    backup_stored: str
    backup_failed: str
    status: str
    status_row: Mapping[str, str]
    never: str
    # Menu of commands, at most 256 characters each
    commands: Mapping[str, str]


HANS = DeskTexts(
    yes="确定",
    no="算了",
    back="返回",
    unchanged="好的，什么都没有改动。",
    nothing_here="这里已经没有东西了。",
    roles={"owner": "负责人", "admin": "管理员", "editor": "编辑"},
    people="<b>编辑部</b>\n编辑准备稿件，管理员发布，负责人定谁做什么。点名字可以改。",
    people_owner="负责人由设置 BAOZHI_ADMINS 决定：{ids}",
    people_add="添加一位",
    people_ask="请转发一条对方的消息给我，或者发对方的名片；也可以回复这条消息，写上对方的编号（一串数字）。",
    people_which="给 {name}（{id}）哪个角色？",
    people_no_number="看不出是谁：请转发对方本人的消息，或者写对方的编号（只有数字）。对方若隐藏了转发来源，请发对方的名片，或者写编号。",
    people_fixed="{id} 是负责人，由设置决定，在这里改不了。",
    people_confirm="请 {name}（{id}）做{role}，对吗？",
    people_given="好的，{name}（{id}）现在是{role}。",
    people_you="您好，您现在是报知的{role}了。发 /help 看看能做什么。",
    people_person="<b>{name}</b>（{id}）\n{role}，{date}起",
    people_make="改成{role}",
    people_remove="请出编辑部",
    people_remove_confirm="{name}（{id}）不再参加编辑工作，对吗？",
    people_removed="好的，{name}（{id}）不再是编辑部的人。",
    audit="<b>记录</b>，共 {count} 条，新的在前：",
    audit_none="还没有记录。",
    audit_csv="导出 CSV",
    deeds={
        "publish": "发布",
        "publish quietly": "静默发布",
        "publish anyway": "仍然发布",
        "discard": "放弃",
        "remove": "撤下",
        "rollback": "回退",
        "reingest": "重新读入",
        "give role": "定角色",
        "take role": "请出编辑部",
        "guard": "守住问题",
        "unguard": "不再守",
        "synonyms": "改同义词",
        "words": "改词表",
        "broadcast": "群发",
        "stop broadcast": "停止群发",
        "backup": "备份",
    },
    program="程序",
    articles="<b>全部报道</b>，共 {count} 篇：",
    articles_found="提到“{words}”的报道，共 {count} 篇：",
    articles_none="没有找到提到“{words}”的报道。",
    orders={"d": "按日期", "i": "按入库", "h": "按标题"},
    article="<b>{headline}</b>\n来自《{document}》{page}\n日期：{date}\n入库：{changed}\n字数：{length}，数字和名称：{figures}",
    article_changed="第 {version} 版",
    article_page="，{page}版",
    read="看全文",
    stats="<b>统计</b>（{today}）",
    stats_row={
        "asked": "提问",
        "answered": "答上",
        "refused": "没答上",
        "good": "说好",
        "bad": "说不好",
        "readers": "读者",
        "alerts": "提醒",
        "half": "一半回答快于",
        "most": "95% 回答快于",
    },
    stats_spans=("今天", "7 天", "30 天"),
    stats_none="—",
    stats_turned_away="30 天里有 {count} 次外人试管理命令，都没让进。",
    chart="30 天里每天的提问",
    chart_answered="答上",
    chart_refused="没答上",
    unanswered="<b>没答上的问题</b>，30 天里 {count} 个，归成 {groups} 类。点开看：",
    unanswered_none="30 天里没有没答上的问题。",
    unanswered_times="{count}次 {question}",
    unanswered_one="<b>问了 {count} 次</b>\n{questions}",
    unanswered_missing="报上没有提到：{words}",
    handled="处理好了",
    handled_done="好的，收起来了。",
    review="<b>读者说不好的回答</b>，第 {number} 个，共 {count} 个\n\n问：{question}\n{said}\n{was}",
    review_none="没有读者说不好的回答。",
    review_said={
        "bad": "读者说：不好",
        "figure": "读者说：数字错",
        "answer": "读者说：答非所问",
        "missing": "读者说：没找到",
    },
    review_was="当时答：{answer}",
    review_was_refusal="当时答：报上没有。",
    review_was_passage="当时给了一段报道。",
    keep_answer="答得对，守住",
    keep_refusal="报上没有，守住",
    keep_other="写正确答案",
    keep_ask="“{question}”\n请回复这条消息，写上正确答案，照报上的写法，比如 50名。",
    kept="守住了：以后每次有稿件要发布，我都先看这个问题还答不答得对。",
    keep_gone="这个问题已经不在了。",
    golden="<b>守住的问题</b>，共 {count} 个，眼下 {right} 个答得对。点一下可以看：",
    golden_none="还没有守住的问题。/review 里可以添。",
    golden_holds="答得对",
    golden_broken="答得不对",
    golden_wanted="应答：{answer}",
    golden_wants_passage="应答：《{headline}》里的一段",
    golden_now="眼下答：{answer}",
    golden_refusal="报上没有",
    golden_drop="不再守",
    golden_dropped="好的，不再守这个问题。",
    synonyms="<b>同义词</b>\n除了自带的 {general} 组，编辑部添了 {count} 组：",
    words="<b>词表</b>\n分词时当作一个词的，编辑部添了 {count} 个：",
    vocabulary_none="（还没有）",
    vocabulary_more="……另有 {count} 行",
    vocabulary_change="改",
    synonyms_ask=(
        "请回复这条消息，一行一组，用等号隔开，例如：\n<code>创文 = 创建全国文明城市</code>\n"
        "读者这么说、报上那么写，反过来不行的，用大于号：<code>逛庙会 &gt; 民俗活动</code>\n"
        "行首写减号就是去掉：<code>- 创文</code>"
    ),
    words_ask="请回复这条消息，一行一个词，例如：\n<code>园博园</code>\n行首写减号就是去掉：<code>- 园博园</code>",
    words_find="报上的新词",
    words_found="报上常见、词典里没有的词，点一下可以复制：\n{words}\n请回复这条消息，写上要收的，一行一个。",
    words_none_found="报上没有找到词典里没有的常见词。",
    vocabulary_bad="这一行我看不懂：{line}",
    vocabulary_none_left="这样写什么都没有改。",
    vocabulary_effect="保存后：",
    vocabulary_adds="＋ {line}",
    vocabulary_drops="－ {line}",
    effect_none="守住的 {count} 个问题，答案都不变。",
    effect_no_golden="还没有守住的问题，看不出对回答有什么影响。",
    effect_broken="会答错：{question}（{wanted}；会答：{now}）",
    effect_mended="会答对：{question}",
    save="保存",
    save_anyway="仍然保存",
    saved="好的，保存了，马上生效。",
    broadcast_ask="要对所有读者说什么？请回复这条消息，我先给您看样子。",
    broadcast_empty="这条消息里没有字。",
    broadcast_long="太长了，最多 {limit} 个字。",
    broadcast="{text}\n\n———\n以上会发给 {count} 位读者和群，大约要 {minutes} 分钟。",
    broadcast_send="发给大家",
    broadcast_discard="不发了",
    broadcast_discarded="好的，没有发。",
    broadcast_nobody="还没有读者可发。",
    broadcast_running="正在发送 {bar} {done}/{count}",
    broadcast_stop="停止",
    broadcast_done="发完了。",
    broadcast_stopped="停下了。",
    broadcast_counts="送到 {sent}，送不到 {failed}，说不准 {uncertain}，没有发 {stopped}。",
    broadcast_who="送到了谁",
    broadcast_busy="还有一条群发没有发完，请等它发完或先停止。",
    backup_sent="备份好了，{size}。请收好：里面有读者的设置和订阅。",
    backup_stored="备份好了，{size}，Telegram 发不了这么大的文件，存在机器上：\n<code>{path}</code>",
    backup_failed="没能备份：{reason}",
    status="<b>状态</b>",
    status_row={
        "version": "版本",
        "articles": "报道",
        "generation": "第几次改动",
        "index": "索引",
        "cluster": "搜索集群",
        "inbox": "待处理消息",
        "due": "待发提醒",
        "uncertain": "说不准送到没有",
        "backup": "上次备份",
        "disk": "磁盘还剩",
        "store": "数据",
        "memory": "内存",
    },
    never="还没有",
    commands={
        "remove": "撤下一篇报道",
        "rollback": "退回以前的状态",
        "reingest": "重读全部原件",
        "articles": "查找、排序全部报道",
        "stats": "统计",
        "unanswered": "没答上的问题",
        "review": "读者说不好的回答",
        "golden": "守住的问题",
        "synonyms": "同义词",
        "words": "词表",
        "broadcast": "对所有读者说",
        "status": "状态",
        "audit": "谁做了什么",
        "admins": "编辑部的人",
        "backup": "备份",
    },
)

HANT = DeskTexts(
    yes="確定",
    no="算了",
    back="返回",
    unchanged="好的，什麼都沒有改動。",
    nothing_here="這裏已經沒有東西了。",
    roles={"owner": "負責人", "admin": "管理員", "editor": "編輯"},
    people="<b>編輯部</b>\n編輯準備稿件，管理員發佈，負責人定誰做什麼。點名字可以改。",
    people_owner="負責人由設置 BAOZHI_ADMINS 決定：{ids}",
    people_add="添加一位",
    people_ask="請轉發一條對方的消息給我，或者發對方的名片；也可以回覆這條消息，寫上對方的編號（一串數字）。",
    people_which="給 {name}（{id}）哪個角色？",
    people_no_number="看不出是誰：請轉發對方本人的消息，或者寫對方的編號（只有數字）。對方若隱藏了轉發來源，請發對方的名片，或者寫編號。",
    people_fixed="{id} 是負責人，由設置決定，在這裏改不了。",
    people_confirm="請 {name}（{id}）做{role}，對嗎？",
    people_given="好的，{name}（{id}）現在是{role}。",
    people_you="您好，您現在是報知的{role}了。發 /help 看看能做什麼。",
    people_person="<b>{name}</b>（{id}）\n{role}，{date}起",
    people_make="改成{role}",
    people_remove="請出編輯部",
    people_remove_confirm="{name}（{id}）不再參加編輯工作，對嗎？",
    people_removed="好的，{name}（{id}）不再是編輯部的人。",
    audit="<b>記錄</b>，共 {count} 條，新的在前：",
    audit_none="還沒有記錄。",
    audit_csv="匯出 CSV",
    deeds={
        "publish": "發佈",
        "publish quietly": "靜默發佈",
        "publish anyway": "仍然發佈",
        "discard": "放棄",
        "remove": "撤下",
        "rollback": "回退",
        "reingest": "重新讀入",
        "give role": "定角色",
        "take role": "請出編輯部",
        "guard": "守住問題",
        "unguard": "不再守",
        "synonyms": "改同義詞",
        "words": "改詞表",
        "broadcast": "羣發",
        "stop broadcast": "停止羣發",
        "backup": "備份",
    },
    program="程序",
    articles="<b>全部報道</b>，共 {count} 篇：",
    articles_found="提到「{words}」的報道，共 {count} 篇：",
    articles_none="沒有找到提到「{words}」的報道。",
    orders={"d": "按日期", "i": "按入庫", "h": "按標題"},
    article="<b>{headline}</b>\n來自《{document}》{page}\n日期：{date}\n入庫：{changed}\n字數：{length}，數字和名稱：{figures}",
    article_changed="第 {version} 版",
    article_page="，{page}版",
    read="看全文",
    stats="<b>統計</b>（{today}）",
    stats_row={
        "asked": "提問",
        "answered": "答上",
        "refused": "沒答上",
        "good": "說好",
        "bad": "說不好",
        "readers": "讀者",
        "alerts": "提醒",
        "half": "一半回答快於",
        "most": "95% 回答快於",
    },
    stats_spans=("今天", "7 天", "30 天"),
    stats_none="—",
    stats_turned_away="30 天裏有 {count} 次外人試管理命令，都沒讓進。",
    chart="30 天裏每天的提問",
    chart_answered="答上",
    chart_refused="沒答上",
    unanswered="<b>沒答上的問題</b>，30 天裏 {count} 個，歸成 {groups} 類。點開看：",
    unanswered_none="30 天裏沒有沒答上的問題。",
    unanswered_times="{count}次 {question}",
    unanswered_one="<b>問了 {count} 次</b>\n{questions}",
    unanswered_missing="報上沒有提到：{words}",
    handled="處理好了",
    handled_done="好的，收起來了。",
    review="<b>讀者說不好的回答</b>，第 {number} 個，共 {count} 個\n\n問：{question}\n{said}\n{was}",
    review_none="沒有讀者說不好的回答。",
    review_said={
        "bad": "讀者說：不好",
        "figure": "讀者說：數字錯",
        "answer": "讀者說：答非所問",
        "missing": "讀者說：沒找到",
    },
    review_was="當時答：{answer}",
    review_was_refusal="當時答：報上沒有。",
    review_was_passage="當時給了一段報道。",
    keep_answer="答得對，守住",
    keep_refusal="報上沒有，守住",
    keep_other="寫正確答案",
    keep_ask="「{question}」\n請回覆這條消息，寫上正確答案，照報上的寫法，比如 50名。",
    kept="守住了：以後每次有稿件要發佈，我都先看這個問題還答不答得對。",
    keep_gone="這個問題已經不在了。",
    golden="<b>守住的問題</b>，共 {count} 個，眼下 {right} 個答得對。點一下可以看：",
    golden_none="還沒有守住的問題。/review 裏可以添。",
    golden_holds="答得對",
    golden_broken="答得不對",
    golden_wanted="應答：{answer}",
    golden_wants_passage="應答：《{headline}》裏的一段",
    golden_now="眼下答：{answer}",
    golden_refusal="報上沒有",
    golden_drop="不再守",
    golden_dropped="好的，不再守這個問題。",
    synonyms="<b>同義詞</b>\n除了自帶的 {general} 組，編輯部添了 {count} 組：",
    words="<b>詞表</b>\n分詞時當作一個詞的，編輯部添了 {count} 個：",
    vocabulary_none="（還沒有）",
    vocabulary_more="……另有 {count} 行",
    vocabulary_change="改",
    synonyms_ask=(
        "請回覆這條消息，一行一組，用等號隔開，例如：\n<code>创文 = 创建全国文明城市</code>\n"
        "讀者這麼說、報上那麼寫，反過來不行的，用大於號：<code>逛庙会 &gt; 民俗活动</code>\n"
        "行首寫減號就是去掉：<code>- 创文</code>"
    ),
    words_ask="請回覆這條消息，一行一個詞，例如：\n<code>园博园</code>\n行首寫減號就是去掉：<code>- 园博园</code>",
    words_find="報上的新詞",
    words_found="報上常見、詞典裏沒有的詞，點一下可以複製：\n{words}\n請回覆這條消息，寫上要收的，一行一個。",
    words_none_found="報上沒有找到詞典裏沒有的常見詞。",
    vocabulary_bad="這一行我看不懂：{line}",
    vocabulary_none_left="這樣寫什麼都沒有改。",
    vocabulary_effect="保存後：",
    vocabulary_adds="＋ {line}",
    vocabulary_drops="－ {line}",
    effect_none="守住的 {count} 個問題，答案都不變。",
    effect_no_golden="還沒有守住的問題，看不出對回答有什麼影響。",
    effect_broken="會答錯：{question}（{wanted}；會答：{now}）",
    effect_mended="會答對：{question}",
    save="保存",
    save_anyway="仍然保存",
    saved="好的，保存了，馬上生效。",
    broadcast_ask="要對所有讀者說什麼？請回覆這條消息，我先給您看樣子。",
    broadcast_empty="這條消息裏沒有字。",
    broadcast_long="太長了，最多 {limit} 個字。",
    broadcast="{text}\n\n———\n以上會發給 {count} 位讀者和羣，大約要 {minutes} 分鐘。",
    broadcast_send="發給大家",
    broadcast_discard="不發了",
    broadcast_discarded="好的，沒有發。",
    broadcast_nobody="還沒有讀者可發。",
    broadcast_running="正在發送 {bar} {done}/{count}",
    broadcast_stop="停止",
    broadcast_done="發完了。",
    broadcast_stopped="停下了。",
    broadcast_counts="送到 {sent}，送不到 {failed}，說不準 {uncertain}，沒有發 {stopped}。",
    broadcast_who="送到了誰",
    broadcast_busy="還有一條羣發沒有發完，請等它發完或先停止。",
    backup_sent="備份好了，{size}。請收好：裏面有讀者的設置和訂閱。",
    backup_stored="備份好了，{size}，Telegram 發不了這麼大的檔案，存在機器上：\n<code>{path}</code>",
    backup_failed="沒能備份：{reason}",
    status="<b>狀態</b>",
    status_row={
        "version": "版本",
        "articles": "報道",
        "generation": "第幾次改動",
        "index": "索引",
        "cluster": "搜索集羣",
        "inbox": "待處理消息",
        "due": "待發提醒",
        "uncertain": "說不準送到沒有",
        "backup": "上次備份",
        "disk": "磁盤還剩",
        "store": "數據",
        "memory": "內存",
    },
    never="還沒有",
    commands={
        "remove": "撤下一篇報道",
        "rollback": "退回以前的狀態",
        "reingest": "重讀全部原件",
        "articles": "查找、排序全部報道",
        "stats": "統計",
        "unanswered": "沒答上的問題",
        "review": "讀者說不好的回答",
        "golden": "守住的問題",
        "synonyms": "同義詞",
        "words": "詞表",
        "broadcast": "對所有讀者說",
        "status": "狀態",
        "audit": "誰做了什麼",
        "admins": "編輯部的人",
        "backup": "備份",
    },
)

EN = DeskTexts(
    yes="Yes",
    no="No",
    back="Back",
    unchanged="All right, nothing was changed.",
    nothing_here="There is nothing left here.",
    roles={"owner": "owner", "admin": "admin", "editor": "editor"},
    people="<b>The desk</b>\nEditors prepare, admins publish, owners say who is what. Tap a name to change it.",
    people_owner="Owners are set by BAOZHI_ADMINS: {ids}",
    people_add="Add somebody",
    people_ask="Forward me a message of theirs, send me their contact, or reply to this message with their numeric id.",
    people_which="Which role for {name} ({id})?",
    people_no_number=(
        "I cannot tell who that is: forward a message written by them, or write their numeric id."
        " Where forwarding hides the sender, send their contact or their id."
    ),
    people_fixed="{id} is an owner by the settings, which cannot be changed here.",
    people_confirm="Make {name} ({id}) {role}?",
    people_given="All right, {name} ({id}) is now {role}.",
    people_you="Hello, you are now {role} of Baozhi. /help says what you can do.",
    people_person="<b>{name}</b> ({id})\n{role} since {date}",
    people_make="Make {role}",
    people_remove="Take off the desk",
    people_remove_confirm="Take {name} ({id}) off the desk?",
    people_removed="All right, {name} ({id}) is off the desk.",
    audit="<b>Log</b>, {count} entries, newest first:",
    audit_none="Nothing has been logged yet.",
    audit_csv="Export CSV",
    deeds={},
    program="program",
    articles="<b>All articles</b>, {count}:",
    articles_found="{count} articles with “{words}”:",
    articles_none="No article holds “{words}”.",
    orders={"d": "By date", "i": "By intake", "h": "By headline"},
    article=(
        "<b>{headline}</b>\nFrom “{document}”{page}\nDate: {date}\nTaken in: {changed}"
        "\n{length} characters, {figures} figures and names"
    ),
    article_changed="version {version}",
    article_page=", page {page}",
    read="Read it",
    stats="<b>Statistics</b> ({today})",
    stats_row={
        "asked": "Asked",
        "answered": "Answered",
        "refused": "Refused",
        "good": "Good",
        "bad": "Bad",
        "readers": "Readers",
        "alerts": "Alerts",
        "half": "Half within",
        "most": "95% within",
    },
    stats_spans=("Today", "7 days", "30 days"),
    stats_none="—",
    stats_turned_away="{count} attempts of outsiders at the desk in 30 days; none was let in.",
    chart="Questions a day, 30 days",
    chart_answered="Answered",
    chart_refused="Refused",
    unanswered="<b>Refused questions</b>: {count} in 30 days, {groups} groups. Tap one:",
    unanswered_none="No question was refused in 30 days.",
    unanswered_times="{count}× {question}",
    unanswered_one="<b>Asked {count} times</b>\n{questions}",
    unanswered_missing="No article mentions: {words}",
    handled="Seen to",
    handled_done="All right, put away.",
    review="<b>Answers that readers found bad</b>, {number} of {count}\n\nQuestion: {question}\n{said}\n{was}",
    review_none="No reader found an answer bad.",
    review_said={
        "bad": "Reader: bad",
        "figure": "Reader: wrong figure",
        "answer": "Reader: off the point",
        "missing": "Reader: not found",
    },
    review_was="Answered: {answer}",
    review_was_refusal="Answered: not in the paper.",
    review_was_passage="Answered with a passage.",
    keep_answer="It is right, guard it",
    keep_refusal="Not in the paper, guard that",
    keep_other="Write the right answer",
    keep_ask="“{question}”\nReply to this message with the right answer as printed, for example 50名.",
    kept="Guarded: before anything is published I check that this question still gets its answer.",
    keep_gone="This question is no longer there.",
    golden="<b>Guarded questions</b>: {count}, of which {right} are answered rightly now. Tap one:",
    golden_none="No question is guarded yet; /review lets you add some.",
    golden_holds="right",
    golden_broken="wrong",
    golden_wanted="Wanted: {answer}",
    golden_wants_passage="Wanted: a passage of “{headline}”",
    golden_now="Now: {answer}",
    golden_refusal="not in the paper",
    golden_drop="Guard no longer",
    golden_dropped="All right, it is guarded no longer.",
    synonyms="<b>Synonyms</b>\nBeside {general} groups that come along, the desk added {count}:",
    words="<b>Words</b>\nKept whole when text is segmented; the desk added {count}:",
    vocabulary_none="(none yet)",
    vocabulary_more="… and {count} more lines",
    vocabulary_change="Change",
    synonyms_ask=(
        "Reply to this message, one group a line, with = between, for example:\n<code>创文 = 创建全国文明城市</code>"
        "\nWhat is printed where readers say another word, not the other way round, follows a &gt;: "
        "<code>逛庙会 &gt; 民俗活动</code>"
        "\nA leading minus takes one out: <code>- 创文</code>"
    ),
    words_ask=(
        "Reply to this message, one word a line, for example:\n<code>园博园</code>"
        "\nA leading minus takes one out: <code>- 园博园</code>"
    ),
    words_find="New words of the paper",
    words_found=(
        "Common in the paper, and not in the dictionary; tap to copy:\n{words}\n"
        "Reply to this message with those to take up, one a line."
    ),
    words_none_found="The paper holds no common word that the dictionary lacks.",
    vocabulary_bad="I do not understand this line: {line}",
    vocabulary_none_left="That changes nothing.",
    vocabulary_effect="Once saved:",
    vocabulary_adds="＋ {line}",
    vocabulary_drops="－ {line}",
    effect_none="The {count} guarded questions keep their answers.",
    effect_no_golden="No question is guarded yet, so there is no telling what it does to answers.",
    effect_broken="Breaks: {question} ({wanted}; would get: {now})",
    effect_mended="Mends: {question}",
    save="Save",
    save_anyway="Save all the same",
    saved="All right, saved; it counts at once.",
    broadcast_ask="What shall all readers be told? Reply to this message; I will show you how it looks first.",
    broadcast_empty="There is no word in this message.",
    broadcast_long="That is too long; {limit} characters at most.",
    broadcast="{text}\n\n———\nThis goes to {count} readers and groups, in about {minutes} minutes.",
    broadcast_send="Send to all",
    broadcast_discard="Do not send",
    broadcast_discarded="All right, nothing was sent.",
    broadcast_nobody="There are no readers yet.",
    broadcast_running="Sending {bar} {done}/{count}",
    broadcast_stop="Stop",
    broadcast_done="Sent.",
    broadcast_stopped="Stopped.",
    broadcast_counts="Arrived {sent}, failed {failed}, uncertain {uncertain}, not sent {stopped}.",
    broadcast_who="Who got it",
    broadcast_busy="Another broadcast is still under way; wait for it or stop it first.",
    backup_sent="The backup is done, {size}. Keep it safe: it holds readers' settings and subscriptions.",
    backup_stored=(
        "The backup is done, {size}; Telegram takes no file of that size, so it is on the machine:\n<code>{path}</code>"
    ),
    backup_failed="The backup failed: {reason}",
    status="<b>Status</b>",
    status_row={
        "version": "Version",
        "articles": "Articles",
        "generation": "Generation",
        "index": "Index",
        "cluster": "Search cluster",
        "inbox": "Messages waiting",
        "due": "Alerts waiting",
        "uncertain": "Alerts uncertain",
        "backup": "Last backup",
        "disk": "Disk left",
        "store": "Data",
        "memory": "Memory",
    },
    never="never",
    commands={
        "remove": "Take an article out",
        "rollback": "Go back to an earlier state",
        "reingest": "Read all originals anew",
        "articles": "Search and sort all articles",
        "stats": "Statistics",
        "unanswered": "Refused questions",
        "review": "Answers that readers found bad",
        "golden": "Guarded questions",
        "synonyms": "Synonyms",
        "words": "Words",
        "broadcast": "Tell all readers",
        "status": "Status",
        "audit": "Who did what",
        "admins": "People of the desk",
        "backup": "Backup",
    },
)

DESK: dict[Language, DeskTexts] = {"zh-Hans": HANS, "zh-Hant": HANT, "en": EN}
