# ruff: noqa: E501 (phrases are listed by kind, a line each)
"""The furniture of Chinese news pages by its wording: editor lines, disclaimers, share bars, related lists."""

from __future__ import annotations

import re

from crawler.extract.service_sentences import tells_of_service

PUNCTUATION = re.compile(r"[，。！？；：、,!?;“”「」]")
ENDS = "。！？”」』…"
"""Marks with which a sentence closes a paragraph."""
SENTENCE = re.compile(r"[。！？!?；;….](?:(?<!\.)|(?<=[^\d.]\.)(?=\s|$))")
_OPENERS = r"[\[【（(［〔<《\-—·•*＊●■◆|｜\s\u3000]*"

_EDITOR_WORDS = (
    "责任编辑|責任編輯|责任校对|責任校對|责编|責編|编辑|編輯|主编|主編|总编|校对|校對|审核|審核|审校|编审|编校|核稿|审读"
    "|初审|复审|终审|二审|三审|一审|签发|监制|監製|总监制|出品人|出品|值班编委|值班主任|值班|值班编辑|执行编辑|网络编辑|文字编辑"
    "|新媒体编辑|视觉编辑|图片编辑|美编|美术编辑|版式|排版|编排|制图|制图设计|海报|设计|统筹|策划|终审|流程编辑|运维编辑|见习编辑"
    "|实习编辑|本文编辑|本期编辑|助理编辑|栏目主编|核校|发稿编辑|版面编辑|責任編緝|责任编缉|审稿"
)
EDITOR_LINE = re.compile(
    rf"^{_OPENERS}(?:本文|本期)?(?:{_EDITOR_WORDS})\s*(?:[:：/／丨｜|]|\s+[\u4e00-\u9fff]{{2,4}}\s*[\]】）)]?$)"
)
_STAFF_LINE = re.compile(
    rf"^{_OPENERS}(?:美[術术編编]|[攝摄]影|[設设][計计]|[統统][籌筹]|策[劃划]|插[圖图畫画]|剪[接輯辑]|[後后][製期]|[編编][導导]|[視视][覺觉]|[網网][編编]|[製制][圖图])"
    r"\s*[:：︰/／丨｜|]\s*[\u4e00-\u9fffA-Za-z、 ]{2,20}$"
)
"""Who drew, photographed or cut: with a label's colon, a whole line."""
_STAFF_CHARS = 32
_EDITOR_TAIL = re.compile(rf"(?:{_EDITOR_WORDS})\s*[:：]\s*[^，。；]{{1,16}}[\]】）)]?\s*$")

_LABELLED_CREDIT = re.compile(r"\W*(?:本文|文章|稿件)?(?:[来來]源|作者)\s*[:：]")
BYLINE_LINE = re.compile(
    rf"^{_OPENERS}(?:"
    r"(?:作者|文|撰文|记者|記者|采写|采访|撰稿|来源|來源|稿源|稿件来源|文章来源|信息来源|消息来源|本文来源|资料来源|新闻来源|出处|转自|摘自|供稿|发布者|通讯员|通訊員"
    r"|发布时间|發佈時間|发表时间|發表時間|更新时间|更新時間|发布日期|发稿时间|时间|時間|日期)\s*[:：丨｜|／/]"
    r"|(?:本报|本報|本刊|本网|本網|本台|本社|本站)?[\u4e00-\u9fffA-Za-z0-9·/／ \u3000]{0,16}(?:记者|記者|通讯员|通訊員|特派员)\s*[\u4e00-\u9fff·\s\u3000、，,/／]{2,40}(?:文[/／]?[图圖摄攝]?|[摄攝影图圖]|报道|報導|報道|综合报道)?[\]】）)]?$"
    r"|(?:[\u4e00-\u9fffA-Za-z]{2,14}(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s+)?[\u4e00-\u9fff、\s]{2,24}[／/][\u4e00-\u9fff]{2,6}(?:報導|报道|報道|電)[\]】）)]?$"
    r"|(?![^供]*[为為向给給])[\u4e00-\u9fff·、\s]{2,24}供稿[\]】）)]?$"
    r"|(?:文|图|圖|摄影|攝影)\s*[/／]\s*(?:本报|記者|记者)?[\u4e00-\u9fff·\s]{2,20}[\]】）)]?$"
    r")"
)
_DISCLAIMER = re.compile(
    r"免责声明|免責聲明|版权声明|版權聲明|版权所有|版權所有|未[经經](?:本[网網报報社站刊]?|书面|書面|正式)*(?:授权|授權|许可|許可|允许|同意)[^。]{0,12}(?:不得|禁止|请勿|請勿|严禁|嚴禁|谢绝|均属|违者)|不得转载|不得轉載|不[作做](?:出)?任何(?:明示|保[证證]|承[诺諾]|担保|擔保)|自行承[担擔][^。]{0,8}(?:[风風][险險]|[责責]任)|(?:过往|過往|过去|過去)[^。]{0,8}(?:业绩|業績|表现|表現)[^。]{0,6}不(?:代表|预示|預示)|使用本(?:[页頁]面|[网網]站|服[务務]|[资資][讯訊])即|可能[损損]失(?:其)?全部本金|请勿转载|转载请注明|轉載請註明|禁止转载"
    r"|违法和不良信息|不良信息举报|特别声明|特別聲明|郑重声明|鄭重聲明|本文(?:仅|僅|只)代表|不代表本(?:站|网|報|报|台|平台)|(?:观点|文章).{0,6}不代表"
    r"|仅供参考.{0,12}(?:风险|不构成)|不构成(?:任何)?投资(?:建议|意见|依据)|不構成投資|据此(?:操作|入市|投资)|風險自(?:负|負|擔)|风险自(?:负|担)"
    r"|传[递播]更多(?:信息|资讯)|傳[遞播]更多(?:信息|資訊)|(?:意味[着著]|代表)[^。]{0,8}(?:[赞贊讚]同|[认認]同|同意)其?(?:[观觀][点點]|立[场場])"
    r"|^\W*©|©\s*(?:19|20)\d\d|[由经經]?(?:AI|人工智能|大模型)[^。]{0,6}(?:生成|[总總][结結]|提[炼煉])[^。]{0,8}[参參]考|does not constitute|for information(?:al)? (?:purposes )?only"
    r"|不保[证證]其?(?:真[实實]|准[确確]|完整|及[时時])|投[资資]有[风風][险險]|入市需[谨謹]慎"
    r"|copyright\s*(?:©|\(c\)|&copy|\d)|all rights? reserved|ICP[备证]|ICP\s*備|公网安备|网安备|增值电信|广播电视节目制作|信息网络传播视听|互联网新闻信息服务许可"
    r"|凡本[网網]|本網站的?[內内]容|本网站的?内容|凡注明|凡註明|如有侵权|如涉及?(?:版权|侵权)|侵权.{0,8}(?:删除|联系)|联系(?:我们|本站).{0,8}删除|本(?:网|站|平台)(?:仅)?提供信息存储|自媒体.{0,12}(?:上传|发布)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^[\s\W]*(?:分享(?:到|至|给|本文|让更多人看到|文章|此文)|扫一扫|扫码(?:关注|阅读|下载|分享)|掃碼|微信扫|用微信|打印本|关闭(?:本?窗口|本页)|關閉視窗|返回(?:顶部|首页|列表|搜狐|腾讯|网易|新浪)|回(?:到)?(?:顶部|首页|頁首)"
    r"|我要评论|参与评论|发表评论|發表評論|網友評論|网友评论|查看(?:更多|全部)?评论|下载客户端|打开(?:客户端|app|微信)|关注(?:我们|公众号|微信)|复制链接|已有\s*\d*\s*人|共\s*\d+\s*条|\d+\s*人参与|第\s*\d+\s*[页頁]\s*[/／,，]?\s*共"
    r"|(?:[^，。！？]{0,8}(?:正在|努力)[^。！？]{0,10}(?:加[载載]|切[换換]|[缓緩][冲衝]|跳[转轉])|[^，。！？]{0,6}加[载載]中)"
    r"|[点點][击擊][图圖]片可?(?:放大|[查觀]看|[浏瀏][览覽])|您的浏览器|請輸入|请输入|[請请]?(?:繼續|继续)(?:往下)?(?:閱讀|阅读)|正文已结束|(?:↓|↑|>|→)*\s*展开(?:全文|剩余|阅读)|点击(?:查看|展开|阅读)(?:全文|更多|原文)|查看原文|阅读原文|閱讀全文|阅读全文|点击进入|(?:上|下)一[页頁]"
    # 觉得不错，请点赞、在看、转发给朋友: two of these words, one behind the other
    r"|[^。！？]{0,16}(?:点赞|點讚|点个赞|在看|收藏|转发|轉發|分享|关注|關注|三连)[、，,和与+＋ ]{0,2}(?:点赞|點讚|点个赞|在看|收藏|转发|轉發|分享|关注|關注|留言|评论))"
    r"[^。！？]{0,24}$"
    r"|^\W*推[荐薦][进進]入[^。]{2,12}(?:[数數][据據][库庫]|[终終]端|app)[^。]{0,4}可(?:[随隨][时時])?[查看][^。]{0,40}"
    r"|^\W*(?:[报報][价價]|行情|[数數][据據])[^。]{0,10}延[迟遲時时][^。]{0,16}(?:分[钟鐘]|小[时時])\W*$"
    r"|^[\s\W]*(?:本文|本页|本頁|本[条條]|文章|原文)?(?:地址|[网網]址|[链鏈連]接|[链鏈連]結|永久[链鏈連][接結])\s*[:：]\s*(?:https?:|www\.)\S*\W*$",
    re.IGNORECASE,
)
_OF_SITE = re.compile(
    r"(?:[点點][击擊])?(?:[查观觀收][看听聽]|播放)(?:本文)?(?:[视視][频頻]|音[频頻]|[语語]音(?:播[报報]|版)?|新[闻聞][视視][频頻])"
    r"|[为為]了?[^。]{0,12}[浏瀏][览覽][^。]{0,8}(?:建[议議]|推[荐薦]|[请請])[^。]{0,4}(?:使用|升[级級]|[更][换換])[^。]{0,24}(?:[浏瀏][览覽]器|chrome|edge|firefox|ie ?\d)[^。]{0,16}。?"
    r"|[您你]的?[浏瀏][览覽]器[^。]{0,10}(?:版本|[过過][低旧舊]|不支持)[^。]{0,32}。?"
    r"|[听聽]新[闻聞][^。]{0,24}(?:第三方|[继繼][续續]使用)[^。]{0,24}同意[^。]{0,16}。?"
    r"|(?:立即|[免][费費]|[欢歡]迎)?[订訂][阅閱][^，。]{0,8}(?:早[报報]|晚[报報]|日[报報]|[周週][报報]|[电電]子[报報]|快[讯訊]|newsletter)"
    r"|[^。]{0,16}新[闻聞][^。]{0,6}(?:[送][到达達至]|[发發]到)[您你]的?(?:[邮郵]箱|信箱|收件箱)。?"
    r"|[上下]一[篇页頁條条首章则則]\s*[:：→].{0,60}"
    r"|(?:文章|[信]息|稿件)?(?:[来來]源|出[处處])?(?:[网網]址|[链鏈連][接結]|出[处處])\s*[:：]\s*(?:https?:|www\.)\S*",
    re.IGNORECASE,
)
"""A whole line in which a site speaks of its players, browsers, letters and of the text's neighbours."""
_READING_TIME = re.compile(
    r"(?:(?:本文|全文)[共约約]{0,2}\s*\d[\d,]*\s*字[，,。 ]*)?"
    r"(?:[预預][计計]|大[约約]|[约約])?\s*(?:[阅閱][读讀]|[浏瀏][览覽])?(?:完|本文|全文)?(?:[时時][间間长長])?(?:大[约約]|[约約]|需要?|[为為])*\s*[:：]?\s*"
    r"\d{1,3}\s*(?:分[钟鐘]|min(?:ute)?s?(?: read)?)(?:\s*[阅閱][读讀](?:完[毕畢]?)?)?[。.]?",
    re.IGNORECASE,
)
"""How long reading takes, alone on its line: 11 分鐘, 本文约1500字，阅读需4分钟."""
_PAGE_OF = re.compile(r"[(（\[]?\s*\d{1,2}\s*[/／]\s*\d{1,2}\s*[)）\]]?\s*[页頁]?")
# A line of nothing but these words, digits and signs is a bar of buttons or counters.
_BUTTONS = re.compile(
    r"立即|马上|馬上|已是|已有|成[为為]|免[费費]|[会會][员員]|[账帳][号號户戶]|试用|試用|购买|購買|开通|開通|分享|收藏|举报|打印|列印|纠错|字[号號体體級级]|[大中小](?=\s|$|号|字)|默认|超大|特大|标准|繁體?|简體?|关闭|關閉|返回|顶部|首页|首頁|点赞|點讚|赞|讚|踩|评论|評論|跟[帖贴]|回复|回覆|下载|下載|客户端|app|关注|關注|订阅|訂閱|浏览|瀏覽|阅读|閱讀|阅(?=\s*\d)|点击|點擊|次数|数|量|推荐|推薦|轉發|转发|微博|微信|好友|朋友圈|qq空间|qq|空间|新浪|腾讯"
    r"|facebook|twitter|line|whatsapp|telegram|email|linkedin|weibo|wechat|更多|登录|登入|登錄|注册|註冊|验证码|参与|人|次|条|篇|引用|播放|播报|听新闻|语音|倍速|速度|超清|高清|标清|蓝光|流畅|循环|跳过|片头|片尾|弹幕|暂停|全屏|上一[页頁篇张]|下一[页頁篇张]|[页頁]|共|第|展开|收起|全文|点击|我|要|本文|本页|本文章|邮件|複製|复制|链接|連結|我们|手机|二维码|扫描|扫一扫|扫码|到|至|用|看|已|0?人气|人氣|[wW萬万]\+?|热度|字數|字数|a\+|a-",
    re.IGNORECASE,
)
_CREDIT_HINT = re.compile(  # what begins a word first, for which re looks at once
    r"[文图圖/／编編校撰摄攝讯訊责責审:：記记特作来來稿出摘报報供采採12前电電](?:(?<=[文图圖/／编編校撰摄攝讯訊责責审:：电電])"
    r"|(?<=[記记])[ \u3000]*者|(?<=特)派|(?<=作)者|(?<=[来來稿])源|(?<=出)处|(?<=[出摘])自|(?<=报)道|(?<=報)[導道]"
    r"|(?<=供)稿|(?<=采)写|(?<=採)訪|(?:(?<=1)9|(?<=2)0)\d\d\s?[-年/.]|(?<=[钟鐘时時天]前))"
)
_BUTTON_FIRST = re.compile(rf"[\s\W\d_]*(?:{_BUTTONS.pattern})", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[\s\W\d_]+")
_READ = re.compile(
    "[阅閱][读讀]|[试試畅暢][读讀]|本文|全文|文章|[内內]容|[查][看閱阅]|[订訂][阅閱户戶]|解[锁鎖]|登[录錄入]|[报報][道導]|[时時]效|read|story",
    re.IGNORECASE,
)
"""What a whole sentence must speak of to be a prompt to pay: 会员专享停车位共有20个。 is none."""
_ASKS = re.compile(r"[。？！?!；]|，.{0,60}，")
_DATE = re.compile(
    r"(?:(?:[今昨前]天|[今昨前]日)(?=\s*(?:[上下]午|晚|早)?\s*\d{1,2}[:：]\d\d)|(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?|\d{1,2}/\d{1,2}/(?:19|20)\d\d|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}[-/]\d{1,2}(?=\s+\d{1,2}[:：]\d\d)|\d{1,2}\s*(?:分[钟鐘]|小[时時]|天)前)"
    r"(?:\s*\(?(?:星期|周|週).\)?)?(?:\s*(?:上午|下午|晚)?\s*\d{1,2}[:：时時点點]\d{2}分?(?:[:：]\d{2})?)?"
)
_LOGIN_CHARS = 10
_AROUND = "（()）【】[]《》<>＜＞ \u3000▶►●·*★☆←→"
_DIGIT = re.compile(r"\d")
_INFO_REST = re.compile(r"[\s\W_]+|发布|發佈|更新|发表|刊登|时间|時間|日期|于|於|T|AM|PM|GMT|HKT|星期.|周.")
_INFO_LABEL = re.compile(
    r"来源|來源|稿源|出处|作者|记者|記者|编辑|編輯|发布|發佈|发表|更新|浏览|瀏覽|阅读|閱讀|点击|點擊|评论|評論|字[号號体體]|人气|次数|文[:：]|参与|跟贴|订阅|原[创創][:：]"
)
_PROMOTION = re.compile(  # of text in lower case: flags cost three times as much
    r"(?:下載|下载|訂閱|订阅|關注|关注|追蹤|加入|搜索|扫码|掃碼|长按|識別|识别|点击|點擊|撳|按此|like|follow)[^。]{0,24}"
    r"(?:app\b|客户端|客戶端|telegram|公众号|公眾號|频道|頻道|專頁|专页|facebook|fb\b|instagram|whatsapp|微信|微博|line\b|youtube|二维码|二維碼|signal|mewe|newsletter|電子報|小程序)"
    r"|追[蹤踪][^。]{0,24}[:：]\W*追[蹤踪]\W*$|^\W*追[蹤踪]更多[^。]{0,20}[:：]\W*$|^\W*更多[^。]{0,12}(?:新[聞闻]|[報报][導道]|[資资][訊讯])[^。]{0,8}(?:[盡尽]在|都在|[詳详]?[請请]上)"
    r"|^\W*(?:https?:)?//\S+\.(?:mp4|mp3|m3u8|flv|jpe?g|png|gif)\W*$|(?:二维码|二維碼)[^。]{0,4}(?:关注|關注)|微信(?:公众|公眾)?(?:平台|订阅|訂閱)?[号號]\s*[:：]\s*[a-z][a-z0-9_-]{4,}|^\W*打[开開]微信[^。]{0,8}分享"
    r"|^\W*(?:打[开開]|[开開][启啟])[^。]{0,20}(?:客户端|客戶端|app)[^。]{0,4}(?:查看|阅读|閱讀|看更多|发现|發現)"
    r"|(?:资讯|資訊|解读|研报|行情|报道)[^。]{0,12}(?:尽在|盡在)[^。]{0,12}(?:app\b|客户端|客戶端)|(?:专业|權威|权威)[^。]{0,12}助[您你]挖掘"
    r"|(?:加入|成[为為]|登[记記])[^。]{0,6}[会會][员員]，(?:支持|[畅暢][读讀]|解[锁鎖])|[月年季][费費]\s*(?:[a-z]{1,3})?[$¥￥]?\s?\d[^。]{0,6}起，[^。]{0,6}(?:[阅閱][读讀]|[畅暢][读讀]|任[读讀看])"
    r"|^[^。，]{0,16}(?:[报報爆]料|新[闻聞]|[读讀]者|投稿)(?:热线|熱線|电话|電話|邮箱|電郵|信箱)\s*[:：]"
    r"|^\W*(?:新[闻聞])?[报報爆]料\s*[:：]\s*[\d（(]|^\W*[【\[（(](?:推[广廣]|[广廣]告|[赞贊]助)[】\]）)]"
    r"|^\W*[您你][对對][^。？]{0,12}(?:看法|怎么看|怎麼看)[^。]{0,16}(?:评论|評論|留言)",
)
_CONTACT = re.compile(
    r"地址|电话|電話|传真|傳真|邮编|郵編|邮箱|電郵|邮政编码|email|e-mail|热线|熱線|技术支持|主办单位|主办[:：]|承办[:：]|备案|网站标识码|浏览器|分辨率"
)
_CONTACT_LABEL = re.compile(rf"(?:{_CONTACT.pattern})\s*[:：]")
RELATED_HEADING = re.compile(
    r"^[\s\W]*(?:相关(?:阅读|新闻|报道|链接|文章|推荐|内容|资讯|专题|搜索|热词|稿件|信息|标签)|相關(?:新聞|閱讀|報導|報道|文章|連結|內容|推薦|資源)|相关资源|相[关關]的[^\s。，！？]{2,6}(?:小[组組]|[话話][题題]|文章)|更多[关關][于於](?=[:：])|延伸(?:阅读|閱讀)|推荐(?:阅读|新闻|文章|内容|视频)|推薦(?:閱讀|文章|新聞)"
    r"|热门(?:推荐|新闻|文章|评论|搜索|排行|资讯)|熱門(?:新聞|文章|推薦)|猜你喜欢|猜您喜欢|[你您]可能[还還也會会]{0,2}(?:喜[欢歡]|感[兴興]趣|想[看读讀])|您可能|為你推薦|为你推荐|为您推荐|更多(?:精彩|新闻|内容|推荐|文章|新聞|報導)|精彩(?:推荐|图集|视频|阅读|内容)"
    r"|上一[篇页條条]|下一[篇页條条]|(?:24|48|72)小时|热点(?:新闻|推荐|排行|图片|视频)|今日(?:热点|推荐|头条)|新闻排行|点击排行|阅读排行|排行榜|图片新闻|图片推荐|编辑推荐|编辑精选|最新(?:文章|新闻|资讯|评论|报道)|最热|往期(?:回顾|推荐)|往期精彩|热评|大家都在看|大家爱看|看了又看"
    r"|同[场場]加映|本文(?:标签|关键词)|关键[词字]|關鍵[詞字]|標籤|标签|tags?\b|新闻链接|频道推荐|本周热门|專題|专题推荐|读者推荐|网友热评|还看了|人气排行|編輯推薦|看更多|同類新聞|其他人也看"
    r"|更多[^\s。，！？]{2,8}文章(?=\W*$))"
    r"\s*[:：>》»]?",
    re.IGNORECASE,
)
_RELATED_LINE = re.compile(
    rf"{RELATED_HEADING.pattern}(?:[^。！？!?]{{4,80}}|(?<=[:：])[^。]{{4,60}})$|^\W*(?:👉|👇|☞|➤|🔗)[^。]{{2,60}}$|^◤[^。]{{2,40}}◢$",
    re.IGNORECASE,
)
"""One related headline behind a label (相關文章：…) or a pointing hand."""
COMMENTS_HEADING = re.compile(
    r"^\W*(?:全部|所有|热门|熱門|最新|精彩|精选|精選|[网網]友|用[户戶]|[读讀]者)?(?:的)?(?:[评評][论論]|留言|跟[帖貼])(?:[区區]|列表)?\s*[（(]?\s*\d*\s*[条條]?\s*[)）]?\W*$"
)
"""What stands over readers' comments: what follows is no more the article's."""
COMMENTS_ON = re.compile(
    r"《[^》]{2,60}》\s*(?:[上已共]{0,2}有|的)?\s*(?:\d+|一)\s*[条條件个個则則篇]\s*(?:[评評][论論]|[回][复復覆應应]|留言|想法)\W*$"
    r"|\d+\s*[条條]?\s*(?:[评評][论論]|[回][应應复覆]|comments?|responses?)\s*(?:[针針][对對]|[于於]|to |on )",
    re.IGNORECASE,
)
"""The same with what they comment on: 《…》上有 3 条评论, 3 条评论 针对这篇 “…”."""
_CAPTION = re.compile(
    r"^[▲▼△▽][^▲▼△▽]{2,100}(?:[（(](?=[^（()）]{0,30}[图圖摄攝照片])[^（()）]{1,40}[）)]|[图圖][／/][^。]{1,20})[▲▼]?$|^▼[^。]{2,30}▼$"
)
_ADVERT = re.compile(
    r"^[\W\d]*(?:[广廣]告|advertisements?|sponsored|推[广廣]|贊助|赞助)(?:[\W\d]|[广廣]告|[内內]容|advertisement|請?[繼继]續?(?:往下)?[閱阅][讀读])*$",
    re.IGNORECASE,
)
BREADCRUMB = re.compile(
    r"^[\s\W]*(?:(?:您?你?(?:当前|目前|现在|現在|本[页頁])?(?:所在)?(?:的)?位[置址]|(?:当前|目前|所在|當前)位置|我的位置)(?:是)?\s*[:：]|[首主][页頁]\s*(?:[>＞»›/|·→]|\s*&gt;|-{1,2}))"
    r"|^[^。！？]{0,20}(?:[>＞»›][^>＞»›。！？]{1,20}){2,}$"
)
COMMENT_WIDGET = re.compile(
    r"^[\s\W]*(?:評論一下|评论一下|評論\s*\d+人|评论\s*\d+人|還沒有評論|还没有评论|暂无评论|最熱評論|最热评论|最新評論|最新评论|已有\d+人參?参?與?与|請輸入驗證碼|请输入验证码"
    r"|网友评论仅供|我来说两句|我要评论|登录后(?:可|才)?(?:评论|发表)|发表评论|查看全部评论|快来(?:抢|发表)|快來搶)"
)
PAYWALL = re.compile(
    r"(?:登录|登入|订阅|訂閱|购买|付费|付費|開通|开通|成为|成為|加入|升級|升级)[^。]{0,16}(?:后|後|即可|以|才能|会员|會員)[^。]{0,10}(?:阅读|閱讀|查看|查閱|观看|浏览)[^。]{0,6}(?:全文|全部|剩余|剩餘|完整|更多|内容)"
    r"|(?:剩余|剩餘|还有|餘下)\s*\d*[%％]?[^。]{0,8}(?:未读|未讀|内容|內容|全文)[^。]{0,12}(?:付费|付費|订阅|訂閱|会员|會員|解锁|解鎖|登录)"
    r"|(?:本文|全文|文章|內容|内容)[^。]{0,6}(?:仅限|僅限|僅供|仅供|只限|为|屬)[^。]{0,6}(?:会员|會員|订户|訂戶|付费|付費)"
    r"|[试試][读讀](?:已)?(?:[结結]束|到此|部分)|免[费費](?:[阅閱][读讀]|文章)?[^。]{0,6}(?:次[数數]|篇[数數]|[额額]度)[^。]{0,4}(?:用完|已[达達]|上限|用[尽盡])"
    r"|(?:已[过過]|超[过過])(?:[查][询詢]|[阅閱][读讀]|[浏瀏][览覽])(?:[时時]效|期限)[^。]{0,3}。?[^。]{0,12}(?:[会會][员員]|[订訂][户戶阅閱])"
    r"|(?:付费|付費|会员|會員|訂戶|订阅|訂閱)(?:专享|專享|可读|可見|文章|内容|內容|专属|專屬|限定)"
)
_PAY = "(?:付费|付費|购买|購買|订阅|訂閱|订户|訂戶|会员|會員|登录|登入|解锁|解鎖|充值|vip|premium|subscri|log ?in|sign in)"
_REST = "(?:全文|[继繼][续續](?:[阅閱][读讀]|[浏瀏][览覽])|[余餘]下|剩[余餘]|完整(?:[内內]容|文章|[报報][道導])|continue reading|read more|full (?:story|article))"
_PAY_FOR_REST = re.compile(rf"{_PAY}[^。]{{0,20}}{_REST}|{_REST}[^。]{{0,20}}{_PAY}", re.IGNORECASE)
"""A word for paying and one for the rest, near to each other: told from sentences by how short they are."""
# Looked for before the patterns of the same names: a word of each of their alternatives; most lines hold
# none.  Literals without flags are found by their first characters, in a tenth of the patterns' time.
_NOTICE_SIGN = re.compile(
    "©|更多信息|更多资讯|更多資訊|同其|同意|同[观觀]|同立|参考|參考|constitute|information|有风险|有風險|需谨慎|声明|聲明|版权|版權|未经|未經|转载|轉載|不良信息|代表|仅供参考|不构成|不構成|据此|風險自|风险自|copyright|reserved|icp|网安备"
    "|增值电信|广播电视节目|信息网络传播|互联网新闻信息|凡本|本网站|本網站|凡注明|凡註明|侵权|联系|信息存储|自媒体"
)
_NOTICE_SIGN_LONG = re.compile(
    "更多信息|更多资讯|更多資訊|同其|同意|同[观觀]|同立|声明|聲明|版权|版權|授权|授權|转载|轉載|侵权|不代表|仅代表|仅供参考|不构成|不構成|风险自|風險自|本网|本網|凡注|凡註|copyright|rights reserved"
    "|icp|信息存储|举报|自媒体|删除|据此|自行承|保证|保證|不代表|使用本|本金|©|参考|參考|constitute|information|有风险|有風險"
)
_CRUMB_SIGN = re.compile(">|＞|»|›|位置|位址|首页|首頁|主页|主頁")
_PAY_SIGN = re.compile(
    "阅读|閱讀|查看|查閱|观看|浏览|付费|付費|会员|會員|订|訂|解锁|解鎖|登录|登入|试读|試讀|免费|免費|全文|read|story|article"
)
_SET_WIDE = re.compile(
    r"^[^\u4e00-\u9fff]{0,3}[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,3}(?=\s*[:：/／丨｜|])"
)


def is_editor_line(text: str) -> bool:
    """Tell a line that names editors, proof-readers, designers and the like."""
    if len(text) > 120:
        return False
    if _ASKS.search(text):  # 本文来源：江畔时尚 。内部来源 责任编辑：江一舟_N11328
        return len(text) <= 60 and bool(_LABELLED_CREDIT.match(text) and _EDITOR_TAIL.search(text))
    if "\u3000" in text[:8] or " " in text[:8]:  # 编　辑：
        text = _SET_WIDE.sub(lambda m: m.group().replace(" ", "").replace("\u3000", ""), text)
    if EDITOR_LINE.match(text) or (len(text) <= _STAFF_CHARS and _STAFF_LINE.match(text)):
        return True
    return len(text) <= 40 and (":" in text or "：" in text) and bool(_EDITOR_TAIL.search(text))


def is_credit_line(text: str) -> bool:
    """Tell a whole line that says who wrote or supplied the text, or when."""
    if len(text) > 120 or _ASKS.search(text):
        return False
    return bool(BYLINE_LINE.match(text)) or is_info_bar(text)


_PICTURE_OF = re.compile(
    rf"^{_OPENERS}(?:(?:封面|[题題头頭首配插])?[图圖]片?[来來]?源|(?:封面|[题題头頭首配插])[图圖片]?(?:片?[来來]源)?|[图圖](?=\s*[/／丨｜|]))"
    r"\s*[:：丨|｜／/]\s*[^。，]{1,24}$"
    r"|^\W*(?:文中|本文)?(?:[图圖]片|配[图圖])[均皆]?(?:[来來]自|[来來]源[于於自]|源自|取自)[于於]?(?:[网網][络絡路]|互[联聯][网網])\W*$"
)


def is_picture_credit(text: str) -> bool:
    """Tell a whole line that says whose picture it is: 图源：某某, （图/某某）."""
    return (
        len(text) <= 40 and ("图" in text or "圖" in text or "封面" in text) and bool(_PICTURE_OF.match(text))
    )


def may_be_credit(text: str) -> bool:
    """Tell quickly whether a line holds any word that credit lines have."""
    return bool(_CREDIT_HINT.search(text)) or (text[:1] in "（(" and text[-1:] in "）)")


_EVENT = re.compile(
    r"\W*(?!.{0,4}(?:[发發]|[更][新]|刊|[编編]|[录錄]|[创創]建|成文|生成|公[开開布佈]|[签簽]|上[传傳]|提交|[审審]|[来來]源|信息|文章|稿|最[后後]|[转轉][载載]|[修校打列]|[出見见][报報版]|[采採][集写寫]))"
    r"[\u4e00-\u9fff]{2,6}(?:[时時][间間]|日期)\s*[:：]\s*(?:(?:19|20)\d\d|\d{1,2}月|[本][周月])"
)


def dates_event(text: str) -> bool:
    """Tell a labelled date of what a text is about: 开奖日期：2026年11月20日, not 发布日期：…."""
    return bool(_EVENT.match(text))


def is_info_bar(text: str) -> bool:
    """Tell the line under a headline: a date, alone or with source, author and counters."""
    if len(text) > 120 or not _DIGIT.search(text) or not _DATE.search(text) or _ASKS.search(text):
        return False
    if dates_event(text):
        return False
    rest = _INFO_REST.sub("", _DATE.sub("", text))
    return len(rest) <= 4 or (len(text) <= 90 and bool(_INFO_LABEL.search(text)) and "，" not in text)


_BAR_SIGN = re.compile(r"\s*[|｜丨·•/／]\s*|\s{2,}")
_BAR_PIECE = 14


def is_bar_of_pieces(text: str) -> bool:
    """Tell a day and one or two names set apart by bars, as under a headline: 王小明 | 某某日报 | 3小时前."""
    pieces = _BAR_SIGN.split(text.strip()) if len(text) <= 60 else []
    if not 2 <= len(pieces) <= 5 or _ASKS.search(text):
        return False
    others = [p for p in pieces if not (_DATE.search(p) and not _INFO_REST.sub("", _DATE.sub("", p)))]
    return len(others) < len(pieces) and all(len(p) <= _BAR_PIECE and "，" not in p for p in others)


def is_notice(text: str) -> bool:
    """Tell a disclaimer, copyright notice or licence line; an article about copyright is none."""
    if len(text) > 600:
        return False
    lower = text.lower()
    if (_NOTICE_SIGN if len(text) <= 160 else _NOTICE_SIGN_LONG).search(lower):
        found = {m.start() for m in _DISCLAIMER.finditer(text)}
        if len(found) >= (1 if len(text) < 80 else 2):
            return True
    if len(text) > 160 or len(set(_CONTACT.findall(lower))) < 2:
        return False
    # 注册地址是一间已经退租的办公室，他在电话里说…: the words alone are a report's as well
    return "。" not in text or bool(_CONTACT_LABEL.search(lower))


def is_contact(text: str) -> bool:
    """Tell a line of an address, a telephone number or the like."""
    return len(text) <= 120 and bool(_CONTACT_LABEL.search(text.lower()))


_CODE = re.compile(
    r"\bnew Array\(|\bfunction\s*\w*\([^)]*\)\s*\{|\bvar \w+\s*=|\bdocument\.write\("
    r"|\{\s*[\w-]+\s*:[^;{}]{1,60}(?:;[^{}]{0,200})?\}.{0,80}\{\s*[\w-]+\s*:",
    re.DOTALL,
)
_CODE_HEAD = 400


def is_code(text: str) -> bool:
    """Tell a script or a style sheet that broken markup shows as text."""
    return bool(_CODE.search(text[:_CODE_HEAD]))


def is_control(text: str) -> bool:
    """Tell share bars, font-size switches, comment and log-in prompts, counters."""
    if len(text) <= 60 and (
        _PAGE_OF.fullmatch(text)
        or (_DIGIT.search(text) and _READING_TIME.fullmatch(text))
        or _ADVERT.match(text)
        or ((_SHARE.match(text) or COMMENT_WIDGET.match(text)) and not tells_of_service(text))
        or _OF_SITE.fullmatch(text.strip(_AROUND))
        or (len(text) <= 40 and _BUTTON_FIRST.match(text) and not _NOT_WORDS.sub("", _BUTTONS.sub("", text)))
    ):
        return True
    return (
        len(text) <= 90
        and bool(_PROMOTION.search(text.lower()))
        and not (_OF_FRAUD.search(text) or tells_of_service(text))
    )


_OF_FRAUD = re.compile("警方|[骗騙]|[诈詐]|虚假|虛假|假冒|所[谓謂]|涉案|嫌疑|受害")
"""Words of reports about those who had an app downloaded or a group joined."""
_SAYS_ITSELF = re.compile(r"[:：]\s*\w")
_LONGEST_HEADING = 20


def heads_related(text: str) -> bool:
    """Tell a heading over other articles from a line that says something itself: 今日推荐：番茄面."""
    found = RELATED_HEADING.match(text) if len(text) <= _LONGEST_HEADING else None
    return found is not None and not _SAYS_ITSELF.match(text, found.end() - 1)


_FIRST_TITLE = re.compile(r"\W*原(?:文|新[闻聞])?[标標][题題]\s*[:：]")


def is_first_title(text: str) -> bool:
    """Tell the line in which a reprint says what the text was first called: 原标题：某某."""
    return len(text) <= 160 and bool(_FIRST_TITLE.match(text))


def heads_comments(text: str) -> bool:
    """Tell what stands over readers' comments."""
    if len(text) <= 20 and COMMENTS_HEADING.match(text):
        return True
    return (text[0] == "《" or text[0].isdigit()) and bool(COMMENTS_ON.match(text))


def is_caption(text: str) -> bool:
    """Tell a picture's caption that is marked as one: ▲濱城出口暢旺。（資料圖片）."""
    return len(text) <= 120 and bool(_CAPTION.match(text))


def is_related_line(text: str) -> bool:
    """Tell one related headline behind its label, in one line: 相關文章：某某."""
    return len(text) <= 100 and bool(_RELATED_LINE.match(text)) and bool(re.search("[:：👉👇☞➤🔗◤]", text))


def is_breadcrumb(text: str) -> bool:
    """Tell a "you are here" line."""
    return len(text) <= 160 and bool(_CRUMB_SIGN.search(text) and BREADCRUMB.match(text))


_LOGIN_HEAD = re.compile(r"\W*(?:[会會]员|[会會]員|用[户戶])?[请請]?(?:登[录錄入])\W*")


def heads_login(text: str) -> bool:
    """Tell the heading of a form to log in."""
    return len(text) <= _LOGIN_CHARS and bool(_LOGIN_HEAD.fullmatch(text))


def is_paywall(text: str) -> bool:
    """Tell a prompt to pay, subscribe or log in for the rest of the text."""
    if len(text) >= 160 or not _PAY_SIGN.search(text):
        return False
    short = len(text) <= 60 and text.count("，") < 2
    asks = PAYWALL.search(text) or (short and _PAY_FOR_REST.search(text))
    if not asks or tells_of_service(text):
        return False
    return text[-1] not in "。！" or bool(_READ.search(text))
