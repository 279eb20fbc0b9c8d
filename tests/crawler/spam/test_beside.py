"""What opens an advert, and whom to call for it, goes with its line; an article's own stays."""

import pytest

from crawler.items import Fragment
from crawler.spam import cut, find_spam

NEWS = [
    "海嶼港務局昨天公布，前十個月貨物吞吐量二千三百萬噸，年增百分之八點四，貨櫃量也成長一成。",
    "局長表示，新啟用的三個泊位運轉平穩，裝卸效率提高兩成，等候時間縮短半天。",
    "明年港區還將興建鐵路專用線，連接內陸兩座貨運站，總投資十二億元。",
]


def left(*lines):
    fragments = [Fragment(n, x, role="body") for n, x in enumerate([*NEWS, *lines])]
    spans = find_spam(fragments, title="海嶼港吞吐量成長").spans
    return cut("\n".join(f.text for f in fragments), spans).split("\n")[len(NEWS) :]


@pytest.mark.parametrize(
    "lines",
    [
        ["缺錢嗎？", "汽機車借款免留車", "★政府立案專線0912-345-678★"],
        ["想快速週轉？", "民間小額信貸免抵押", "※合法經營 洽詢0935-111-222 林小姐※"],
        ["需要資金？", "支客票貼現低利", "→來電02-2345-6789王先生"],
        ["需要資金？汽機車借款免留車※合法經營 洽詢0935-111-222 林小姐※"],
    ],
)
def test_a_pawnbrokers_lines_go_together(lines):
    assert left(*lines) == [""] * len(lines)


def test_the_question_before_a_clause_and_a_doubted_number_go_with_it():
    before, after = "碼頭單證改為網上辦理，提貨比以前快了一天。", "裝卸效率提高兩成。"
    lines = [f"{before}想快速週轉？當舖免留車當日撥款，{after}", "☆合法立案24H撥款0800-123-888洽林專員☆"]
    assert left(*lines) == [before + after, ""]


def test_a_credit_and_an_offices_number_beside_such_a_line_stay():
    own = ["編輯：林小荷 0912-345-678", "洽詢電話：(02)2345-6789"]
    assert left("汽機車借款免留車，當日撥款免保人", *own) == ["", *own]


@pytest.mark.parametrize("behind", ["，：0912-345-678", "，微信搜索：紫金国际开户", "欢迎您的光临"])
def test_where_to_call_goes_with_what_is_cut_from_a_sentence(behind):
    line = f"局長說，泊位運轉平穩。真人百家樂註冊送彩金{behind}，裝卸效率提高兩成。"
    assert "百家" not in left(line)[0]
    assert behind.strip("，：") not in left(line)[0]
