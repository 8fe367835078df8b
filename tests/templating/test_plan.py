"""A plan is read, or refused with a line that names what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import PlanError
from xuncha_nlp.extractors import MOVES
from xuncha_nlp.speeches import genres, styles
from xuncha_nlp.templating import Plan, Profile, Wanted, plan_text

Content = Callable[..., dict[str, Any]]
Toml = Callable[[dict[str, Any]], str]
MakePlan = Callable[..., Plan]


def test_everything_that_a_plan_says_is_read(toml: Toml) -> None:
    text = toml(
        {
            "genre": "反馈讲话",
            "title": "在{{ round }}反馈会上的讲话",
            "date": "2025-03-15",
            "salutation": "各位代表：",
            "lead_in": "讲{{ count }}点：",
            "numbering": ["（一）", "1."],
            "required": ["四个意识"],
            "banned": ["两学一做"],
            "section": [{"move": "results", "heading": "用好成果", "speech": "a.txt#1", "points": 2}],
            "profile": {
                "keep": ["柳溪区"],
                "values": {"round": "第二轮"},
                "people": {"部长": "邱明远"},
                "replace": {"老说法": "新说法"},
            },
        }
    )
    assert Plan.from_toml(text) == Plan(
        genre="反馈讲话",
        title="在{{ round }}反馈会上的讲话",
        date="2025-03-15",
        sections=(Wanted("results", "用好成果", "a.txt#1", 2),),
        salutation="各位代表：",
        lead_in="讲{{ count }}点：",
        numbering=("（一）", "1."),
        required=("四个意识",),
        banned=("两学一做",),
        profile=Profile({"round": "第二轮"}, {"部长": "邱明远"}, ("柳溪区",), {"老说法": "新说法"}),
    )


def test_what_a_plan_leaves_out_has_its_default(make_plan: MakePlan) -> None:
    plan = make_plan("tasks")
    assert (plan.salutation, plan.lead_in) == ("同志们：", "")
    assert plan.numbering == ("一、", "（一）", "1.", "（1）")
    assert (plan.required, plan.banned, plan.profile) == ((), (), Profile())


def test_the_sample_plan_is_a_plan(mobilisation: Plan) -> None:
    assert mobilisation.profile.people == {"区纪委书记": "沈伯钧", "部长": "宋明哲"}
    assert [each.move for each in mobilisation.sections] == ["significance", "tasks", "responsibility"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"titel": "x"}, "titel"),
        ({"sections": []}, "sections"),
        ({"profile": {"person": {}}}, "person"),
        ({"section": [{"move": "tasks", "point": 3}]}, "point"),
    ],
    ids=["top", "field name of the class", "profile", "section"],
)
def test_an_unknown_key_is_refused_and_named(
    content: Content, toml: Toml, change: dict[str, Any], named: str
) -> None:
    with pytest.raises(PlanError, match=f"不认识的键 {named}。可用："):
        Plan.from_toml(toml(content() | change))


def test_in_values_people_and_replace_any_key_is_known(make_plan: MakePlan) -> None:
    plan = make_plan(
        profile={"values": {"河流": "柳溪"}, "people": {"河长": "方志恒"}, "replace": {"甲": "乙"}}
    )
    assert plan.profile.known() == ["柳溪", "方志恒", "乙"]


@pytest.mark.parametrize("key", ["genre", "title", "date", "section"])
def test_a_missing_key_is_named(content: Content, toml: Toml, key: str) -> None:
    given = content()
    del given[key]
    with pytest.raises(PlanError, match=f"缺少 {key}"):
        Plan.from_toml(toml(given))


def test_a_section_without_a_move_is_refused(content: Content, toml: Toml) -> None:
    with pytest.raises(PlanError, match=r"第 2 个 .* 缺少 move"):
        Plan.from_toml(toml(content(section=[{"move": "tasks"}, {"heading": "题"}])))


def test_a_plan_without_sections_is_refused(content: Content, toml: Toml) -> None:
    with pytest.raises(PlanError, match=r"没有 .*section"):
        Plan.from_toml(toml(content(section=[])))


@pytest.mark.parametrize("key", ["genre", "title", "date", "salutation", "lead_in"])
@pytest.mark.parametrize("value", [1, True, ["x"]], ids=["number", "boolean", "list"])
def test_a_text_must_be_a_text(content: Content, toml: Toml, key: str, value: object) -> None:
    with pytest.raises(PlanError, match=f"{key} 写法不对。应当是带引号的文字"):
        Plan.from_toml(toml(content(**{key: value})))


@pytest.mark.parametrize("key", ["numbering", "required", "banned"])
@pytest.mark.parametrize(
    "value", ["一、", 1, [1], ["一、", True]], ids=["text", "number", "numbers", "mixed"]
)
def test_a_list_must_be_a_list_of_texts(content: Content, toml: Toml, key: str, value: object) -> None:
    with pytest.raises(PlanError, match=f"{key} 写法不对。应当是文字的列表"):
        Plan.from_toml(toml(content(**{key: value})))


@pytest.mark.parametrize("key", ["values", "people", "replace"])
@pytest.mark.parametrize("value", ["x", ["x"], {"round": 7}], ids=["text", "list", "number inside"])
def test_a_table_must_be_a_table_of_texts(content: Content, toml: Toml, key: str, value: object) -> None:
    with pytest.raises(PlanError, match=f"{key} 写法不对。应当是一个表，值是带引号的文字"):
        Plan.from_toml(toml(content(profile={key: value})))


@pytest.mark.parametrize("value", ["柳溪区", 1, [1]])
def test_keep_must_be_a_list_of_texts(content: Content, toml: Toml, value: object) -> None:
    with pytest.raises(PlanError, match="keep 写法不对"):
        Plan.from_toml(toml(content(profile={"keep": value})))


@pytest.mark.parametrize(
    ("key", "value"),
    [("move", 1), ("heading", 1), ("speech", ["a"]), ("points", "3"), ("points", 1.5), ("points", True)],
)
def test_a_field_of_a_section_must_be_of_its_type(
    content: Content, toml: Toml, key: str, value: object
) -> None:
    with pytest.raises(PlanError, match=f"第 1 个 .* 的 {key} 写法不对"):
        Plan.from_toml(toml(content(section=[{"move": "tasks"} | {key: value}])))


@pytest.mark.parametrize("value", ['"一"', "1", '["tasks"]', "[[1]]"])
def test_sections_must_be_tables(content: Content, toml: Toml, value: str) -> None:
    given = content()
    del given["section"]
    with pytest.raises(PlanError, match="section"):
        Plan.from_toml(toml(given) + f"section = {value}\n")


@pytest.mark.parametrize("value", ['"x"', "1", "[]"])
def test_a_profile_must_be_a_table(content: Content, toml: Toml, value: str) -> None:
    with pytest.raises(PlanError, match="profile"):
        Plan.from_toml(f"profile = {value}\n" + toml(content()))


@pytest.mark.parametrize(
    "value",
    [
        "2025-3",
        "25-03",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-03-15-01",
        "２０２５-03",
        "今年",
        "",
        "2025年3月",
    ],
)
def test_a_date_that_no_calendar_has_is_refused(make_plan: MakePlan, value: str) -> None:
    with pytest.raises(PlanError, match=f"日期不对：{value}"):
        make_plan(date=value)


@pytest.mark.parametrize(
    ("value", "line"),
    [("2025", "（2025年）"), ("2025-03", "（2025年3月）"), ("2024-02-29", "（2024年2月29日）"), ("2025-10-10", "（2025年10月10日）")],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_is_written(make_plan: MakePlan, value: str, line: str) -> None:
    assert make_plan(date=value).date_line == line


def test_an_unquoted_date_is_refused(content: Content, toml: Toml) -> None:
    given = content()
    del given["date"]
    with pytest.raises(PlanError, match="date 写法不对"):
        Plan.from_toml("date = 2025-03-15\n" + toml(given))


def test_an_unknown_genre_is_refused_and_the_known_ones_are_named(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match=r"没有这个文种：闲聊。可用：.*动员讲话"):
        make_plan(genre="闲聊")


def test_an_unknown_move_is_refused_and_the_known_ones_are_named(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match="没有这种语步：总结。可用：" + "、".join(MOVES)):
        make_plan("总结")


@pytest.mark.parametrize("style", ["甲.", "", *(name for name, each in styles().items() if each.points)])
def test_a_style_that_numbers_no_headings_is_refused(make_plan: MakePlan, style: str) -> None:
    with pytest.raises(PlanError, match=f"没有这种序号：{style}。可用：.*第一章 .*一、 .*（一） "):
        make_plan(numbering=["一、", style])


@pytest.mark.parametrize("numbering", [["（一）", "一、"], ["一、", "一、"], ["1.", "1、"]])
def test_numbering_goes_from_the_outer_style_to_the_inner(make_plan: MakePlan, numbering: list[str]) -> None:
    with pytest.raises(PlanError, match="numbering 的次序不对"):
        make_plan(numbering=numbering)


def test_an_empty_numbering_is_refused(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match="numbering 是空的"):
        make_plan(numbering=[])


def test_a_negative_number_of_points_is_refused(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match="points 不能是负数"):
        make_plan(section=[{"move": "tasks", "points": -1}])


def test_nothing_cannot_be_replaced(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match="空的旧说法"):
        make_plan(profile={"replace": {"": "处处"}})


@pytest.mark.parametrize("key", ["title", "salutation", "lead_in"])
@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_a_text_of_a_plan_is_one_line(make_plan: MakePlan, key: str, end: str) -> None:
    with pytest.raises(PlanError, match=f"{key} 里有换行"):
        make_plan(**{key: f"一行{end}又一行"})


@pytest.mark.parametrize("key", ["values", "people", "replace"])
def test_a_value_of_the_profile_is_one_line(make_plan: MakePlan, key: str) -> None:
    with pytest.raises(PlanError, match=f"{key} 里有换行"):
        make_plan(profile={key: {"甲": "一行\n又一行"}})


@pytest.mark.parametrize(
    "text", ["genre = 动员讲话", "genre", '"genre"', "[[section]", 'genre="a"\ngenre="b"']
)
def test_text_that_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="写作方案格式有误"):
        Plan.from_toml(text)


# Templates


@pytest.mark.parametrize("key", ["title", "lead_in", "salutation"])
def test_a_variable_without_a_value_is_named(make_plan: MakePlan, key: str) -> None:
    with pytest.raises(PlanError, match=r"方案缺少变量 weather。.*profile\.values"):
        make_plan(**{key: "今天{{ weather }}"}, profile={"values": {"round": "第二轮"}})


def test_a_heading_of_the_plan_may_have_variables_too(make_plan: MakePlan) -> None:
    with pytest.raises(PlanError, match="方案缺少变量 weather"):
        make_plan(section=[{"move": "tasks", "heading": "{{ weather }}怎么办"}])


def test_the_count_is_known_to_the_lead_in_alone(make_plan: MakePlan) -> None:
    assert make_plan(lead_in="讲{{ count }}点").render("讲{{ count }}点", count="三") == "讲三点"
    with pytest.raises(PlanError, match="方案缺少变量 count"):
        make_plan(title="讲{{ count }}点的讲话")


def test_values_are_put_in_as_they_stand(make_plan: MakePlan) -> None:
    plan = make_plan(title="{{ a }}", profile={"values": {"a": "<b>“{{ b }}”&", "b": "x"}})
    assert plan.render(plan.title) == "<b>“{{ b }}”&"


@pytest.mark.parametrize(
    "text", ["{{ round", "{{ }}", "{% if %}", "{% nothing %}", "{{ round|nofilter }}", "{{ 轮 次 }}"]
)
def test_a_broken_template_is_refused_and_shown(make_plan: MakePlan, text: str) -> None:
    with pytest.raises(PlanError) as caught:
        make_plan(title=text)
    assert f"方案里的模板有误：{text}" in str(caught.value)
    assert "{{ round }}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ self._TemplateReference__context }}",
        "{% include 'a.toml' %}",
        "{% import 'os' as os %}",
        "{% set x = 1 %}{{ x }}",
        "{{ round.upper() }}",
        "{{ 1 / 0 }}",
        "{{ 1 + 'a' }}",
        "{{ 'a'.encode('nothing') }}",
        "{{ '长' * 10 ** 10 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(10 ** 9) }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}长{% endfor %}{% endfor %}",
    ],
)
def test_a_template_runs_no_expression(make_plan: MakePlan, text: str) -> None:
    with pytest.raises(PlanError, match="方案里的模板有误"):
        make_plan(title=text, profile={"values": {"round": "第二轮"}})


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "joiner", "namespace"])
def test_a_template_knows_nothing_but_the_plan(make_plan: MakePlan, name: str) -> None:
    with pytest.raises(PlanError, match=f"方案缺少变量 {name}"):
        make_plan(title=f"{{{{ {name} }}}}")


# Files


def test_a_plan_is_read_from_a_file(content: Content, toml: Toml, tmp_path: Path) -> None:
    file = tmp_path / "方案.toml"
    file.write_text(toml(content("results")), encoding="utf-8")
    assert Plan.load(file) == Plan.load(str(file)) == Plan.from_toml(toml(content("results")))


def test_a_byte_order_mark_is_no_part_of_a_plan(content: Content, toml: Toml, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(toml(content()), encoding="utf-8-sig")
    assert Plan.load(file) == Plan.from_toml(toml(content()))


def test_windows_line_ends_are_read(content: Content, toml: Toml, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(toml(content()).replace("\n", "\r\n").encode())
    assert Plan.load(file) == Plan.from_toml(toml(content()))


def test_a_plan_in_another_encoding_is_refused(content: Content, toml: Toml, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(toml(content()).encode("gb18030"))
    with pytest.raises(PlanError, match=r"读不了写作方案：.*plan\.toml。.*UTF-8"):
        Plan.load(file)


def test_a_missing_plan_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(PlanError, match="读不了写作方案"):
            Plan.load(path)


# plan_text


@pytest.mark.parametrize("genre", genres())
def test_the_plan_of_every_genre_is_read_back(genre: str) -> None:
    plan = Plan.from_toml(plan_text(genre))
    chosen = genres()[genre]
    assert plan.genre == genre
    assert plan.title == (chosen.heading or "讲话")
    assert plan.lead_in == chosen.lead_in
    assert tuple(each.move for each in plan.sections) == (chosen.moves or ("tasks",))


@pytest.mark.parametrize("genre", genres())
def test_proposals_from_a_corpus_are_comments_only(genre: str, sample: Corpus) -> None:
    bare, proposed = plan_text(genre), plan_text(genre, sample)
    assert tomllib.loads(proposed) == tomllib.loads(bare)
    added = set(proposed.splitlines()) - set(bare.splitlines())
    assert added
    assert all(line.startswith("# ") for line in added)


def test_the_latest_speech_is_the_one_that_proposals_come_from(sample: Corpus) -> None:
    text = plan_text("动员讲话", sample.where(source="chenghu_2016_2024.txt"))
    assert '# "部长" = "宋明哲"' in text
    assert '"东坪镇"' in text
    assert "顾长松" not in text


def test_a_name_proposed_cannot_break_out_of_its_comment() -> None:
    earlier = Corpus.from_texts(
        {"a.txt": "在动员会上的讲话\n（2024年5月）\n同志们：\n孟广川部长到柳溪区开会。"}
    )
    text = plan_text("动员讲话", earlier)
    active = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert "孟广川" in text
    assert "孟广川" not in active
    assert "柳溪区" not in active


def test_an_empty_corpus_proposes_nothing() -> None:
    assert plan_text("动员讲话", Corpus(())) == plan_text("动员讲话")


def test_no_plan_is_written_for_an_unknown_genre() -> None:
    with pytest.raises(PlanError, match="没有这个文种：闲聊"):
        plan_text("闲聊")
