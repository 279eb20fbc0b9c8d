# ruff: noqa: E501 (markup is easier to read unbroken)
"""Pages that are no articles are set aside, each with its reason."""

import pytest

from crawler.extract import extract_html

P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
LINK = '<li><a href="/a/{0}.html">第{0}家企业在本市经开区开工建设新厂房</a></li>'
TEASER = '<article><h2><a href="/a/{0}.html">第{0}家企业開工</a></h2><p>受美股回檔拖累，台股今日開低走低，終場下跌三百點，收在兩萬七千點，成交值五千億元，外資連續{0}日賣超...</p><time>2026/11/1{0} 10:30</time></article>'
SILENT = '<div class=item><a href="/a/{0}">第{0}间内地企业来港上市步伐加快</a><span>2026-11-0{0} 00:00:00</span><p>（江湾日报报道）港交所公布，第{0}季纯利按年上升两成，收入及其他收益创同期新高，主要受</p></div>'
ROW = '<li><a href="/a/{0}">第{0}季本地零售業銷貨額連升三個月</a> <span>11-07 12:0{0}</span></li>'
FLASH = "<p>金管局總裁表示，本港銀行體系結餘維持在{0}百億元左右，聯繫匯率制度運作暢順。</p><p>2026-11-07 12:0{0}</p>"
MORE = '<li>第{0}家企業開工，投資三千萬元 <a href="/a/{0}">[詳細]</a></li>'
THUMB = '<li><img src="{0}.jpg"></li>'


def many(piece: str, n: int = 8) -> str:
    return "".join(piece.format(i) for i in range(1, n + 1))


def reason(title: str, body: str, url: str = "https://a.example/1.html") -> str:
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return extract_html(html.encode(), url=url).not_article


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("江畔大酒店怎么样_江畔旅行", "<h1>江畔大酒店</h1>" + many("<div><span>江风{0}号</span><p>访客 4.5分</p><p>房间很干净，早餐也不错，前台服务态度好，下次还来住。</p></div>"), "index_page"),
        ("江畔净水机用户评价", "<h1>江畔净水机用户评价</h1>" + many("<div><p>江**客 ★★★★★</p><p>水质很好，安装师傅第{0}天就上门，推荐大家购买。</p></div>"), "index_page"),
        ("网购平台整治虚假评价", f"<h1>网购平台整治虚假评价</h1><p>2026-11-20</p><p>{P1}</p><p>江畔店 ★★★★★</p><p>{P2}</p><p>江风店 ★★★★☆</p><p>{P1}</p>", ""),
        ("性別平權 - 江灣新聞網", "<p class=big>專題性別平權</p><div>" + many("<div class=more><p>2026/11/0{0} 12:05第{0}間企業推動多元：想想員工，盼平權落實</p></div>") + "</div>", "index_page"),
        ("江灣政局風雲│江灣新聞網", f"<meta property=article:published_time content=2026-07-13T17:24:58+08:00><h1>江灣政局風雲</h1><ul>{many(LINK, 30)}</ul><div class=push>感謝您訂閱江灣，跟上最熱話題，掌握新聞脈動！</div>", "index_page"),
        ("找不到網頁 - 江畔網", "<h1>Oops! 找不到您要的網頁</h1><p>您所查詢的文章不存在或已下架，將於 5 秒後導回首頁。</p>", "not_found"),
        ("江畔网", "<h1>很抱歉，您要访问的页面不存在！</h1><p>请检查输入的网址是否正确，或者返回首页继续浏览。</p>", "not_found"),
        ("江畔网", "<div>该文章已被删除，感谢您的关注与支持，请浏览本网其他内容。</div>", "not_found"),
        ("系统繁忙 - 江畔网", "<h1>系统繁忙</h1><p>服务器开小差了，请您稍后再试，给您带来不便敬请谅解。</p>", "error_page"),
        ("用户登录-江畔财经", "<h1>用户登录</h1><form><input></form><p>登录即代表同意《用户服务协议》和《隐私政策》，未注册的手机号将自动创建账号。</p>", "login"),
        ("“银行”的搜索结果", f"<h1>“银行”的搜索结果</h1><p>共找到三百条与“银行”相关的结果，用时零点二秒。</p><ul>{many(LINK)}</ul>", "index_page"),
        ("江畔经济报 第A01版：头版", f"<table><tr><td>2026年11月20日 星期五 第A01版：头版</td></tr></table><ul>{many(LINK)}</ul>", "index_page"),
        ("台股 - 商情網", f"<h1>台股</h1>{many(TEASER)}", "index_page"),
        ("组图：冷链仓里的丰收-高清图集-江畔图片网", f"<h1>组图：冷链仓里的丰收</h1><div>工人在分拣，准备发往各地。<span>1/8</span></div><ul>{many(THUMB)}</ul>", "gallery"),
        ("服务器繁忙", "<h1>系统提示</h1><p>当前访问人数过多，请稍后再试。</p><p>错误代码：E5031</p>", "error_page"),
        ("提示信息 - 江畔在线", "<div><p>抱歉，您所在的用户组(游客)无法进行此操作</p></div><form><p>用户名 <input></p></form>", "login"),
        ("江畔新闻", "<div>body { MARGIN: 0 0 0 0; } #NewsTop { FLOAT: left; } #NewsTop img { vertical-align : middle; }</div>", "no_text"),
        ("江畔新闻", '<div>arMenu1 = new Array( "江畔视频","https://video.a.example", "江畔财经","https://money.a.example" );</div>', "no_text"),
        ("港聞 | 日報 | 江灣日報", f"<div class=list>{many(SILENT)}</div>", "index_page"),
        ("江灣日報 即時港聞", f"<div class=top><h2><a href=/a/0>內地企業來港上市步伐加快 季度純利升兩成</a></h2><p>港交所公布，第三季純利按年上升兩成，創同期新高。</p></div><ul>{many(ROW)}</ul>", "index_page"),
        ("江灣快訊", f"<div>{many(FLASH)}</div>", "index_page"),
        ("2026年11月7日", f"<h1>2026年11月7日</h1><ul>{many(MORE)}</ul>", "index_page"),
        ("名牌手袋升值攻略 專家分享 - 江灣經濟 - 視頻 - 財經台", "<h2>名牌手袋升值攻略 專家分享</h2><p>名牌手袋需要符合甚麼條件才會升值？今集請來鑒證專家分享保養貼士。</p><div>18:00 2026/03/31</div>", "video"),
        ("江灣牌純水機 JW-200 - 江灣商城", "<h1>江灣牌純水機 JW-200</h1><div>HK$2,380</div><button>加入購物車</button><p>採用四重過濾，有效去除水中雜質，即開即飲，適合三至四人家庭使用。</p>", "product_page"),
        ("江畔日报数字报 2026-11-20", f"<div>江畔日报 2026年11月20日 星期五</div><h4>第A01版：要闻</h4><ul>{many(LINK, 4)}</ul><h4>第A02版：财经</h4><ul>{many(LINK, 4)}</ul>", "index_page"),
        ("江畔天气预报", "<h1>江畔天气预报</h1><div>11月20日 多云 12~18℃ 东北风3级</div><div>11月21日 晴 11~19℃ 东风2级</div>", "data_page"),
        ("关于我们_江畔财经", f"<h1>关于我们</h1><p>江畔财经创办于二〇〇八年，是江畔报业集团主办的区域财经门户。</p><p>地址：江畔市报业大道9号</p><ul>{many(LINK)}</ul>", "about_page"),
        ("通知公告-江畔学院", f"<h1>通知公告</h1><ul>{many(LINK)}</ul><p>电话：0532-00000000</p><p>Email: office@a.example</p><p>地址：江畔市学府路9号</p>", "no_text"),
        ("江畔重工：2025年年度报告.pdf", '<h1>江畔重工：2025年年度报告</h1><embed src="/pdf/1.pdf"><p>如无法预览，请<a href="/pdf/1.pdf">下载PDF</a></p>', "document"),
        ("江畔重工(600000)股票行情_江畔财经", f"<h1>江畔重工 600000</h1><table><tr><td>今开</td><td>12.30</td><td>最高</td><td>12.88</td></tr><tr><td>昨收</td><td>12.10</td><td>最低</td><td>12.01</td></tr><tr><td>成交量</td><td>32.1万手</td><td>成交额</td><td>3.98亿</td></tr><tr><td>市盈率</td><td>18.2</td><td>总市值</td><td>120.5亿</td></tr></table><ul>{many(LINK)}</ul>", "data_page"),
        ("用户协议", f"<h1>用户协议</h1><p>更新日期：2026年1月1日</p><p>{P1}</p><p>{P2}</p><p>{P1}</p><p>{P2}</p><p>{P1}</p>", "about_page"),
        ("搜索：冷链", f"<form><input value=冷链></form><div>为您找到相关结果约八十八个</div><ul>{many(LINK)}</ul>", "index_page"),
        ("专题：江畔制造", f"<div><b>导读：</b>制造是立市之本。本网推出专题，集中展示各区做法。</div><h2>要闻</h2><ul>{many(LINK)}</ul>", "index_page"),
        ("正在跳转", "<p>页面正在跳转，请稍候……如果没有自动跳转，请<a href=/x>点击这里</a></p>", "error_page"),
        ("江畔网", "<p>您访问的链接已过期，3秒后返回首页</p>", "error_page"),
        ("无权访问", "<h1>403</h1><p>抱歉，您没有权限访问该页面，请联系管理员。</p>", "error_page"),
        ("江畔网", "<noscript>您的浏览器不支持JavaScript，请启用后重新访问本页面，以便获得完整的浏览体验。</noscript><div id=app></div>", "error_page"),
        ("童舟_专栏作者_江畔网", f"<h1>童舟</h1><p>江畔网首席评论员，长期关注区域经济与地方财政，著有多部作品。</p><ul>{many(LINK)}</ul>", "index_page"),
        ("林晓彤-江畔学院美术系", "<ul><li><a href=/a>学院概况</a><li><a href=/b>师资队伍</a></ul><h1>林晓彤</h1><p>林晓彤，女，1980年生于江畔。现任江畔书画联盟副主席兼秘书长，作品多次参加全国展览，出版个人画集三部。</p>", "about_page"),
        ("市领导-江畔市人民政府", "<h1>张家豪</h1><p>张家豪，男，汉族，1970年3月生，大学学历，现任江畔市人民政府副市长，分管财政、税务、金融工作。</p>", "about_page"),
        ("新闻文章 [江畔协会]", f"<ul>{many('<li><p><a href=/a/{0}.html>江畔日报：给智能机器嵌入道德算法之{0}</a>(2026-9-{0} 12:20:54)</p></li>', 3)}</ul><div>共 <b>326</b> 篇文章　<b>20</b>篇/页　页次：17/17页　<a href=/1>首页</a> 上一页 下一页 转到：</div>", "index_page"),
        ("江畔渔歌的英雄联盟直播间_江畔直播", "<div class=notice><p>早场九点，晚场八点，约战随缘</p><p>粉丝群五五五零一二三四</p><p>盲僧，鳄鱼，红眼，白手，剑魂，蛮王</p></div>", "video"),
        ("江畔广播公司", "<div class=hd>速报</div><div class=on><ul>" + "".join(f"<li><div class=dot>‧</div><div class=tx>{t}</div></li>" for t in (P1, P2, P1, P2, P1)) + f"</ul></div><ul>{many(LINK)}</ul>", "index_page"),
        ("客户端下载_江畔网", "<h1>客户端下载</h1><p>随时随地掌握本地资讯，支持iOS和Android，立即扫码下载。</p>", "about_page"),
        ("联系方式-江畔网", "<h1>联系方式</h1><p>江畔报业集团，地址：江畔市报业大道9号，邮编：300000。</p>", "about_page"),
        ("江畔天气预报_江畔网", "<h1>江畔天气预报</h1><table>" + many("<tr><td>11月2{0}日</td><td>多云</td><td>12℃</td><td>5℃</td></tr>") + "</table>", "data_page"),
        ("外汇牌价_江畔网", "<h1>外汇牌价</h1><div>更新时间：2026-11-20 10:30</div><table>" + many("<tr><td>货币{0}</td><td>710.2{0}</td><td>712.3{0}</td></tr>") + "</table>", "data_page"),
        ("本地新闻版块_江畔论坛", "<h1>本地新闻</h1><div>今日: 32 | 主题: 8821 | 版主: 童舟</div><table>" + many("<tr><td><a href=/t-{0}.html>第{0}家企业开工了大家怎么看</a></td><td>童舟</td><td>3{0}/201</td><td>2026-11-20</td></tr>", 12) + "</table>", "index_page"),
        ("标签：港口_江畔网", f"<h1>标签：港口</h1><ul>{many(LINK)}</ul>", "index_page"),
        ("#江畔夜经济# 话题", "<h1>#江畔夜经济#</h1><div>阅读 203.4万 讨论 1.1万</div>" + many("<div><a href=/a/{0}.html>第{0}条街亮灯</a><em>2026-05-3{0}</em></div>"), "index_page"),
        ("安全验证", "<div id=c><p>为了您的访问安全，请完成验证后继续</p><div>向右拖动滑块填充拼图</div></div>", "challenge"),
        ("江畔网", "<p>请完成验证后继续访问，拖动滑块到最右边</p>", "challenge"),
        ("江畔重工(600000)股票价格_行情_江畔网", f"<h1>江畔重工 600000</h1><div>12.30 <span>-3.20</span> <span>-0.21%</span></div><h3>公司资讯</h3><ul>{many(LINK)}</ul>", "data_page"),
        ("乡村振兴_标签_江畔网", f"<h1>乡村振兴</h1><p>关于“乡村振兴”的最新报道，共有328篇文章。</p><ul>{many(LINK)}</ul>", "index_page"),
        ("聚焦两会_专题_江畔网", f"<h1>聚焦2026江畔两会</h1><p>江畔市人民代表大会会议将于1月12日召开。本网推出专题，全程关注。</p><ul>{many(LINK)}</ul>", "index_page"),
        ("童舟的文章_江畔网", f"<h1>童舟</h1><p>江畔网首席评论员，长期关注区域经济与地方财政，著有《慢钱》等。</p><ul>{many(LINK)}</ul>", "index_page"),
        ("江畔夜景组图 - 江畔网", "<h1>江畔夜景</h1><ul>" + many("<li><img src=/i/{0}.jpg><p>江畔夜景第{0}张，灯光璀璨。</p></li>", 8) + "</ul>", "gallery"),
        ("江畔秋色", f"<h1>江畔秋色</h1><img src=/i/1.jpg><p>(1/9) 湿地公园，白鹭飞过芦苇荡。</p><div>{many(THUMB)}</div>", "gallery"),
        ("【江畔電視網】", f"<ul>{many(LINK, 40)}</ul><table><tr><td class=tit>里長的前背包(上)</td></tr><tr><td>{P1}</td></tr><tr><td class=tit>里長的前背包(下)</td></tr><tr><td>{P2}</td></tr></table>", "index_page"),
        ("江畔网－网站介绍", f"<div class=t>江畔网-网站介绍</div><p>{P1}</p><p>{P2}</p>", "about_page"),
        ("领导介绍_江畔市档案馆", f"<ul>{many(LINK)}</ul><div>江一舟</div><div>江畔市档案馆 馆长</div><p>主持档案馆全面工作，{P1}</p>", "about_page"),
        ("电影《江畔》_江畔电视", "<h3>电影《江畔》</h3><div>来源：江畔电视 2026年07月10日 07:16</div><p>视频简介：电影《江畔》，讲述三代船工的故事。</p>", "video"),
        ("江畔日报", "<div>2026年07月08日</div><div>" + "<p>订单尚未支付，请到个人中心继续。</p><p>确认订单</p><p>支付失败，请重新下单。</p>" * 3 + "</div>", "index_page"),
        ("用户服务协议", f"<h1>用户服务协议</h1><p>{P1}</p><p>{P2}</p>", "about_page"),
        ("隐私权政策", f"<h1>隐私权政策</h1><p>{P1}</p><p>{P2}</p>", "about_page"),
        ("江畔网", f"<p>您要查看的内容已下线，看看其他精彩内容吧。</p>{many(TEASER)}", "not_found"),
        ("歌手调侃女儿_高清图集_江畔网", "<h1>歌手调侃女儿</h1><div>2026-11-20 09:30</div><p>11月17日，这位歌手分享了一组女儿的照片，并写道：“像她妈妈。”</p>", "gallery"),
        ("两船在江心对峙半小时|渔船|对峙_江畔视频", "<h2>视频：两船在江心对峙半小时</h2><div>来源：江畔卫视《江畔新闻号》 发布时间：2026年03月01日14:25</div>", "video"),
        ("白银交易时间_江畔理财师", f"<ul>{many(LINK)}</ul><div><p>点击下方“收藏到桌面”即可保存本页面到您的桌面快捷方式，打开即可查看~</p></div>", "no_text"),
        ("江畔基金管理有限公司_江畔财经_江畔网", "<table><tr><td>公司名称</td><td>江畔基金管理有限公司</td></tr><tr><td>成立时间</td><td>1999/4/12</td><td>产品数量</td><td>101</td></tr><tr><td>经营范围</td><td>基金募集、基金销售、资产管理、其他业务。</td></tr>" + many("<tr><td>江一舟{0}</td><td>2019/8/{0}</td><td>3年1个月</td><td>0.49%</td></tr>", 24) + "</table>", "data_page"),
        ("联系我们_江畔网", "<h1>江畔网客户服务</h1><p>受理客户问题，包括产品咨询、技术支持、投诉受理、建议反馈。</p><p>客户服务热线：4000000000</p>" + many("<p>江畔网第{0}营业部设在江畔市报业大道{0}号，工作日上午九点到下午五点营业。</p>"), "about_page"),
        ("快讯直播 - 江畔网", "<h1>7×24小时快讯</h1>" + many(f"<div class=it><b>0{{0}}:10</b><p>{P1}</p></div>"), "index_page"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_why(title, body, expected):
    assert reason(title, body) == expected


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("多家平台页面找不到，企业回应", f"<h1>多家平台页面找不到，企业回应</h1><div>2026-11-20 09:30</div><p>{P1}</p>"),
        ("银行业登录数字时代", f"<h1>银行业登录数字时代</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p>"),
        ("组图：冷链仓里的丰收", f"<h1>组图：冷链仓里的丰收</h1>{many(THUMB)}" + f"<p>{P1}</p><p>{P2}</p>" * 3),
        ("系统提示升级：多家银行收紧网贷", f"<h1>系统提示升级：多家银行收紧网贷</h1><p>{P1}</p>"),
        ("沪指收涨", "<h1>沪指收涨</h1><div>2026-11-20 15:01</div><p>11月20日，沪指收涨0.3%。</p>"),
        ("人民币中间价", "<h1>人民币中间价</h1><div>2026-11-20 09:15</div><table>" + "<tr><td>一美元兑人民币</td><td>7.1021</td><td>上调33个基点</td></tr>" * 6 + "</table>"),
        ("江畔重工年报出炉", f"<h1>江畔重工年报出炉</h1><div>2026-11-20 09:15</div><p>{P1}</p><p>附件：<a href=/1.pdf>年报全文</a></p>"),
        ("盘中直播：沪指震荡", "<h1>盘中直播：沪指震荡，成交额突破一万亿元大关</h1><div>2026-11-20 15:15</div>" + many(f"<p>0{{0}}:30　{P1}</p>", 5)),
        ("隐私政策出台一年 银行怎么看", f"<h1>隐私政策出台一年 银行怎么看</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p>"),
        ("搜索引擎公司三季度盈利", f"<h1>搜索引擎公司三季度盈利</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p>"),
        ("滑块验证码成了生意", f"<h1>滑块验证码成了生意</h1><div>2026-11-20 09:30</div><p>请完成验证后继续访问，这样的提示背后是一门生意。{P1}</p><p>{P2}</p>"),
        ("没有权限的“内鬼”如何倒卖数据", f"<h1>没有权限的“内鬼”如何倒卖数据</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p>"),
        ("今日涨停一览", "<h1>今日涨停一览</h1><div>2026-11-20 15:01 来源：江畔财经</div><table>" + many("<tr><td><a href=/s/{0}>岚电储能{0}</a></td><td>12.{0}8</td><td>10.0{0}%</td></tr>") + "</table>"),
        ("11月20日江畔钢材行情", "<h1>11月20日江畔钢材行情</h1><div>2026-11-20 15:01 来源：江畔财经</div><table>" + many("<tr><td>螺纹{0}</td><td>33{0}0</td><td>平</td></tr>") + "</table>"),
        ("全国钢材行情", "<h1>全国钢材行情</h1><div>2026-11-20 15:01</div><p>11月20日，全国钢材价格小幅上涨。</p>"),
        ("县城市集调查_专题_江畔网", f"<h1>县城市集背后：一场没有摊位的招商</h1><div>2026-11-20 09:30</div><p>{P1}</p><ul>{many(LINK)}</ul>"),
        ("县城市集调查_江畔网", f"<h1>县城市集背后：一场没有摊位的招商</h1><p>{P1}</p><ul>{many(LINK)}</ul>"),
        ("关于江畔网约车的通告", f"<h1>关于江畔网约车的通告</h1><div>2026-11-20 09:30</div><p>{P1}</p>"),
        ("江畔重工(600000)前三季度净利增一成", f"<h1>江畔重工(600000)前三季度净利增一成</h1><p>{P1}</p>"),
        ("江畔重工(600000)", f"<h1>江畔重工(600000)</h1><div>2026-11-20 09:30</div><p>{P1}</p>"),
        ("他说“再等等……”", f"<h1>他说“再等等……”</h1><p>{P1}……</p><p>{P2}……</p><p>{P1}</p>"),
        ("张家豪任江畔市副市长", f"<h1>张家豪任江畔市副市长</h1><p>2026-11-02</p><p>张家豪，男，汉族，1970年3月生，现任江畔市人民政府副市长。</p><p>{P1}</p>"),
        ("渔港开海_视频_江畔网", f"<h1>渔港开海</h1><div>2026-11-20 09:30</div><p>{P1}</p>"),
        ("渔港开海_图片库存告急_江畔网", f"<h1>渔港开海</h1><div>2026-11-20 09:30</div><p>{P1}</p>"),
        ("江畔重工获奖_关于我们_江畔重工", f"<h1>江畔重工获奖</h1><p>{P1}</p>"),
        ("江灣老店推出新款月餅", f"<h1>江灣老店推出新款月餅</h1><div>2026-11-20 09:30</div><p>{P1}</p><aside><p>專題書籍</p><p>HK$380</p><button>加入購物車</button></aside>"),
        ("江灣快訊社成立三十年", f"<h1>江灣快訊社成立三十年</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p>"),
        ("專家談手袋保養_視頻_江灣網", f"<h1>專家談手袋保養</h1><div>2026-11-20 09:30</div><p>{P1}</p><p>{P2}</p><p>{P1}</p><p>專家說，本集團將收看市場變化。</p>"),
        ("走进县长直播间 江畔蜜桔卖到省外", f"<h1>走进县长直播间 江畔蜜桔卖到省外</h1><p>{P1}</p><p>{P2}</p>"),
    ],
)  # fmt: skip
def test_an_article_about_such_things_is_one(title, body):
    assert reason(title, body) == ""


@pytest.mark.parametrize(
    ("url", "expected"), [("https://a.example/", "index_page"), ("https://a.example/?p=6772", "")]
)
def test_many_links_make_a_front_page_of_the_sites_root_alone(url, expected):
    body = f"<ul>{many(LINK, 60)}</ul><h1>老厂房重新亮灯</h1><div>2026-11-20 09:30</div><p>{P1}</p>"
    assert reason("老厂房重新亮灯", body, url) == expected


STORY = "<div class=item><div class=hd><div class=title><a href=/a/{0}.html>第{0}家企业开工</a><div class=tj><span>童舟 发布于<em>2026-11-0{0} 18:04:18</em> | </span><span><em>2287</em> 次阅读</span></div></div><span class=newsinfo><p>第{0}家企业当天开工，项目总投资{0}亿元，全部达产后预计年产值{0}2亿元，可带动就业{0}00人。</p><p>{0}号地块将在下月挂牌，第{0}家企业表示会参与竞买。</p><p>起拍价为每平方米{0}000元，竞买保证金{0}00万元。</p><p>第{0}家企业的负责人说，用工缺口约{0}0人，正在招聘。</p></span></div></div>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("新闻中心首页_江畔网", f"<ul>{many(LINK, 60)}</ul><h1>老厂房重新亮灯</h1><ul>{many(LINK, 60)}</ul><p>{P1}</p>"),
        ("江畔首页", f"<ul>{many(LINK, 90)}</ul><p>{P1}</p><p>{P2}</p>"),
        ("新闻搜索_江畔搜索_江畔网", f"<form><input value=开工></form><h2><a href=/1>老厂房重新亮灯迎来新租户</a></h2><p class=time>童舟 2026-11-20 15:12:04</p><p>{P1}</p>"),
        ("《江畔周刊》第1217期", f"<h1>《江畔周刊》第1217期</h1><div>出版日期：2026-11-03</div><ul>{many(LINK, 20)}</ul><p>{P1}</p>"),
        ("江畔要闻", f"<ul>{many(LINK, 260)}</ul><h1>老厂房重新亮灯</h1><div>2026-11-20</div><p>{P1}</p>"),
        ("新闻资讯_江畔电机维修公司", f"<h1>新闻资讯</h1><p>电机维修、仪器仪表维修实时报价，故障大全……</p><ul>{many(LINK)}</ul>"),
        ("江畔资讯站_中文业界资讯", f"<h1>江畔资讯站_中文业界资讯</h1>{many(STORY)}"),
    ],
    ids=["front of a channel", "front", "search", "issue", "portal", "column", "stories"],
)  # fmt: skip
def test_what_lists_other_texts_is_no_article_however_one_of_them_looks(title, body):
    assert reason(title, body) == "index_page"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("首页改版：政务网站三年三变", f"<h1>首页改版：政务网站三年三变</h1><div>2026-11-20</div><p>{P1}</p><p>{P2}</p><ul>{many(LINK, 90)}</ul>"),
        ("老厂房重新亮灯_首页_江畔网", f"<h1>老厂房重新亮灯</h1><div>2026-11-20</div><p>{P1}</p><ul>{many(LINK, 90)}</ul>"),
        ("老厂房重新亮灯_江畔网", f"<ul>{many(LINK, 300)}</ul><h1>老厂房重新亮灯</h1><div>2026-11-20</div><p>{P1}</p>"),
        ("《江畔周刊》第1217期：老厂房重新亮灯", f"<h1>老厂房重新亮灯</h1><div>2026-11-20</div><p>{P1}</p><p>{P2}</p>"),
    ],
)  # fmt: skip
def test_an_article_among_many_links_is_one_where_the_document_is_called_after_it(title, body):
    assert reason(title, body) == ""


@pytest.mark.parametrize(
    "magic", [b"PK\x03\x04", b"Rar!\x1a\x07", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1", b"\xff\xd8\xff\xe0"]
)
def test_a_file_sent_as_a_page_is_a_document_and_no_text(magic):
    draft = extract_html(magic + "年度工作总结，附件一。".encode("gbk") * 99)
    assert (draft.not_article, draft.fragments) == ("document", [])


def test_a_long_text_with_boxes_that_lead_to_other_reports_is_an_article():
    box = '<h3><a href="/a/{0}">第{0}家企业在本市经开区开工建设新厂房</a></h3><div>2026年11月1{0}日</div>'
    text = "".join(f"<p>{P1}</p><p>{P2}</p>" * 3 + box.format(i) for i in range(1, 6))
    assert reason("全市前三季度经济增长加快", f"<h1>全市前三季度经济增长加快</h1>{text}<p>{P1}</p>") == ""


RESULT = '<div class=r><a href="/a/{0}.html">第{0}家企业在本市开工</a><div class=s>'
CHAT = "<div><b>网友{0}</b><span>好漂亮啊，明年一定要去现场看看！</span></div>"
OPTION = "<div class=o><span>第{0}小区</span><p>小区绿化率高，邻里关系和睦。</p><em>{0}200票</em><button>投票</button></div>"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("港口_江畔网搜索", f"<div>搜索“港口”，共 2 条</div>{RESULT.format(1)}{P1}</div></div>{RESULT.format(2)}{P2}</div></div>", "index_page"),
        ("王小明 - 江畔网", f"<h1>王小明</h1><p>江畔日报首席记者，从业二十年，曾获省新闻奖。</p>{RESULT.format(1)}{P1}</div></div>{RESULT.format(2)}{P2}</div></div>", "index_page"),
        ("江畔灯会直播_江畔网", f"<h1>江畔灯会直播</h1><div>直播已结束 3.2万人观看</div>{many(CHAT)}", "video"),
        ("江畔马拉松_江畔直播", "<h1>江畔马拉松直播</h1><p>本次直播由江畔台转播，请点击上方播放器观看。</p>", "video"),
        ("江畔卫视节目单_江畔网", "<h1>江畔卫视节目单</h1><div>2026年11月20日</div><ul>" + many("<li>1{0}:05 电视剧：大江东去（{0}）</li>") + "</ul>", "data_page"),
        ("江畔网", "<p>您即将离开本站，前往以下网址，该网站的内容与本站无关，请注意保护个人信息。</p><a href=x>继续前往</a>", "error_page"),
        ("江畔十佳小区评选", f"<h1>江畔十佳小区评选</h1><p>投票时间：2026年11月1日至30日，每人每天可投三票。</p>{many(OPTION)}", "data_page"),
        ("市领导_江畔市政府", "<h1>市领导</h1><p>张家豪　市委副书记、市长，主持市政府全面工作。</p><p>李大海　副市长，分管财政、税务。</p><p>王小明　副市长，分管教育、卫生。</p>", "about_page"),
        ("遗失声明_江畔晚报", "<h1>遗失声明</h1><p>江畔市张三丢失身份证一张，声明作废。</p><p>李四遗失江畔大学毕业证，声明作废。</p><p>江畔某某公司遗失公章一枚，声明作废。</p>", "index_page"),
    ],
)  # fmt: skip
def test_sentences_on_a_page_of_another_kind_make_it_no_article(title, body, expected):
    assert reason(title, body) == expected


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("直播间里卖柑橘 果农一晚卖出三千斤", f"<h1>直播间里卖柑橘 果农一晚卖出三千斤</h1><div>2026-11-20 10:00</div>{many('<p>晚上八点，果农周敏打开手机，对着镜头剥开第{0}个柑橘，汁水溅到屏幕上，弹幕一下子热闹起来。</p>')}<div>3.2万人观看</div>"),
        ("失物招领处半年归还三百件失物", "<h1>失物招领处半年归还三百件失物</h1><div>2026-11-20</div><p>车站失物招领处半年来归还失物三百件。</p><p>工作人员说，拾到的手机最多，失主大多当天就来领取。</p>"),
        ("警方提醒：当心跳转链接", "<h1>警方提醒：当心跳转链接</h1><div>2026-11-20 10:00</div><p>市民点开短信，页面提示“即将离开本网站”，点“继续访问”后卡里的钱就没了，警方已立案。</p>"),
        ("十佳小区评选结果公布", f"<h1>十佳小区评选结果公布</h1><div>2026-11-20</div><p>江畔十佳小区评选昨日公布结果，共收到有效票三万张。</p><p>{P1}</p>"),
        ("市领导调研港口建设", f"<h1>市领导调研港口建设</h1><div>2026-11-20</div><p>{P1}</p><p>{P2}</p>"),
    ],
)  # fmt: skip
def test_reports_of_such_pages_are_articles(title, body):
    assert not reason(title, body)
