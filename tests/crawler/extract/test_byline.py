"""Bylines as papers, portals and agencies in all five regions set them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract_html
from crawler.extract.byline import find_bylines, has_credit, is_byline_line, is_signature, parse_byline
from crawler.extract.names import is_organisation, names_in
from crawler.items import Article
from crawler.text.normalise import normalise

PAGES = Path(__file__).parents[3] / "../shared/data"

# line | reporters | correspondents | editors | source; names separated by spaces, _ for a space in one
TABLE = """
青島財經日報/首頁新聞記者 辛小麗 通訊員 白瑜 | 辛小麗 | 白瑜 | | 青島財經日報/首頁新聞
責任編輯:崔現香 | | | 崔現香 |
本报记者 张三 李四 通讯员 王五 青岛报道 | 张三 李四 | 王五 | |
本报记者张三 | 张三 | | |
本报记者 张三丰 | 张三丰 | | |
本報記者 王小明 | 王小明 | | |
□ 本报记者 葛灵丹 | 葛灵丹 | | |
■本报记者 何可人 见习记者 陆小曼 | 何可人 陆小曼 | | |
◎记者 张三 ○编辑 李四 | 张三 | | 李四 |
⊙记者 宋元 ○编辑 孙放 | 宋元 | | 孙放 |
●本报记者　周　明　李四光 | 周明 李四光 | | |
记者 王 小 明 | 王小明 | | |
记者张三李四光 | 张三 李四光 | | |
记者 张晓明 王大伟、刘洋 | 张晓明 王大伟 刘洋 | | |
记者 张三；李四 | 张三 李四 | | |
记者张三和李四光 | 张三 李四光 | | |
记者 张和平 | 张和平 | | |
记者 欧阳娜娜 司马光 | 欧阳娜娜 司马光 | | |
记者 上官云 宋宇晟 | 上官云 宋宇晟 | | |
记者 阿依古丽·买买提 | 阿依古丽·买买提 | | |
记者 努尔比亚•阿卜杜拉 张三 | 努尔比亚•阿卜杜拉 张三 | | |
新华社记者 格桑边觉 | 格桑边觉 | | | 新华社
西藏商报记者 扎西次仁 旦增尼玛曲珠 | 扎西次仁 旦增尼玛曲珠 | | | 西藏商报
首席记者 张三 | 张三 | | |
本报首席记者 张三 实习记者 李四 | 张三 李四 | | |
记者 张三 实习生 李四 | 张三 李四 | | |
见习记者 张三 | 张三 | | |
高级记者 张三 资深记者 李四 | 张三 李四 | | |
本报特派记者 张三 | 张三 | | |
本报驻京记者 张三 | 张三 | | |
全媒体记者 张三 | 张三 | | |
半岛全媒体记者 张三 通讯员 李四 | 张三 | 李四 | |
大众日报客户端记者 张三 报道 | 张三 | | | 大众日报客户端
青岛日报社/观海新闻记者 张三 | 张三 | | | 青岛日报社/观海新闻
青岛晚报/掌上青岛/青网 记者 张三 | 张三 | | | 青岛晚报/掌上青岛/青网
证券时报记者 张三 | 张三 | | | 证券时报
证券日报记者 张三 见习记者 李四 | 张三 李四 | | | 证券日报
中国证券报·中证网记者 张三 | 张三 | | | 中国证券报·中证网
中青报·中青网记者 魏其濛 来源：中国青年报 | 魏其濛 | | | 中国青年报
澎湃新闻记者 段彦超 廖艳 | 段彦超 廖艳 | | | 澎湃新闻
界面新闻记者 | 张三 | 张三 | | | 界面新闻
新京报记者 彭冲 山东冠县报道 | 彭冲 | | | 新京报
21世纪经济报道记者 张三 北京报道 | 张三 | | | 21世纪经济报道
21世纪经济报道记者李新江深圳报道 | 李新江 | | | 21世纪经济报道
21世纪经济报道 记者 张三 实习生 李四 广州报道 | 张三 李四 | | | 21世纪经济报道
华夏时报（www.chinatimes.net.cn）记者 张三 实习记者 李四 北京报道 | 张三 李四 | | | 华夏时报
《华夏时报》记者 张三 | 张三 | | | 华夏时报
经济观察报 记者 张三 | 张三 | | | 经济观察报
每经记者：张蕊 每经编辑：李四光 | 张蕊 | | 李四光 |
每经记者|张三 每经编辑|李四 | 张三 | | 李四 |
每经记者 张三 每经实习记者 李四 每经编辑 王五 | 张三 李四 | | 王五 |
文字记者：张三 摄影记者：李四 | 张三 | | |
记者 张三 文/图 | 张三 | | |
记者 张三 文/摄 | 张三 | | |
本报记者张三摄影报道 | 张三 | | |
文/张三 图/李四 | 张三 | | |
文/图 记者 张三 | 张三 | | |
图文/张三 | 张三 | | |
文｜张三 编辑｜李四 | 张三 | | 李四 |
文丨张三 李四 | 张三 李四 | | |
撰文｜张三 | 张三 | | |
张三/文 李四/图 | 张三 | | |
文/广州日报记者赖伟行 | 赖伟行 | | | 广州日报
文/本报记者 张三 图/受访者提供 | 张三 | | |
【文/观察者网专栏作者 王文】 | 王文 | | | 观察者网
【文/观察者网 张三】 | 张三 | | |
《棱镜》作者 周纯 | 周纯 | | |
作者：何苗 张梦洁 来源：21世纪经济报道 | 何苗 张梦洁 | | | 21世纪经济报道
本文来源：21世纪经济报道 作者：何苗 张梦洁 | 何苗 张梦洁 | | | 21世纪经济报道
本文来源：第一财经日报 作者：董来孝康 | 董来孝康 | | | 第一财经日报
本文来源：华夏时报 作者：杨仕省责任编辑：NF055 | 杨仕省 | | | 华夏时报
作者 周纯 | 周纯 | | |
作者|春春 | 春春 | | |
作者︱春春 | 春春 | | |
作者：上官云 宋宇晟 | 上官云 宋宇晟 | | |
作者：张三、李四 来源：新华网 2026-11-22 09:30 | 张三 李四 | | | 新华网
环球时报作者强薇 | 强薇 | | | 环球时报
[作者: 刘满仓 责任编辑: 王五] | 刘满仓 | | 王五 |
采写：新京报记者 张三 | 张三 | | | 新京报
采写/张三 | 张三 | | |
撰稿：张三 | 张三 | | |
本报评论员 张三 | 张三 | | |
特约评论员 张三 | | 张三 | |
特约记者 张三 | | 张三 | |
本报特约撰稿人 张三 | | 张三 | |
特约通讯员 张三 李四 | | 张三 李四 | |
特約記者 陳大文 | | 陳大文 | |
通讯员 张三 李四 | | 张三 李四 | |
通讯员 市税务局 王小二 | | 王小二 | |
通讯员：张三 | | 张三 | |
（通讯员 张三 记者 李四） | 李四 | 张三 | |
记者 李四 通讯员 国家电网 | 李四 | | |
供稿：张三 | | 张三 | |
责任编辑：张三 | | | 张三 |
责任编辑:张三 | | | 张三 |
责任编辑 张三 | | | 张三 |
【责任编辑：郭旭】 | | | 郭旭 |
[责任编辑：韩保林 PK155] | | | 韩保林 |
责任编辑：化成雨_NBJ11143 | | | 化成雨 |
责任编辑：杜硕_NB12556 | | | 杜硕 |
责任编辑：NF041 | | | |
责任编辑：biaoffeng | | | biaoffeng |
责编：Demi Xia | | | Demi_Xia |
(责编：萧潇、张妍) | | | 萧潇 张妍 |
（编辑：严玉洁 王辉） | | | 严玉洁 王辉 |
【编辑:刘欢】 | | | 刘欢 |
编辑|禤志杰 责编|陈梦莹 来源|广州参考、广州南沙发布 | | | 禤志杰 陈梦莹 | 广州参考、广州南沙发布
编辑：张三 校对：李四 审核：王五 | | | 张三 李四 王五 |
责任编辑：张三 责任校对：李四 | | | 张三 李四 |
值班编辑：张三 | | | 张三 |
编辑：张三 视觉：李四 监制：王五 | | | 张三 |
責任編輯：米婭 | | | 米婭 |
編輯：梁偉澄 | | | 梁偉澄 |
責任編輯／王小明 | | | 王小明 |
核稿編輯：王小明 | | | 王小明 |
（編輯：林憶婷）1151122 | | | 林憶婷 |
（記者王小明／台北報導） | 王小明 | | |
〔記者王小明／台北報導〕 | 王小明 | | |
〔記者王小明、陳美麗／綜合報導〕 | 王小明 陳美麗 | | |
[記者王小明/台北報導] | 王小明 | | |
記者王小明／綜合報導 | 王小明 | | |
記者 王小明 報導 | 王小明 | | |
實習記者王小明／高雄報導 | 王小明 | | |
王小明／台北報導 | 王小明 | | |
財經中心／綜合報導 | | | |
〔財經頻道／綜合報導〕 | | | |
文／王小明 | 王小明 | | |
撰文／王小明 | 王小明 | | |
經濟日報 記者王小明／台北即時報導 | 王小明 | | | 經濟日報
（中央社記者王小明台北22日電） | 王小明 | | | 中央社
（中央社記者陳婕翎、張茗喧台北14日電） | 陳婕翎 張茗喧 | | | 中央社
（中央社華盛頓13日綜合外電報導） | | | | 中央社
（中央社記者徐薇婷華盛頓13日專電） | 徐薇婷 | | | 中央社
鉅亨網記者陳蕙綾 台北 | 陳蕙綾 | | | 鉅亨網
MoneyDJ新聞 2026-11-22 09:30:12 記者 王小明 報導 | 王小明 | | |
撰文：王小明 | 王小明 | | |
撰文 : 陳大文 | 陳大文 | | |
記者：陳子謙 | 陳子謙 | | |
記者︰脫芷晴 | 脫芷晴 | | |
【本報記者王小明報道】 | 王小明 | | |
本報記者 王小明 香港報道 | 王小明 | | |
香港文匯報訊（記者 費小燁） | 費小燁 | | | 香港文匯報
（香港文匯報記者 費小燁） | 費小燁 | | | 香港文匯報
【明報專訊】 | | | | 明報
【本報訊】 | | | |
《經濟通通訊社22日專訊》 | | | | 經濟通通訊社
【大公報訊】記者王小明報道： | 王小明 | | | 大公報
大公文匯全媒體報道： | | | | 大公文匯全媒體
採訪：王小明 攝影：陳大文 | 王小明 | | |
【本报讯】（记者 张三丰） | 张三丰 | | |
本报讯（记者 张三 通讯员 李四） | 张三 | 李四 | |
本报讯 记者张三报道 | 张三 | | |
北京商报讯（记者 岳品瑜 董晗萱） | 岳品瑜 董晗萱 | | | 北京商报
新京报讯 （赵毅波） | 赵毅波 | | | 新京报
新京报讯（记者梁薇薇） | 梁薇薇 | | | 新京报
科技日报讯 （记者张三 通讯员李四） | 张三 | 李四 | | 科技日报
新华社北京11月22日电（记者张三、李四） | 张三 李四 | | | 新华社
新华社深圳5月12日电（记者戴小河、印朋） | 戴小河 印朋 | | | 新华社
新华社记者邹多为、唐诗凝、丁乐 | 邹多为 唐诗凝 丁乐 | | | 新华社
（参与记者：张三、李四） | 张三 李四 | | |
中新网北京11月22日电 (记者 王恩博) | 王恩博 | | | 中新网
中新社香港11月22日电 (记者 张三) | 张三 | | | 中新社
财联社11月22日电， | | | | 财联社
证券时报e公司讯， | | | | 证券时报e公司
新浪财经讯 9月9日消息， | | | | 新浪财经
人民网济南11月22日电 （张三） | 张三 | | | 人民网
（姚峰 上海报道） | 姚峰 | | |
（袁源） | 袁源 | | |
□ 王小明 | 王小明 | | |
来源：证券时报 | | | | 证券时报
来源：证券时报网 作者：李在山 | 李在山 | | | 证券时报网
2019-09-26 12:11来源：证券时报网作者：李在山 | 李在山 | | | 证券时报网
来源: 央视新闻客户端 责任编辑：张毅 | | | 张毅 | 央视新闻客户端
来源：《经济日报》 | | | | 经济日报
来源：新华网 字体：大 中 小 | | | | 新华网
来源：中国新闻网 2026年11月22日 09:30 | | | | 中国新闻网
来源：上海证券报·中国证券网(上海) | | | | 上海证券报·中国证券网
来源：EE Times China | | | | EE Times China
稿源：大众网 | | | | 大众网
文章来源：每日经济新闻 | | | | 每日经济新闻
本文来源于北京商报 2024-05-20 09:47:48 | | | | 北京商报
转自：新华社 | | | | 新华社
转载自：澎湃新闻 | | | | 澎湃新闻
出处：第一财经 | | | | 第一财经
來源：香港01 | | | | 香港01
信息来源：省发改委 | | | | 省发改委
来源：本站 | | | |
来源：网络 | | | |
来源：本站原创 作者：未知 | | | |
图片来源：视觉中国 | | | |
图片来源：每经记者 张蕊 摄 | | | |
数据来源：Wind | | | |
新华社记者 李梦馨 摄 | | | |
▲广州日报全媒体图片记者黎旭阳、李妍摄 | | | |
（大公文匯全媒體記者麥鈞傑攝） | | | |
图/记者 张三 | | | |
摄影/张三 | | | |
作者：网络整理 阅读：1644 | | | |
（责任编辑：系统管理员） | | | |
记者从发改委获悉 | | | |
记者了解到 | | | |
记者 高兴 | | | |
記者從金管會獲悉 | | | |
《华夏时报》记者表示 | | | |
有记者问 | | | |
By Tony Chan | Tony_Chan | | |
本报首席记者 王晓明/文 李东/摄 | 王晓明 | | |
王晓明 本报记者 李东升 | 李东升 | | |
记者/王晓明 编辑/李东升 | 王晓明 | | 李东升 |
文字/王晓明 图片/李东升 编辑/赵敏 | 王晓明 | | 赵敏 |
南方日报记者 王晓明 通讯员 李东升 赵敏 整理 | 王晓明 | 李东升 赵敏 | | 南方日报
策划：王晓明 文：李东升 图：赵敏 | 李东升 | | |
中新经纬11月22日电 (王晓明) | 王晓明 | | | 中新经纬
央广网北京11月22日消息（记者王晓明）据中央广播电视总台报道 | 王晓明 | | | 央广网
大公網記者王小明上海報道 | 王小明 | | | 大公網
【星島日報報道】 | | | | 星島日報
工商時報 王小明／台北報導 | 王小明 | | | 工商時報
【財訊快報／記者王小明報導】 | 王小明 | | | 財訊快報
【時報記者王小明台北報導】 | 王小明 | | |
中央社記者王小明新加坡22日專電 | 王小明 | | | 中央社
《工商時報》記者 王小明 | 王小明 | | | 工商時報
[FTNN新聞網]記者王小明／綜合報導 | 王小明 | | | FTNN新聞網
商傳媒｜記者王小明／綜合外電報導 | 王小明 | | | 商傳媒
編採：王小明 | 王小明 | | |
文：王小明 (香港經濟日報記者) | 王小明 | | |
王晓明 报道 | 王晓明 | | |
文 王晓明 图 李东升 | 王晓明 | | |
作者 | 王晓明 编辑 | 李东升 出品 | 青岛财经 | 王晓明 | | 李东升 |
来源丨北京商报 | | | | 北京商报
责编 王晓明 | 审校 李东升 | | | 王晓明 李东升 |
新京报贝壳财经记者 王晓明 编辑 李东升 校对 赵敏 | 王晓明 | | 李东升 赵敏 | 新京报贝壳财经
一审：王晓明 二审：李东升 三审：赵敏 | | | 王晓明 李东升 赵敏 |
一审判决后，公司上诉 | | | |
责任编辑：王晓明 SF001 | | | 王晓明 |
【责任编辑：王晓明】【内容校对:李东升】 | | | 王晓明 李东升 |
来源：人民日报海外版 2026年11月22日 第03版 | | | | 人民日报海外版
来源：新华社客户端　记者：王晓明　李东升 | 王晓明 李东升 | | | 新华社客户端
《财经》记者 王晓明 李东升/文 赵敏/编辑 | 王晓明 李东升 | | 赵敏 | 财经
本报财经记者 王晓明 | 王晓明 | | |
本报济南11月22日讯 记者王晓明报道 | 王晓明 | | |
齐鲁晚报·齐鲁壹点记者 王晓明 | 王晓明 | | | 齐鲁晚报·齐鲁壹点
中国商报/中国商网（记者 王晓明 文/图） | 王晓明 | | | 中国商报/中国商网
法治日报全媒体记者 王晓明 法治日报通讯员 赵敏 | 王晓明 | 赵敏 | | 法治日报
作者：［美］约翰·史密斯 | 约翰·史密斯 | | |
作者：保罗·克鲁格曼 译者：王晓明 | 保罗·克鲁格曼 | | |
据新华社电 | | | | 新华社
作者系青岛大学教授 | | | |
（作者为中国社科院研究员） | | | |
综合外电报道 | | | |
采写：南都见习记者 林子沛 | 林子沛 | | |
2020-10-04 15:05聯合報 記者林宸誼／即時報導 | 林宸誼 | | | 聯合報
2019年09月07日 04:04 北京日报 | | | | 北京日报
2024-05-20 14:33·新华社 | | | | 新华社
格隆汇8月19日丨 | | | | 格隆汇
大众网·海报新闻烟台6月26日讯 （通讯员 夏欣怡） | | 夏欣怡 | | 大众网·海报新闻
本贴由大卫于2005年8月12日16:12:21发表 | 大卫 | | |
由海姑娘张贴 @ 2005-06-14 | 海姑娘 | | |
本文由某某有限公司发布 | | | |
执笔/叨叨姐、胡一刀&李小飞刀 | 叨叨姐 胡一刀 李小飞刀 | | |
本站讯（职工通讯员 李琴雯 刘会） | | 李琴雯 刘会 | |
记者 John Smith 张三 | John_Smith 张三 | | |
"""

CASES = []
for row in TABLE.strip().splitlines():
    line, *cells = row.rsplit("|", 4)
    assert len(cells) == 4, row
    CASES.append((line.strip(), *(cells[i].strip() for i in range(4))))


def names(cell):
    return [name.replace("_", " ") for name in cell.split()]


@pytest.mark.parametrize(
    ("line", "reporters", "correspondents", "editors", "source"), CASES, ids=[c[0] for c in CASES]
)
def test_a_line_is_split_into_who_wrote_edited_and_supplied(line, reporters, correspondents, editors, source):
    byline, found = parse_byline([line])
    assert (byline.reporters, byline.correspondents, byline.editors, found.name) == (
        names(reporters), names(correspondents), names(editors), source,
    )  # fmt: skip
    assert byline.raw == line


FIELDS = [  # what the page holds in fields, reporters, editors, source
    ({"author": "张三"}, ["张三"], [], ""),
    ({"author": "张三 李四"}, ["张三", "李四"], [], ""),
    ({"author": "作者：张三"}, ["张三"], [], ""),
    ({"author": "本报记者 张三 通讯员 李四"}, ["张三"], [], ""),
    ({"author": "中時新聞網 呂承哲"}, ["呂承哲"], [], "中時新聞網"),
    ({"author": "新华网"}, [], [], "新华网"),
    ({"author": "大汉网络"}, [], [], "大汉网络"),
    ({"author": "L_104485"}, [], [], ""),
    ({"author": "admin"}, [], [], ""),
    ({"author": "https://e.example/author/1"}, [], [], ""),
    ({"author": "Tony Chan"}, ["Tony Chan"], [], ""),
    ({"author": "山石"}, ["山石"], [], ""),
    ({"author": "未知"}, [], [], ""),
    ({"editor": "李四"}, [], ["李四"], ""),
    ({"editor": "责任编辑：李四"}, [], ["李四"], ""),
    ({"source": "证券时报"}, [], [], "证券时报"),
    ({"source": "来源：证券时报"}, [], [], "证券时报"),
    ({"source": "证券时报 作者：张三"}, ["张三"], [], "证券时报"),
    ({"source": "来源：证券时报 作者：张三 编辑：李四"}, ["张三"], ["李四"], "证券时报"),
    ({"source": "网易版权所有"}, [], [], ""),
    ({"source": "本报讯"}, [], [], ""),
    ({"author": "张三", "editor": "李四", "source": "新华社"}, ["张三"], ["李四"], "新华社"),
]


@pytest.mark.parametrize(("given", "reporters", "editors", "source"), FIELDS, ids=[str(f[0]) for f in FIELDS])
def test_fields_need_no_marker(given, reporters, editors, source):
    byline, found = parse_byline((), **given)
    assert (byline.reporters, byline.editors, found.name) == (reporters, editors, source)


def test_a_line_that_names_reporters_outweighs_a_bare_field():
    byline, _ = parse_byline(["本报记者 张三"], author="王五")
    assert byline.reporters == ["张三"]


def test_the_editor_is_no_reporter_because_a_field_says_author():
    byline, _ = parse_byline(["责任编辑：李四"], author="李四")
    assert (byline.reporters, byline.editors) == ([], ["李四"])


def test_lines_add_up_in_page_order_and_names_come_once():
    byline, source = parse_byline(
        ["来源：证券时报 作者：张三", "证券日报记者 张三 李四", "（责任编辑：王五）", "责编：王五"]
    )
    assert byline.reporters == ["张三", "李四"]
    assert byline.editors == ["王五"]
    assert source.name == "证券时报"


def test_the_said_source_outweighs_the_reporters_paper():
    assert parse_byline(["证券日报记者 张三", "来源：新华网"])[1].name == "新华网"


@pytest.mark.parametrize(
    "line",
    [
        "青島財經日報/首頁新聞記者 辛小麗 通訊員 白瑜",
        "責任編輯:崔現香",
        "责任编辑：NF041",
        "（記者王小明／台北報導）",
        "来源：证券时报网 作者：李在山",
        "2019-09-26 12:11来源：证券时报网作者：李在山",
        "□ 本报记者 葛灵丹",
        "【编辑:刘欢】 返回搜狐，查看更多",
        "新华社记者邹多为、唐诗凝、丁乐",
        "编辑|禤志杰 责编|陈梦莹 来源|广州参考、广州南沙发布",
    ],
)
def test_a_credit_line_is_known(line):
    assert is_byline_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "记者从发改委了解到，目前地方正在配合做的就是项目信息的统计整理工作。",
        "记者注意到",
        "《第一财经日报》记者为此致电公司董秘，但其座机始终处于无人接听状态。",
        "本报记者张三昨日从市政府获悉，园区已集聚企业110余家，产值突破45亿元。",
        "7月1日上午，卓彬告诉《华夏时报》记者，现在追进去的还不算多，客户还算理性一点。",
        "青島生物科技創新園",
        "图片来源：视觉中国",
        "下跌的主要来源是原油",
        "总编辑推荐",
        "作者最新文章",
        "记者：首先欢迎你来到新华网接受我们的采访，请问你怎样看待这个问题？",
        "做公号、开专栏的名记者，晋升部级",
    ],
)
def test_a_sentence_is_no_credit_line(line):
    assert not is_byline_line(line)


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["本报讯（记者 张三）昨日，园区启用。", "首批企业入驻。"], ["本报讯（记者 张三）"]),
        (["【本报讯】（记者 张三）昨日，园区启用。"], ["【本报讯】（记者 张三）"]),
        (
            ["新华社北京11月22日电（记者张三、李四）国务院昨日印发意见。"],
            ["新华社北京11月22日电（记者张三、李四）"],
        ),
        (["（中央社記者王小明台北22日電）金管會今天宣布。"], ["（中央社記者王小明台北22日電）"]),
        (["〔記者王小明／台北報導〕金管會今天宣布。"], ["〔記者王小明／台北報導〕"]),
        (["北京商报讯 11月22日，央行公布。"], ["北京商报讯"]),
        (["园区启用。", "首批企业入驻。（记者 张三 通讯员 李四）"], ["（记者 张三 通讯员 李四）"]),
        (["园区启用。", "首批企业入驻。", "责任编辑：王五"], ["责任编辑：王五"]),
        (["园区启用。", "首批企业入驻。（袁源）"], ["（袁源）"]),
        (["董事长（袁源）出席。园区启用（袁源）", "首批企业入驻。", "正常经营。"], []),
        (["记者从园区获悉，首批企业入驻。"], []),
        (["日海通讯(002313)今日公告。"], []),
        (["据新华社记者张三了解，园区启用。"], []),
        (["本报记者张三昨日从园区获悉，首批企业入驻。"], ["本报记者张三"]),
        (["记者李四光近日走访发现，园区启用。"], ["记者李四光"]),
        (["记者昨日从园区获悉，首批企业入驻。"], []),
        (["记者向企业了解到，园区启用。"], []),
        (["有记者王小明在现场提问。"], []),
        ([], []),
    ],
)
def test_bylines_inside_the_text_are_found_at_its_ends(paragraphs, found):
    before = list(paragraphs)
    assert find_bylines(paragraphs) == found
    assert paragraphs == before


@pytest.mark.parametrize(
    ("text", "loose", "expected"),
    [
        ("张三李四光", False, ["张三", "李四光"]),
        ("陈方安生", False, ["陈方安生"]),
        ("范徐丽泰", False, ["范徐丽泰"]),
        ("张杨果而", False, ["张杨果而"]),
        ("张杰李伟", False, ["张杰", "李伟"]),
        ("诸葛亮司马懿", False, ["诸葛亮", "司马懿"]),
        ("張 三　李 四", False, ["張三", "李四"]),
        ("魑皇", False, []),
        ("魑皇", True, ["魑皇"]),
        ("编辑部", True, []),
        ("北京", True, []),
        ("证券时报社", True, []),
    ],
)
def test_names_end_where_the_next_begins(text, loose, expected):
    assert names_in(text, loose=loose) == expected


@pytest.mark.parametrize(
    "text", ["证券时报", "中国新闻社", "观海新闻", "大众日报客户端", "市税务局", "某某有限公司", "編輯部"]
)
def test_an_organisation_is_known_by_its_end(text):
    assert is_organisation(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("胡平", True), ("赵延东、风笑天", True), ("罗银胜", True), ("金融", False), ("高层", False),
     ("白酒", False), ("黄金", False), ("首页", False), ("", False)],
)  # fmt: skip
def test_a_line_of_names_alone_may_sign(line, expected):
    assert is_signature(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("02日14:25 作者： 赵婕出自[人民文学出版社]", True),
        ("连载：某某人生 出版社：团结出版社 作者：罗银胜", True),
        ("责任编辑：李四", True),
        ("记者：那么您怎么看这个问题？", False),
        ("园区启用，产值突破四十五亿元。", False),
    ],
)
def test_a_line_may_hold_a_credit_among_other_things(line, expected):
    assert has_credit(line) is expected


@pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared/data")
def test_development_pages_credit_the_right_people():
    """Floors under what was measured; five of the 24 author labels stand nowhere as a byline."""
    right, total = Counter(), Counter()
    for gold in sorted(PAGES.glob("pages*/*/*.json")):
        label = json.loads(gold.read_text("utf-8"))
        if not any(label.get(kind) for kind in ("author", "editor", "source")):
            continue
        body = gzip.decompress(gold.with_suffix(".html.gz").read_bytes())
        article = Article(draft=extract_html(body, url=label.get("url") or ""))
        normalise(article)
        byline = article.byline
        for kind, got in (
            ("author", [*byline.reporters, *byline.correspondents]),
            ("editor", byline.editors),
            ("source", [article.source.name.replace("·", "・")]),
        ):
            if label.get(kind):
                wanted = (
                    [label[kind].replace("·", "・")]
                    if kind == "source"
                    else re.split(r"[、\s]+", label[kind])
                )
                total[kind] += 1
                right[kind] += got == wanted
    assert total == {"author": 24, "editor": 12, "source": 32}
    assert right["author"] >= 19
    assert right["editor"] == 12
    assert right["source"] >= 29


LINE = st.text(
    alphabet=st.sampled_from(
        list("记者記編辑责任來来源通讯員作文图/／｜|：: （）()【】、，张三李四光歐陽青岛报道電讯日22\n。abc·")
    ),
    max_size=60,
)


@given(st.lists(st.one_of(LINE, st.text(max_size=40)), max_size=4), LINE, LINE)
def test_names_are_pieces_of_what_was_published(raws, author, source):
    byline, found = parse_byline(raws, author=author, source=source)
    published = "\n".join((*raws, author, source))
    squeezed = "".join(published.split())
    for name in (*byline.reporters, *byline.correspondents, *byline.editors, found.name):
        assert "".join(name.split()) in squeezed or "\u200b" in published
    assert len(set(byline.reporters)) == len(byline.reporters)


@given(st.lists(LINE, max_size=6))
def test_found_pieces_stand_in_the_text(paragraphs):
    for piece in find_bylines(paragraphs):
        assert any(piece in p for p in paragraphs)
