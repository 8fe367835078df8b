"""What was of its time: campaigns, plans, new documents; in a text, in filling and in the choice of passages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import DataError, PlanError
from xuncha_nlp.templating import Plan, draft, events
from xuncha_nlp.templating.events import Campaign, campaigns, find_campaigns, find_plans, going_on

MakePlan = Callable[..., Plan]

SPOKEN = [
    # What is said, the stance, and how it stands on two days: while the campaign goes on, and long after.
    ("当前，党纪学习教育正在全区开展。", "now", "2024-05", "over"),
    ("眼下，全党主题教育正式启动。", "now", "2023-05", "over"),
    ("即将启动“不忘初心、牢记使命”主题教育。", "now", "2019-05", "over"),
    ("前不久启动的党史学习教育，大家要学深。", "recent", "2021-05", "over"),
    ("今年，我们要抓好党纪学习教育。", "year", "2024-05", "over"),
    ("要扎实开展党史学习教育。", "task", "2021-05", "ended"),
    ("要以党史学习教育为契机补短板。", "task", "2021-05", "ended"),
    ("要结合“两学一做”学习教育查问题。", "task", "2017-05", "ended"),
    ("当前，主题教育正在全区深入开展。", "now", "2019-10", "over"),
    ("要结合主题教育查问题。", "task", "2023-10", "ended"),
    ("坚决打赢脱贫攻坚战。", "task", "2019-05", "ended"),
    ("要巩固拓展党纪学习教育成果。", "past", "2024-10", ""),
    ("党史学习教育以来，为民办了一批实事。", "past", "2021-10", ""),
    ("2021年，我们开展党史学习教育。", "past", "2021-10", ""),
    ("总结会说，学习贯彻习近平新时代中国特色社会主义思想主题教育取得了实效。", "past", "2024-01", ""),
    ("学习《关于开展党史学习教育的通知》。", "past", "2021-03", ""),
    ("党史学习教育是一堂课。", "", "2021-05", ""),
]


@pytest.mark.parametrize(("said", "stance", "then", "later"), SPOKEN, ids=[each[0][:16] for each in SPOKEN])
def test_how_a_text_speaks_of_a_campaign(said: str, stance: str, then: str, later: str) -> None:
    (mention,) = find_campaigns(said)
    assert mention.stance == stance
    assert said[mention.start : mention.end]
    assert mention.at(then) == ""
    assert mention.at("2026-03-10") == later
    assert mention.word in said


def test_a_campaign_that_had_not_begun_is_early_whatever_is_said_of_it() -> None:
    for said in ("巩固拓展党纪学习教育成果。", "当前，党纪学习教育正在开展。"):
        (mention,) = find_campaigns(said)
        assert mention.at("2023-11-02") == mention.at("2023") == "early"
        assert mention.at("2024") == ""


def test_a_month_or_two_behind_its_end_a_campaign_may_still_go_on() -> None:
    (mention,) = find_campaigns("目前，党纪学习教育正在收尾。")
    assert [mention.at(each) for each in ("2024-07", "2024-09", "2024-10")] == ["", "", "over"]


@pytest.mark.parametrize(
    "said",
    [
        "开展主题教育活动月。",
        "爱国主义主题教育要办好。",
        "“庆七一”主题教育活动",
        "党课教育要跟上。",
        "学习教育要抓在经常。",
        "法治宣传教育",
    ],
)
def test_what_names_no_campaign_is_none(said: str) -> None:
    assert list(find_campaigns(said)) == []


def test_only_the_stretch_asked_for_is_searched() -> None:
    said = "当前。党史学习教育正在开展。党史学习教育要抓好。"
    assert [each.start for each in find_campaigns(said, 3, 13)] == [3]


def test_the_campaigns_are_in_order_and_each_has_a_time() -> None:
    for each in campaigns():
        assert each.first < each.last or not each.last
        assert [found.campaign for found in find_campaigns(each.name)] == [each]
        assert each.source
        assert len(each.short) < 20  # a placeholder holds it


def test_what_goes_on_at_a_day() -> None:
    assert [each.short for each in going_on("2025-05-08")] == ["八项规定精神学习教育"]
    assert "扫黑除恶专项斗争" in [each.short for each in going_on("2019")]


def test_a_campaign_without_an_end_is_never_over() -> None:
    open_one = Campaign("某学习教育", "某学习教育", "某学习教育", "2025-01", "", True, "无")
    mention = events.Mention(0, 5, open_one, "now", "当前")
    assert mention.at("2039") == ""
    assert not mention.is_old("2039")


def test_an_entry_that_breaks_the_schema_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    record = {
        "name": "某",
        "short": "某",
        "pattern": "某",
        "first": "2024年",
        "last": "",
        "verified": True,
        "source": "",
    }
    for broken, said in ((record, "first"), ({**record, "more": 1}, "more")):
        monkeypatch.setattr(events, "_data", lambda broken=broken: {"campaign": [broken]})
        with pytest.raises(DataError, match=said):
            events.campaigns.__wrapped__()


@pytest.mark.parametrize(
    ("said", "date", "found"),
    [
        ("今年是“十四五”开局之年。", "2021-03", []),
        ("今年是“十四五”开局之年。", "2022-03", ["“十四五”开局之年"]),
        ("今年是“十四五”规划的收官之年。", "2025", []),
        ("今年是“十四五”规划的收官之年。", "2026", ["“十四五”规划的收官之年"]),
        ("确保完成“十三五”规划。", "2020-11", []),
        ("确保完成“十三五”规划。", "2021-02", ["确保完成“十三五”规划"]),
        ("我们圆满完成“十三五”规划。", "2021-02", []),
        ("2021年是“十四五”开局之年。", "2023", []),
    ],
)
def test_five_year_plans_begin_and_end_in_their_years(said: str, date: str, found: list[str]) -> None:
    assert [said[start:end] for start, end, _ in find_plans(said, date)] == found


# In a draft

OLD = """\
在区委第三轮巡察工作动员会上的讲话
（2021年5月12日）
同志们：
今天召开区委第三轮巡察工作动员会。下面，我讲一点意见：
一、压实责任，严明纪律
{said}各级党组织要担起责任，加强组织领导，严明工作纪律。
同志们，让我们一起干好。"""


def old(said: str) -> Corpus:
    return Corpus.from_texts({"old.txt": OLD.format(said=said)})


def test_a_campaign_that_is_over_becomes_a_placeholder_that_names_it(make_plan: MakePlan) -> None:
    corpus = old("当前，党史学习教育正在全区开展。")
    result = draft(corpus, make_plan("responsibility"))
    assert "当前，【待填：现在开展的活动，原为“党史学习教育”，2021年12月结束】正在全区开展。" in result.text
    assert result.replay(corpus) == []
    assert any("党史学习教育" in note for note in result.notes)


def test_the_plan_says_what_is_studied_now(make_plan: MakePlan) -> None:
    plan = make_plan("responsibility", profile={"values": {"study": "深入贯彻中央八项规定精神学习教育"}})
    said = "当前，党史学习教育正在全区开展，扫黑除恶专项斗争正在收尾。"
    text = draft(old(said), plan).text
    # What is no study is not replaced by one.
    assert "当前，深入贯彻中央八项规定精神学习教育正在全区开展，【待填：现在开展的活动" in text


@pytest.mark.parametrize(
    "profile",
    [{"keep": ["党史学习教育"]}, {"replace": {"党史学习教育正在": "学习教育正在"}}],
    ids=["keep", "replace"],
)
def test_what_the_plan_says_itself_comes_first(make_plan: MakePlan, profile: dict[str, object]) -> None:
    text = draft(old("当前，党史学习教育正在全区开展。"), make_plan("responsibility", profile=profile)).text
    assert "原为" not in text


def test_what_looks_back_and_what_goes_on_stay(make_plan: MakePlan) -> None:
    said = "要巩固拓展党史学习教育成果。"
    assert said in draft(old(said), make_plan("responsibility", date="2022-05")).text
    now = "当前，党史学习教育正在全区开展。"
    assert now in draft(old(now), make_plan("responsibility", date="2021-09")).text


def test_quotation_marks_stay_in_pairs(make_plan: MakePlan) -> None:
    text = draft(old("当前，“两学一做学习教育”正在开展。"), make_plan("responsibility")).text
    assert text.count("“") == text.count("”")


def test_a_passage_without_an_old_campaign_is_preferred(make_plan: MakePlan) -> None:
    def speech(said: str) -> str:
        return OLD.format(said=said)

    corpus = Corpus.from_texts(
        {"a.txt": speech("当前，党史学习教育正在开展。"), "b.txt": speech("丑话说在前面。")}
    )
    assert "丑话说在前面" in draft(corpus, make_plan("responsibility")).text


def test_a_document_is_not_new_for_ever(make_plan: MakePlan) -> None:
    corpus = Corpus.from_texts(
        {"old.txt": OLD.format(said="要学习新修订的《中国共产党巡视工作条例》。").replace("2021", "2024")}
    )
    assert (
        "学习新修订的《中国共产党巡视工作条例》"
        in draft(corpus, make_plan("responsibility", date="2025-03")).text
    )
    late = draft(corpus, make_plan("responsibility", date="2026-12"))
    assert "要学习《中国共产党巡视工作条例》" in late.text
    assert late.replay(corpus) == []


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("条例施行一年多来，效果很好。", "条例施行【待填：多长时间】来，效果很好。"),
        ("新机制运行三个月以来，事情顺了。", "新机制运行【待填：多长时间】以来，事情顺了。"),
        ("本届任期还有一年多，不能松劲。", "本届任期还有【待填：多长时间】，不能松劲。"),
        ("任期只剩不到8个月，要算好账。", "任期只剩【待填：多长时间】，要算好账。"),
        ("新修订的条例写得清清楚楚。", "条例写得清清楚楚。"),
        (
            "《中国共产党支部工作条例（试行）》刚刚公布，要学。",
            "《中国共产党支部工作条例（试行）》公布，要学。",
        ),
        # What was so on every day stays.
        ("近年来，这项制度年年修订。", "近年来，这项制度年年修订。"),
        ("制度施行要讲实效，三年来没有断过。", "制度施行要讲实效，三年来没有断过。"),
        ("时间还有富余，任期内要办完。", "时间还有富余，任期内要办完。"),
        ("新修订的方案发给了大家。", "新修订的方案发给了大家。"),
    ],
)
def test_what_counts_from_the_old_day_is_asked_for(make_plan: MakePlan, said: str, then: str) -> None:
    corpus = old(said)
    result = draft(corpus, make_plan("responsibility"))
    assert then in result.text
    assert result.replay(corpus) == []


def test_next_year_said_in_autumn_is_not_next_year_in_spring(make_plan: MakePlan) -> None:
    text = OLD.format(said="要谋划好明年的工作，明年3月前办完。")
    autumn = Corpus.from_texts({"a.txt": re.sub("（2021年.{1,3}月", "（2021年11月", text)})
    late = draft(autumn, make_plan("responsibility", date="2025-03")).text
    assert "谋划好【待填：哪一年】的工作" in late
    assert "谋划好明年的工作" in draft(autumn, make_plan("responsibility", date="2025-10")).text
    spring = Corpus.from_texts({"a.txt": re.sub("（2021年.{1,3}月", "（2021年3月", text)})
    assert "谋划好明年的工作" in draft(spring, make_plan("responsibility", date="2025-03")).text


def test_a_day_of_the_old_speech_is_not_right_because_the_plan_has_the_same(make_plan: MakePlan) -> None:
    profile = {"values": {"begin": "3月中旬", "finish": "5月中旬"}}
    text = draft(old("巡察从5月中旬开始。"), make_plan("responsibility", profile=profile)).text
    assert "巡察从3月中旬开始" in text


@pytest.mark.parametrize(
    ("committee", "then"),
    [("五届区委", "四届区委共开展三轮，五届区委要接着干"), ("", "上届区委共开展三轮，本届区委要接着干")],
)
def test_the_committee_before_stays_the_one_before(make_plan: MakePlan, committee: str, then: str) -> None:
    text = OLD.format(said="七届区委共开展三轮，八届区委要接着干。").replace(
        "在区委第三轮", "在八届区委第三轮"
    )
    plan = make_plan("responsibility", profile={"values": {"committee": committee} if committee else {}})
    assert then in re.sub("【待填：数目】", "三", draft(Corpus.from_texts({"a.txt": text}), plan).text)


def test_the_meeting_that_is_studied_is_found_far_behind_its_verb(make_plan: MakePlan) -> None:
    said = "各组自觉用习近平新时代中国特色社会主义思想和党的十九大精神指导巡察。"
    assert "思想和党的二十大精神指导" in draft(old(said), make_plan("responsibility")).text


def test_a_plan_that_is_over_is_asked_for(make_plan: MakePlan) -> None:
    corpus = old("要为圆满完成“十三五”规划出力。")
    assert (
        "为圆满完成【待填：五年规划，“十三五”是2016—2020年】规划出力"
        in draft(corpus, make_plan("responsibility")).text
    )


# Who and where


def test_who_holds_two_offices_is_replaced_by_either(make_plan: MakePlan) -> None:
    corpus = old("区委常委、区纪委书记、区监委主任陈砚林同志讲了意见。")
    plan = make_plan("responsibility", profile={"people": {"区纪委书记": "韩松柏"}})
    assert "区监委主任韩松柏同志" in draft(corpus, plan).text


def test_the_head_of_a_county_is_no_head_of_a_district(make_plan: MakePlan) -> None:
    profile = {"values": {"district": "望川县"}, "people": {"县长": "何远"}}
    text = draft(
        old("区委要带头，请区分管领导到场，依托区大数据平台，全区长期坚持。"),
        make_plan("responsibility", profile=profile),
    ).text
    assert "请县分管领导到场，依托县大数据平台，全县长期坚持" in text


def test_what_is_built_is_not_what_is_carried_on(make_plan: MakePlan) -> None:
    corpus = old("为建设“魅力澄湖”目标出力，澄湖区要争先。澄湖区的事澄湖区办。")
    profile = {"values": {"district": "望川县"}, "campaigns": ["“环境提升”行动"]}
    assert "建设“环境提升”行动" not in draft(corpus, make_plan("responsibility", profile=profile)).text


def test_shares_that_were_counted_are_asked_for(make_plan: MakePlan) -> None:
    text = draft(
        old("移交的占近三成，反映基层的超过一半，一成不变可不行。"), make_plan("responsibility")
    ).text
    assert "占近【待填：数目】，反映基层的超过【待填：数目】，一成不变可不行" in text


# Spread over sources


SAID = {
    "甲": [
        "外头的形势一天一个样，坐在屋里看不出深浅，要走到田间地头去问一问。", "群众嘴上不说，心里有一杆秤，谁干了谁没干清清楚楚。",
        "产业要上台阶，先得把路上的绊脚石一块一块搬开。", "书记要当施工队长，图纸自己画，工地自己跑。",
        "各单位把门敞开，把账本摆上桌，问什么答什么。", "派驻的同志要常到窗口站一站，听听排队的人怎么讲。",
    ],
    "乙": [
        "标准年年在涨，老办法丈量不了新尺寸，得换一把尺子。", "来信来访里藏着实话，逐件读完才知道毛病出在哪里。",
        "企业等米下锅，手续慢一天就少一天的工期。", "班子里分好工，哪一摊出了岔子就找哪一个人。",
        "材料一次备齐，人员一次到位，莫让组里的同志来回催。", "纪检室每月碰一次头，把苗头掐在冒尖之前。",
    ],
}  # fmt: skip
HEADS = ["形势所迫", "群众所盼", "发展所需", "领导责任", "配合责任", "监督责任"]


def speech(tone: str) -> str:
    points = [
        f"（{'一二三'[place % 3]}）{head}。{said}"
        for place, (head, said) in enumerate(zip(HEADS, SAID[tone], strict=True))
    ]
    parts = ["\n".join(points[:3]), "\n".join(points[3:])]
    return (
        f"在区委巡察工作动员会上的讲话\n（2024年5月）\n同志们：\n今天开会。下面，我讲两点意见：\n"
        f"一、提高认识，认清{tone}重大意义\n{parts[0]}\n二、压实责任，加强{tone}组织领导\n{parts[1]}\n同志们，干吧。"
    )


@pytest.fixture
def two() -> Corpus:
    return Corpus.from_texts({f"{name}.txt": speech(tone) for name, tone in (("a", "甲"), ("b", "乙"))})


def shares(corpus: Corpus, plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in draft(corpus, plan).passages:
        if each.origin:
            found[each.origin.speech] = found.get(each.origin.speech, 0) + each.end - each.start
    return found


def test_equally_good_speeches_share_a_draft(two: Corpus, make_plan: MakePlan) -> None:
    moves = ("significance", "responsibility")
    assert len(shares(two, make_plan(*moves, length=300, spread=0))) == 1
    wide = shares(two, make_plan(*moves, length=300))
    assert max(wide.values()) / sum(wide.values()) < 0.75


def test_a_preferred_speech_may_have_all_of_it(two: Corpus, make_plan: MakePlan) -> None:
    plan = make_plan("significance", "responsibility", length=300, prefer=["b.txt"])
    assert set(shares(two, plan)) == {"b.txt#1"}


def test_a_draft_says_how_much_is_from_where(two: Corpus, make_plan: MakePlan) -> None:
    result = draft(two, make_plan("significance", "responsibility", length=300))
    (note,) = [each for each in result.notes if "占" in each]
    assert "a.txt#1" in note
    assert "b.txt#1" in note
    assert note in result.explain()


@pytest.mark.parametrize("wrong", [-1, 101])
def test_a_share_that_is_none_is_refused(make_plan: MakePlan, wrong: int) -> None:
    with pytest.raises(PlanError, match="spread"):
        make_plan("tasks", spread=wrong)
