"""What a draft is made of: length, topics, variants, required and unfit formulae, the new district and its year."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_nlp.checks import check
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import InputError
from xuncha_nlp.templating import Draft, Plan, draft

MakePlan = Callable[..., Plan]

PLANS = sorted((Path(__file__).parents[2] / "corpora" / "plans").glob("wangchuan_*.toml"))
HEAD = "在区委第三轮巡察动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n"


def one(body: str, *, head: str = HEAD) -> Corpus:
    return Corpus.from_texts({"a.txt": f"{head}一、明确任务，突出重点\n{body}"})


def characters(result: Draft) -> int:
    return len("".join(result.text.split()))


# The genres, each into an invented county of another year


@pytest.fixture(scope="module", params=PLANS, ids=[each.stem for each in PLANS])
def county(request: pytest.FixtureRequest, sample: Corpus) -> Draft:
    return draft(sample, Plan.load(request.param))


def test_there_is_a_plan_for_each_genre_of_the_issue() -> None:
    assert {Plan.load(each).genre for each in PLANS} == {
        "动员讲话", "动员部署讲话", "听取汇报会主持词及讲话", "反馈会讲话", "整改推进会讲话", "培训班开班讲话", "总结会讲话",
    }  # fmt: skip


def test_nothing_of_the_old_district_is_left_in(county: Draft, sample: Corpus) -> None:
    assert not re.search(r"澄湖|云川|滨湖|区委|我区|全区|临溪|石桥街道", county.text)
    errors = {each.rule for each in check(county, sample).errors}
    assert errors <= {"placeholder"}, errors


def test_required_formulae_are_there(county: Draft, sample: Corpus) -> None:
    assert county.plan is not None
    assert "required-missing" not in {each.rule for each in check(county, sample)}
    assert all(name in county.text for name in county.plan.required)


def test_every_passage_replays(county: Draft, sample: Corpus) -> None:
    assert county.replay(sample) == []


def test_the_length_is_about_what_was_asked_for(county: Draft) -> None:
    assert county.plan is not None
    assert 0.7 * county.plan.characters <= characters(county) <= 1.15 * county.plan.characters


def test_what_no_speech_says_says_where_it_is_from(county: Draft) -> None:
    for passage in county.passages:
        assert passage.origin or passage.reason
        assert (passage.origin is None) == (passage.status == "new")


def test_no_paragraph_repeats_another(county: Draft) -> None:
    texts = [county.text_of(each) for each in county.passages if len(county.text_of(each)) > 60]
    grams = [{text[at : at + 8] for at in range(len(text) - 7)} for text in texts]
    for place, each in enumerate(grams):
        assert all(len(each & other) < 0.5 * len(each) for other in grams[place + 1 :])


def test_alternatives_are_sections_of_the_corpus_and_not_the_one_chosen(
    county: Draft, sample: Corpus
) -> None:
    found = [passage for passage in county.passages if passage.alternatives]
    assert found
    for passage in found:
        assert len(passage.alternatives) <= 3
        for other in passage.alternatives:
            assert passage.origin is None or (other.speech, other.start) != (
                passage.origin.speech,
                passage.origin.start,
            )
            assert sample[other.speech].source.text[other.start : other.end]


# Variants


def test_a_seed_gives_another_draft_and_the_same_seed_the_same(sample: Corpus) -> None:
    plan = Plan.load(PLANS[0])
    texts = [draft(sample, plan, seed=seed).text for seed in range(6)]
    assert len(set(texts)) > 1
    assert texts[3] == draft(sample, plan, seed=3).text
    assert texts[0] == draft(sample, plan).text


def test_every_variant_replays(sample: Corpus) -> None:
    for seed in (1, 2):
        assert draft(sample, Plan.load(PLANS[1]), seed=seed).replay(sample) == []


# Selection


def test_a_speech_that_the_plan_leaves_out_is_not_used(several: Corpus, make_plan: MakePlan) -> None:
    result = draft(several, make_plan("significance", leave_out=["old.txt"]))
    assert {each.origin.speech for each in result.passages if each.origin} == {"formula.txt#1"}
    with pytest.raises(InputError, match="leave_out"):
        draft(several, make_plan(leave_out=["old.txt", "formula.txt#1"]))


def test_a_speech_that_the_plan_prefers_is_used_first(several: Corpus, make_plan: MakePlan) -> None:
    def used(**changes: object) -> str:
        result = draft(several, make_plan("tasks", **changes))
        return next(
            each.origin.speech for each in result.passages if each.origin and result.text_of(each)[0] == "一"
        )

    assert used(prefer=["formula.txt"]) == "formula.txt#1"
    assert used(prefer=["old.txt#1"]) == "old.txt#1"


def test_a_section_about_the_topic_is_preferred(make_plan: MakePlan) -> None:
    body = "一、明确任务，突出重点\n聚焦目标，{}。"
    corpus = Corpus.from_texts(
        {
            f"{place}.txt": HEAD + body.format(words)
            for place, words in enumerate(["看粮食储备安全", "看招标投标秩序", "看食堂卫生"])
        }
    )
    assert "招标" in draft(corpus, make_plan(topic="招标 投标")).text
    assert "粮食" in draft(corpus, make_plan(section=[{"move": "tasks", "topic": "粮食储备"}])).text


def test_a_banned_formula_is_avoided_where_there_is_another_point(make_plan: MakePlan) -> None:
    points = (
        "（一）看学习。聚焦主题，按“两学一做”来学。\n（二）看班子。聚焦关键少数。\n（三）看作风。聚焦担当。"
    )
    plan = make_plan(banned=["两学一做"])
    result = draft(one("把握重点。\n" + points), plan)
    assert "两学一做" not in result.text
    assert "（一）看班子" in result.text


def test_a_formula_not_yet_there_on_the_day_is_avoided(make_plan: MakePlan) -> None:
    points = "（一）看学习。深刻领悟“两个确立”。\n（二）看班子。聚焦关键少数。\n（三）看作风。聚焦担当。"
    assert "两个确立" not in draft(one("把握重点。\n" + points), make_plan(date="2019-03")).text
    assert "两个确立" in draft(one("把握重点。\n" + points), make_plan(date="2025-03")).text


# Length


LONG = "\n".join(
    f"（{'一二三四五六'[n]}）看第{'甲乙丙丁戊己'[n]}项。{'聚焦要害把事情办好' * 12}{'甲乙丙丁戊己'[n] * 9}。"
    for n in range(6)
)


@pytest.mark.parametrize("length", [300, 500, 700])
def test_a_section_is_cut_by_whole_points(make_plan: MakePlan, length: int) -> None:
    result = draft(one(LONG), make_plan(length=length))
    source = one(LONG)["a.txt#1"].source.text
    points = [each for each in result.text.splitlines() if each.startswith("（") and "看第" in each]
    assert all(re.sub("^（.）", "", each) in source for each in points)
    assert characters(result) < 1.25 * length
    assert [each[1] for each in points] == list("一二三四五六")[: len(points)]


def test_minutes_are_characters_at_the_rate(make_plan: MakePlan) -> None:
    assert make_plan(minutes=10).characters == 2000
    assert make_plan(minutes=10, rate=240).characters == 2400
    assert (
        draft(one(LONG), make_plan(minutes=2, rate=200)).text == draft(one(LONG), make_plan(length=400)).text
    )


def test_a_count_above_the_points_follows_them(make_plan: MakePlan) -> None:
    body = "下一步，要抓好三项任务。\n（一）看班子。聚焦责任。\n（二）看作风。聚焦担当。\n（三）看纪律。聚焦廉洁。"
    result = draft(one(body), make_plan(section=[{"move": "tasks", "points": 2}]))
    assert "要抓好两项任务" in result.text


def test_a_numeral_formula_of_ones_own_is_counted_anew(make_plan: MakePlan) -> None:
    body = "这次要做到“三个聚焦”：\n一是聚焦人。看班子。\n二是聚焦事。看工程。\n三是聚焦钱。看账目。"
    result = draft(one(body), make_plan(section=[{"move": "tasks", "points": 2}]))
    assert "要做到“两个聚焦”" in result.text
    assert "三是" not in result.text


def test_the_members_of_a_known_formula_stay_with_it(make_plan: MakePlan) -> None:
    body = "要增强“四个意识”：\n一是政治意识。要强。\n二是大局意识。要强。\n三是核心意识。要强。\n四是看齐意识。要强。"
    result = draft(one(body), make_plan(section=[{"move": "tasks", "points": 2}]))
    assert "四是看齐意识" in result.text


# Required formulae


def test_a_point_with_a_required_formula_is_brought_in(make_plan: MakePlan) -> None:
    corpus = Corpus.from_texts(
        {
            "a.txt": HEAD
            + "一、明确任务，突出重点\n总的要求。\n（一）看班子。聚焦责任。\n（二）看作风。聚焦担当。",
            "b.txt": HEAD.replace("2023", "2020")
            + "一、明确任务，突出重点\n总的要求。\n（一）看学习。增强“四个意识”，聚焦目标。\n（二）看纪律。聚焦廉洁。",
        }
    )
    plan = make_plan(section=[{"move": "tasks", "speech": "a.txt#1"}], required=["四个意识"])
    result = draft(corpus, plan)
    passage = next(each for each in result.passages if "四个意识" in result.text_of(each))
    assert passage.origin is not None
    assert passage.origin.speech == "b.txt#1"
    assert result.text_of(passage).startswith("（三）看学习。")
    assert "四个意识" in passage.reason


def test_formulae_that_no_speech_has_come_in_the_frame_of_the_genre_in_their_order(
    make_plan: MakePlan,
) -> None:
    plan = make_plan(required=["两个维护", "四种形态", "两个确立"])
    result = draft(one("聚焦目标。"), plan)
    passage = next(each for each in result.passages if "两个维护" in result.text_of(each))
    assert result.text_of(passage) == (
        "要深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”，运用“四种形态”。"
    )
    assert (passage.status, passage.origin) == ("new", None)
    assert "genres.toml" in passage.reason


# The new district, its level and its year

COUNTY = {
    "values": {"district": "望川县", "city": "临江市", "round": "第三轮"},
    "former": ["清河区", "南安市"],
}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("清河区和南安市都要看", "望川县和临江市都要看"),
        ("清河发展要快", "望川发展要快"),
        ("我区和全区上下", "我县和全县上下"),
        ("区委和区纪委监委", "县委和县纪委监委"),
        ("省市区三级", "省市县三级"),
        ("区级部门", "县级部门"),
        ("社区和小区的地区差别，市区扩大", "社区和小区的地区差别，市区扩大"),
        ("各县（市、区）都有", "各县（市、区）都有"),
        ("六届区委的部署", "本届县委的部署"),
        ("新一届区委的部署", "新一届县委的部署"),
    ],
)
def test_the_old_district_becomes_the_new_one(make_plan: MakePlan, written: str, becomes: str) -> None:
    result = draft(one(f"区委要求聚焦目标，{written}。"), make_plan(profile=COUNTY))
    assert f"\n县委要求聚焦目标，{becomes}。" in result.text


def test_the_district_of_the_speeches_is_told_from_them(make_plan: MakePlan) -> None:
    body = "清河区委要求聚焦目标，清河区要快。清河发展靠大家，清河区人人有责。"
    plan = make_plan(profile={"values": {"district": "望川县", "round": "第三轮"}})
    assert "望川县委要求聚焦目标，望川县要快。望川发展靠大家" in draft(one(body), plan).text


def test_the_same_district_changes_nothing(make_plan: MakePlan) -> None:
    body = "清河区委要求聚焦目标，清河区要快。清河发展靠大家，我区人人有责。"
    plan = make_plan(profile={"values": {"district": "清河区", "round": "第三轮"}})
    assert body in draft(one(body), plan).text


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("去年1月中央召开会议", "2022年1月中央召开会议"),
        ("今年5月国家出台办法", "前年5月国家出台办法"),
        ("今年以来形势很好", "今年以来形势很好"),
        ("今年是打基础的关键一年，要抓紧", "今年是【待填：今年的特点】，要抓紧"),
        ("5月召开的全国会议", "2023年5月召开的全国会议"),
        ("11月召开的全国会议", "2022年11月召开的全国会议"),
        ("喜迎新中国成立74周年", "喜迎【待填：时间节点】"),
        ("最近群众有反映", "【待填：时间】群众有反映"),
        ("不久前印发的办法", "【待填：时间】印发的办法"),
    ],
)
def test_words_for_years_mean_the_year_that_they_meant(
    make_plan: MakePlan, written: str, becomes: str
) -> None:
    assert f"聚焦目标，{becomes}。" in draft(one(f"聚焦目标，{written}。"), make_plan()).text


def test_last_year_is_still_last_year_where_it_is(make_plan: MakePlan) -> None:
    text = draft(one("聚焦目标，今年1月国家出台办法。"), make_plan(date="2024-03")).text
    assert "聚焦目标，去年1月国家出台办法。" in text


def test_what_the_old_district_did_in_a_year_did_not_happen_in_the_new_one(make_plan: MakePlan) -> None:
    result = draft(one("聚焦目标。去年区纪委办案较多。去年国家出台办法。"), make_plan(profile=COUNTY))
    assert "【待填：时间】县纪委办案较多。2022年国家出台办法。" in result.text


def test_the_latest_meeting_is_studied(make_plan: MakePlan) -> None:
    body = "聚焦目标，学习贯彻党的十九大精神，落实十九届中央纪委六次全会精神。党的十九大提出了任务。"
    text = draft(one(body), make_plan(date="2025-03")).text
    assert "学习贯彻党的二十大精神，落实二十届中央纪委四次全会精神。党的十九大提出了任务。" in text


def test_the_units_inspected_and_their_number_are_those_of_the_plan(make_plan: MakePlan) -> None:
    body = "从9月上旬开始，到11月中旬结束，两个巡察组对区水利局、区民政局、东山镇3家单位党组织开展巡察，聚焦目标。3家单位要配合，共查出问题120个。"
    values = {"round": "第三轮", "begin": "3月中旬", "finish": "5月底", "groups": "4"}
    plan = make_plan(profile={"values": values, "units": ["区城管局", "西河镇"]})
    text = draft(one(body), plan).text
    assert "从3月中旬开始，到5月底结束，四个巡察组对区城管局、西河镇2家单位党组织开展巡察" in text
    assert "2家单位要配合，共查出问题【待填：数目】个。" in text


def test_a_person_is_known_by_the_office_held_at_that_place(make_plan: MakePlan) -> None:
    corpus = Corpus.from_texts(
        {
            "a.txt": f"{HEAD}一、明确任务，突出重点\n聚焦目标，孟广川部长说过，孟广川书记也说过，邱明远书记还说过。",
            "b.txt": f"{HEAD}一、其他\n组织部部长孟广川同志、区纪委书记邱明远同志都来了。",
        }
    )
    plan = make_plan(
        profile={"people": {"组织部部长": "白映秋", "区纪委书记": "梁志坚", "区委书记": "程远航"}}
    )
    text = draft(corpus, plan).text
    assert "白映秋部长说过，【待填：书记姓名，梁志坚或程远航】书记也说过，梁志坚书记还说过" in text


def test_local_campaigns_are_those_of_the_plan_in_their_order(make_plan: MakePlan) -> None:
    body = "清河区聚焦目标，推进“滨水强区、品质清河”建设，开展项目突破年、环境提升年、作风建设年“三个年”活动。清河区、清河人都要动。"
    plan = make_plan(profile=COUNTY | {"campaigns": ["“工业强县”行动"]})
    text = draft(one(body), plan).text
    assert "推进“工业强县”行动，开展【待填：本地重点工作】。" in text


def test_the_opening_names_the_meeting_of_the_plan(make_plan: MakePlan) -> None:
    head = "在区委第三轮巡察工作动员部署会上的讲话\n（2023年8月）\n同志们：\n今天召开区委第三轮巡察工作动员部署会，请大家重视。\n"
    plan = make_plan(title="在区委{{ round }}巡察工作动员会上的讲话", profile={"values": {"round": "第四轮"}})
    assert "今天召开区委第四轮巡察工作动员会，请大家重视。" in draft(one("聚焦目标。", head=head), plan).text


def test_what_is_stale_in_the_passages_chosen_is_said(make_plan: MakePlan) -> None:
    result = draft(one("聚焦目标，做好疫情防控。"), make_plan())
    assert result.notes == ("所选段落里有过时或专指某次会议的说法，请核对：疫情",)
    assert draft(one("聚焦目标。"), make_plan()).notes == ()


# What a draft says of itself


def test_the_table_has_a_row_a_paragraph(county: Draft) -> None:
    table = county.provenance()
    assert list(table.columns) == [
        "number", "text", "status", "status_name", "source", "speech", "start", "end", "sha256", "edits", "reason",
    ]  # fmt: skip
    assert table["text"].tolist() == county.text.split("\n")
    assert set(table["status_name"]) <= {"原样", "改动", "新写"}
    assert "<table" in county._repr_html_()


def test_the_explanation_names_sources_changes_and_alternatives(county: Draft) -> None:
    text = county.explain()
    assert text.startswith(f"《{county.speech.title}》共 {len(county.passages)} 段")
    assert "出处：chenghu_" in text
    assert "轮次按方案推算" in text
    assert "另可选：" in text
    assert "None" not in text


def test_a_changed_source_does_not_replay(make_plan: MakePlan) -> None:
    result = draft(one("聚焦目标。"), make_plan())
    assert result.replay(one("聚焦目标。")) == []
    found = result.replay(one("聚焦标靶。"))
    assert len(found) == 1
    assert "原文变了" in found[0]
    assert "素材里没有" in result.replay(Corpus(()))[0]
