"""Every sentence about documents: tried, corrected, published, taken out, gone back on, read anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.texts import Language


@dataclass(frozen=True, slots=True)
class PressTexts:
    """The sentences of one language."""

    # A draft
    draft_article: str
    draft_readers: str
    draft_no_readers: str
    draft_broken: str
    draft_broken_one: str
    draft_not_answered: str
    draft_edited: str
    draft_others: str
    draft_outdated: str
    draft_same: str
    draft_lapsed: str
    draft_was_published: str
    draft_was_discarded: str
    somebody: str
    yourself: str
    published_told: str
    published_quietly: str
    publish_quietly: str
    publish_anyway: str
    publish_anyway_quietly: str
    draft_view: str
    draft_retitle: str
    draft_join: str
    draft_part: str
    draft_omit: str
    draft_undo: str
    back_to_draft: str
    draft_place: str
    draft_choose: str
    draft_part_where: str
    retitle_ask: str
    retitle_long: str
    retitled: str
    # How far it is
    working: str
    working_publish: str
    stage_read: str
    stage_part: str
    stage_index: str
    # Files sent together
    batch: str
    batch_waiting: str
    batch_line: str
    batch_decide: str
    batch_done: str
    publish_all: str
    publish_all_quietly: str
    discard_all: str
    back_to_batch: str
    # From editor to admin
    ask_admin: str
    asked_admin: str
    asked_admin_none: str
    asked_by: str
    # What cannot be taken
    download_broken: str
    link_off: str
    link_refused: str
    # Taken out
    remove_ask: str
    remove_which: str
    remove_none: str
    remove_confirm: str
    remove_alerts: str
    remove_yes: str
    keep: str
    removed: str
    left_alone: str
    # The way back
    states: str
    states_none: str
    state: str
    state_now: str
    back_to_states: str
    command_line: str
    deed_start: str
    deed_publish: str
    deed_remove: str
    deed_reingest: str
    deed_rollback: str
    rollback: str
    rollback_changes: str
    rollback_nothing: str
    rollback_yes: str
    rollback_quietly: str
    rollback_anyway: str
    rollback_anyway_quietly: str
    rolled_back: str
    state_gone: str
    # All read anew
    reingest_running: str
    reingest_busy: str
    reingest_failed: str
    reingest_broken_off: str
    reingest_same: str
    reingest_report: str
    reingest_facts: str
    reingest_changes: str
    reingest_done: str
    reingest_outdated: str


HANS = PressTexts(
    draft_article="{mark} {headline}（{length} 字，{figures} 个数字和名称）{incomplete}",
    draft_readers="发布会提醒 {count} 位读者。",
    draft_no_readers="没有读者在等这些报道，发布不会提醒谁。",
    draft_broken="发布后，{count} 个标准问题会答得不一样：",
    draft_broken_one="· {question} 原来：{was}；会变成：{now}",
    draft_not_answered="答不上来",
    draft_edited="已按编辑的意思改了 {count} 处。",
    draft_others="留意：另有一份同名文件也在等决定（{who}发来）。",
    draft_outdated="您上次看过以后，内容有了变动。下面是现在的样子，请再看一眼。",
    draft_same="这份文件刚才收到过，正等着决定，见上面那条试读。",
    draft_lapsed="这份试读放了一天没有决定，已经过期。请把文件再发一次。",
    draft_was_published="《{name}》已由{who}发布，共 {count} 篇报道。",
    draft_was_discarded="《{name}》已由{who}放弃，什么都没有改动。",
    somebody="编辑部的 {id} ",
    yourself="您",
    published_told="正在提醒 {count} 位读者。",
    published_quietly="没有提醒读者。",
    publish_quietly="静默发布",
    publish_anyway="仍然发布",
    publish_anyway_quietly="仍然静默发布",
    draft_view="逐篇查看",
    draft_retitle="改标题",
    draft_join="与下一篇合并",
    draft_part="拆成两篇",
    draft_omit="不要这篇",
    draft_undo="撤销上一处改动",
    back_to_draft="回到试读",
    draft_place="第 {number} 篇，共 {count} 篇",
    draft_choose="改哪一篇的标题？",
    draft_part_where="从哪一段起是另一篇？点那一段；短的一段会当作新标题。",
    retitle_ask="《{headline}》改成什么标题？请回复这条消息，最多 {limit} 个字。",
    retitle_long="这个标题有 {length} 个字，太长了。请在 {limit} 个字以内，再回复一次上面那条消息。",
    retitled="好的，标题改成了《{headline}》。",
    working="正在读《{name}》",
    working_publish="正在发布《{name}》",
    stage_read="读取",
    stage_part="分篇",
    stage_index="建索引",
    batch="<b>收到 {count} 个文件</b>",
    batch_waiting="还有 {count} 个在读……",
    batch_line="{mark} {name}：{articles} 篇，新增 {new}，更新 {changed}，撤下 {gone}",
    batch_decide="现在什么都还没有改动。点文件名可以细看。",
    batch_done="已发布 {published} 个文件，放弃 {discarded} 个。",
    publish_all="全部发布",
    publish_all_quietly="全部静默发布",
    discard_all="全部放弃",
    back_to_batch="回到文件列表",
    ask_admin="请管理员发布",
    asked_admin="已请 {count} 位管理员过目。",
    asked_admin_none="眼下联系不上管理员，请直接告诉他们。",
    asked_by="{who}请您过目：",
    download_broken="文件没有下载完整，请再发一次。",
    link_off="我没有打开这个链接：运行者没有允许（BAOZHI_ALLOW_URL=1 才可以）。请把网页另存后发给我。",
    link_refused="这个链接我不能打开：{reason}。",
    remove_ask="要撤下哪一篇？把标题里的字或编号写在后面，例如：/remove 头盔",
    remove_which="点要撤下的那一篇：",
    remove_none="没有找到标题里有这些字的报道。",
    remove_confirm="撤下这一篇吗？\n{headline}（{source}）\n读者将查不到它；重读原件也不会把它放回来。",
    remove_alerts="还没发出的 {count} 条提醒会停下。",
    remove_yes="撤下",
    keep="不动",
    removed="已撤下：{headline}。要找回来，用 /rollback。",
    left_alone="好的，什么都没有改动。",
    states="<b>以前的状态</b>，点一下看回去会改动什么：",
    states_none="还没有可以回去的状态：从升级以后的第一次改动起才有。",
    state="{when} {deed} {subject}",
    state_now="（现在）",
    back_to_states="回到列表",
    command_line="命令行",
    deed_start="最初的样子",
    deed_publish="发布",
    deed_remove="撤下",
    deed_reingest="重读全部",
    deed_rollback="退回到",
    rollback="<b>退回到 {when} {deed}{subject}（{who}）之后的样子</b>",
    rollback_changes="会找回 {new} 篇，改回 {changed} 篇，撤下 {gone} 篇。",
    rollback_nothing="和现在一样，不用退。",
    rollback_yes="退回",
    rollback_quietly="静默退回",
    rollback_anyway="仍然退回",
    rollback_anyway_quietly="仍然静默退回",
    rolled_back="已退回：找回 {new} 篇，改回 {changed} 篇，撤下 {gone} 篇。再用 /rollback 可以反悔。",
    state_gone="没有这个状态了，请重新用 /rollback。",
    reingest_running="正在把全部原件重读一遍，问答照旧。",
    reingest_busy="已经在重读了，请等它读完。",
    reingest_failed="重读停在《{name}》：{reason}。什么都没有改动。",
    reingest_broken_off="重读半途停了，什么都没有改动。请再用一次 /reingest。",
    reingest_same="读完 {documents} 份原件，和现在一样，没有要改的。",
    reingest_report="<b>重读完 {documents} 份原件</b>",
    reingest_facts="数字和名称：多出 {more} 个，少掉 {fewer} 个。",
    reingest_changes="换上以后：新增 {new} 篇，更新 {changed} 篇，撤下 {gone} 篇，不变 {unchanged} 篇。",
    reingest_done="已换上重读的结果：新增 {new} 篇，更新 {changed} 篇，撤下 {gone} 篇。",
    reingest_outdated="重读以后又有了新的发布，这次的结果不能用了。请再用一次 /reingest。",
)


HANT = PressTexts(
    draft_article="{mark} {headline}（{length} 字，{figures} 個數字和名稱）{incomplete}",
    draft_readers="發佈會提醒 {count} 位讀者。",
    draft_no_readers="沒有讀者在等這些報道，發佈不會提醒誰。",
    draft_broken="發佈後，{count} 個標準問題會答得不一樣：",
    draft_broken_one="· {question} 原來：{was}；會變成：{now}",
    draft_not_answered="答不上來",
    draft_edited="已按編輯的意思改了 {count} 處。",
    draft_others="留意：另有一份同名檔案也在等決定（{who}發來）。",
    draft_outdated="您上次看過以後，內容有了變動。下面是現在的樣子，請再看一眼。",
    draft_same="這份檔案剛才收到過，正等著決定，見上面那條試讀。",
    draft_lapsed="這份試讀放了一天沒有決定，已經過期。請把檔案再發一次。",
    draft_was_published="《{name}》已由{who}發佈，共 {count} 篇報道。",
    draft_was_discarded="《{name}》已由{who}放棄，什麼都沒有改動。",
    somebody="編輯部的 {id} ",
    yourself="您",
    published_told="正在提醒 {count} 位讀者。",
    published_quietly="沒有提醒讀者。",
    publish_quietly="靜默發佈",
    publish_anyway="仍然發佈",
    publish_anyway_quietly="仍然靜默發佈",
    draft_view="逐篇查看",
    draft_retitle="改標題",
    draft_join="與下一篇合併",
    draft_part="拆成兩篇",
    draft_omit="不要這篇",
    draft_undo="撤銷上一處改動",
    back_to_draft="回到試讀",
    draft_place="第 {number} 篇，共 {count} 篇",
    draft_choose="改哪一篇的標題？",
    draft_part_where="從哪一段起是另一篇？點那一段；短的一段會當作新標題。",
    retitle_ask="《{headline}》改成什麼標題？請回覆這條訊息，最多 {limit} 個字。",
    retitle_long="這個標題有 {length} 個字，太長了。請在 {limit} 個字以內，再回覆一次上面那條訊息。",
    retitled="好的，標題改成了《{headline}》。",
    working="正在讀《{name}》",
    working_publish="正在發佈《{name}》",
    stage_read="讀取",
    stage_part="分篇",
    stage_index="建索引",
    batch="<b>收到 {count} 個檔案</b>",
    batch_waiting="還有 {count} 個在讀……",
    batch_line="{mark} {name}：{articles} 篇，新增 {new}，更新 {changed}，撤下 {gone}",
    batch_decide="現在什麼都還沒有改動。點檔名可以細看。",
    batch_done="已發佈 {published} 個檔案，放棄 {discarded} 個。",
    publish_all="全部發佈",
    publish_all_quietly="全部靜默發佈",
    discard_all="全部放棄",
    back_to_batch="回到檔案列表",
    ask_admin="請管理員發佈",
    asked_admin="已請 {count} 位管理員過目。",
    asked_admin_none="眼下聯繫不上管理員，請直接告訴他們。",
    asked_by="{who}請您過目：",
    download_broken="檔案沒有下載完整，請再發一次。",
    link_off="我沒有打開這個連結：運行者沒有允許（BAOZHI_ALLOW_URL=1 才可以）。請把網頁另存後發給我。",
    link_refused="這個連結我不能打開：{reason}。",
    remove_ask="要撤下哪一篇？把標題裡的字或編號寫在後面，例如：/remove 頭盔",
    remove_which="點要撤下的那一篇：",
    remove_none="沒有找到標題裡有這些字的報道。",
    remove_confirm="撤下這一篇嗎？\n{headline}（{source}）\n讀者將查不到它；重讀原件也不會把它放回來。",
    remove_alerts="還沒發出的 {count} 條提醒會停下。",
    remove_yes="撤下",
    keep="不動",
    removed="已撤下：{headline}。要找回來，用 /rollback。",
    left_alone="好的，什麼都沒有改動。",
    states="<b>以前的狀態</b>，點一下看回去會改動什麼：",
    states_none="還沒有可以回去的狀態：從升級以後的第一次改動起才有。",
    state="{when} {deed} {subject}",
    state_now="（現在）",
    back_to_states="回到列表",
    command_line="命令列",
    deed_start="最初的樣子",
    deed_publish="發佈",
    deed_remove="撤下",
    deed_reingest="重讀全部",
    deed_rollback="退回到",
    rollback="<b>退回到 {when} {deed}{subject}（{who}）之後的樣子</b>",
    rollback_changes="會找回 {new} 篇，改回 {changed} 篇，撤下 {gone} 篇。",
    rollback_nothing="和現在一樣，不用退。",
    rollback_yes="退回",
    rollback_quietly="靜默退回",
    rollback_anyway="仍然退回",
    rollback_anyway_quietly="仍然靜默退回",
    rolled_back="已退回：找回 {new} 篇，改回 {changed} 篇，撤下 {gone} 篇。再用 /rollback 可以反悔。",
    state_gone="沒有這個狀態了，請重新用 /rollback。",
    reingest_running="正在把全部原件重讀一遍，問答照舊。",
    reingest_busy="已經在重讀了，請等它讀完。",
    reingest_failed="重讀停在《{name}》：{reason}。什麼都沒有改動。",
    reingest_broken_off="重讀半途停了，什麼都沒有改動。請再用一次 /reingest。",
    reingest_same="讀完 {documents} 份原件，和現在一樣，沒有要改的。",
    reingest_report="<b>重讀完 {documents} 份原件</b>",
    reingest_facts="數字和名稱：多出 {more} 個，少掉 {fewer} 個。",
    reingest_changes="換上以後：新增 {new} 篇，更新 {changed} 篇，撤下 {gone} 篇，不變 {unchanged} 篇。",
    reingest_done="已換上重讀的結果：新增 {new} 篇，更新 {changed} 篇，撤下 {gone} 篇。",
    reingest_outdated="重讀以後又有了新的發佈，這次的結果不能用了。請再用一次 /reingest。",
)


EN = PressTexts(
    draft_article="{mark} {headline} ({length} characters, {figures} figures and names){incomplete}",
    draft_readers="Publishing will alert {count} readers.",
    draft_no_readers="No reader waits for these articles; nobody will be alerted.",
    draft_broken="Published, {count} golden questions will be answered otherwise:",
    draft_broken_one="· {question} was: {was}; would be: {now}",
    draft_not_answered="not answered",
    draft_edited="{count} corrections by editors are made.",
    draft_others="Note: another file of this name waits for a decision too (sent by {who}).",
    draft_outdated="Something has changed since you looked. This is how it is now; please look again.",
    draft_same="This file arrived a moment ago and waits for a decision; see the dry run above.",
    draft_lapsed="Nobody decided on this dry run within a day; it has lapsed. Please send the file again.",
    draft_was_published="{who} has published “{name}”, {count} articles.",
    draft_was_discarded="{who} has discarded “{name}”; nothing was changed.",
    somebody="{id} of the desk",
    yourself="you",
    published_told="{count} readers are being alerted.",
    published_quietly="No reader was alerted.",
    publish_quietly="Publish silently",
    publish_anyway="Publish anyway",
    publish_anyway_quietly="Publish anyway, silently",
    draft_view="Look at each",
    draft_retitle="Change headline",
    draft_join="Join with the next",
    draft_part="Part in two",
    draft_omit="Leave out",
    draft_undo="Undo the last correction",
    back_to_draft="Back to the dry run",
    draft_place="Article {number} of {count}",
    draft_choose="Which headline?",
    draft_part_where="Where does the other article begin? Tap its first paragraph; a short one becomes its headline.",
    retitle_ask="What shall “{headline}” be called? Reply to this message, at most {limit} characters.",
    retitle_long="{length} characters are too long for a headline. Please reply once more, with at most {limit}.",
    retitled="Done: the headline is now “{headline}”.",
    working="Reading “{name}”",
    working_publish="Publishing “{name}”",
    stage_read="Read",
    stage_part="Part",
    stage_index="Index",
    batch="<b>{count} files received</b>",
    batch_waiting="{count} more are being read …",
    batch_line="{mark} {name}: {articles} articles, {new} new, {changed} changed, {gone} gone",
    batch_decide="Nothing is changed yet. Tap a name to look closer.",
    batch_done="{published} files published, {discarded} discarded.",
    publish_all="Publish all",
    publish_all_quietly="Publish all silently",
    discard_all="Discard all",
    back_to_batch="Back to the files",
    ask_admin="Ask an admin to publish",
    asked_admin="{count} admins have been asked.",
    asked_admin_none="No admin can be reached just now; please tell them yourself.",
    asked_by="{who} asks you to look at this:",
    download_broken="The file did not arrive whole; please send it again.",
    link_off="I did not open this link; BAOZHI_ALLOW_URL=1 would allow it. Please save the page and send it.",
    link_refused="I cannot open this link: {reason}.",
    remove_ask="Which article shall go? Write words of its headline or its number behind: /remove helmets",
    remove_which="Tap the one that shall go:",
    remove_none="No article has these words in its headline.",
    remove_confirm="Take this article out?\n{headline} ({source})\nReading the original anew will not bring it back.",
    remove_alerts="{count} alerts on their way will be stopped.",
    remove_yes="Take out",
    keep="Leave it",
    removed="Taken out: {headline}. To have it back, use /rollback.",
    left_alone="Very well; nothing was changed.",
    states="<b>Earlier states</b>; tap one to see what going back would change:",
    states_none="There is no earlier state yet; they are kept from the first change on.",
    state="{when} {deed} {subject}",
    state_now=" (now)",
    back_to_states="Back to the list",
    command_line="the command line",
    deed_start="as it was at first",
    deed_publish="published",
    deed_remove="took out",
    deed_reingest="read all anew",
    deed_rollback="went back to",
    rollback="<b>Back to how it was after {who} {deed} {subject}, {when}</b>",
    rollback_changes="{new} articles come back, {changed} change back, {gone} go.",
    rollback_nothing="It is the same as now.",
    rollback_yes="Go back",
    rollback_quietly="Go back silently",
    rollback_anyway="Go back anyway",
    rollback_anyway_quietly="Go back anyway, silently",
    rolled_back="Done: {new} articles are back, {changed} changed back, {gone} went. /rollback again undoes it.",
    state_gone="This state is no longer there; please use /rollback again.",
    reingest_running="All originals are being read anew; questions are answered as before.",
    reingest_busy="This is under way already; please wait for it.",
    reingest_failed="Reading stopped at “{name}”: {reason}. Nothing was changed.",
    reingest_broken_off="Reading was broken off; nothing was changed. Please use /reingest again.",
    reingest_same="{documents} originals read: all as it is now, nothing to change.",
    reingest_report="<b>{documents} originals read anew</b>",
    reingest_facts="Figures and names: {more} more, {fewer} fewer.",
    reingest_changes="Published: {new} articles new, {changed} changed, {gone} gone, {unchanged} as they were.",
    reingest_done="The new reading is in place: {new} articles new, {changed} changed, {gone} gone.",
    reingest_outdated="Something was published since; this reading can no longer be used. Please use /reingest again.",
)


PRESS: Mapping[Language, PressTexts] = {"zh-Hans": HANS, "zh-Hant": HANT, "en": EN}
