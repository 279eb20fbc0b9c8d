"""What a rule says, and the words by which rules tell news about spam from spam."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.spam.page import Unit

SENTENCE = re.compile("[。!?;]")
CRIME = re.compile(
    "警方|公安|民警|警察|检察|法院|被告|嫌疑|犯罪|涉嫌|诈骗|骗局|被骗|骗取|骗子|上当|谨防|防范|警惕|举报|曝光|查处|处罚|整治|打击|取缔|违法|非法|黑产|传销|提醒|提示|冒用|伪冒|假冒|冒充|获刑|经查|受骗|受害|拘捕|捣破|破获|侦破|诱骗|轻信|切勿|山寨|维权|卖家|对方|转账|监管"
    "|宣判|判处|判囚|有期徒刑|罪成|受审|庭审|公诉|刑拘|逮捕|被捕|被拘|落网|抓获|捣毁|检获|涉案|案发|私庄|洗黑钱|洗钱"
    "|判决|原告|上诉|侵权|纠纷案|商标"
)
GAMING = re.compile(
    "赌博|赌客|赌资|涉赌|网赌|嗜赌|赌徒|博彩|赌收|赌王|赌牌|赌权|赌场|赌桌|贵宾厅|福彩|体彩|福利彩票|体育彩票|娱乐场|度假村|澳博|永利|金沙中国|新濠|博监局"
    "|赌业|赌台|赌厅|博企|路氹|马会|金多宝|派彩|彩池|投注站|投注额|中出"
)
"""Words of texts whose subject is gambling itself: a brand is at home there."""

SALE = re.compile(
    "免费|无效退款|退款|包过|包成功|秒到账|秒批|下载|注册|加盟|代理|优惠|首单|客服|在线|您|你|24小时|二十四小时|货到付款|预约|"
    "咨询|立即|点击|只需|仅需|名额|不收费|信誉|放心|首选|百分百|保密|永久|官方网站|最新|会员|充值|提现|返水|彩金|送|一对一|"
    "见效|疗程|根治|无副作用|秘方|日赚|赚钱|稳赚|必中|期期|翻倍|跟单|无抵押|不看征信|不用抵押|无需|先付|付款|老客户|全集|高清|"
    "无广告|破解|安装|收藏|地址|加微信|进群|微信|qq|低价|最低价|掉包|上门服务|满意|专业团队|原创"
)
"""The seller's voice."""

FUNCTION_WORDS = re.compile(
    "[的了是在将与和为对等及其也而被把以从到比并但均已这那他她它应须勿拟获超逾增降涨跌曝称据向由破迎揽让于吗呢谁]"
    "|怎么(?![样买玩下])|什么|多少(?!钱)|会不会|有没有|要不要|没有|必要"
    "|我们|表示|记者|公司|亿元|万元|同比|旗下|召开|推进|公布|发布|启动|切勿|选择|认准|请|可以|不要|提示|有望|企业|市场|用户|推出|落地|举办|宣布|明确|积极|加速|成功|无法|集团|股份|有限|整治|关停|查扣|查处|全程|最高|开奖|万亿|亿"
)
"""What clauses and headlines have, and stacked keywords have not."""


@dataclass(slots=True, frozen=True)
class Finding:
    """Spam in one unit: canonical offsets within it, kind, score 0 to 1, rule and the evidence in words."""

    unit: Unit
    start: int
    end: int
    kind: str
    score: float
    rule: str
    evidence: str


def odds(value: float) -> float:
    """Return the log-odds of a score."""
    value = min(max(value, 1e-6), 1 - 1e-6)
    return math.log(value / (1 - value))


def score(value: float) -> float:
    """Return the score of log-odds: never quite certain."""
    return min(0.99, 1 / (1 + math.exp(-value)))
