from __future__ import annotations

import re
from importlib.resources import files

import pytest

from xuncha_nlp.cli.exporting import say_deviations
from xuncha_nlp.data import load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.exporters.blocks import Block, blocks
from xuncha_nlp.exporters.deviations import deviations
from xuncha_nlp.exporters.layouts import layout_names, load_layout


def _file(tmp_path, text):
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _ours():
    """The default layout as it stands, to break in one place."""
    return files("xuncha_nlp.data").joinpath("layouts/gb9704.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", layout_names())
def test_our_layouts_load_and_every_parameter_says_how_strong_it_is(name):
    layout = load_layout(name)
    assert layout.name == name
    assert layout.summary
    assert {basis.strength for basis in layout.basis.values()} <= {"规定", "一般", "推算", "实务"}
    for key in (
        "page.top_mm",
        "grid.lines",
        "page_number.below_area_mm",
        "styles.title.font",
        "headings.一、",
    ):
        assert key in layout.basis
    for basis in layout.basis.values():
        assert bool(re.fullmatch(r"[5-7](\.\d)*", basis.clause)) == (basis.strength in ("规定", "一般"))


def test_the_standard_as_it_is():
    layout = load_layout("gb9704")
    page = layout.page
    assert (page.top_mm, page.bottom_mm, page.left_mm, page.right_mm) == (37, 35, 28, 26)
    assert (page.width_mm - page.left_mm - page.right_mm, page.height_mm - page.top_mm - page.bottom_mm) == (
        156,
        225,
    )
    assert (layout.grid.lines, layout.grid.characters, layout.grid.line_pitch_twips) == (22, 28, 579)
    fonts = {role: (style.font, style.size_pt) for role, style in layout.styles.items()}
    assert fonts["title"] == ("方正小标宋简体", 22)
    assert fonts["heading1"] == ("黑体", 16)
    assert fonts["heading2"] == ("楷体_GB2312", 16)
    assert fonts["heading3"] == fonts["heading4"] == fonts["body"] == ("仿宋_GB2312", 16)
    assert not any(style.bold for style in layout.styles.values()), "bold is practice, not the standard's"


@pytest.mark.parametrize("name", ["speech", "read-aloud"])
def test_practice_never_passes_for_a_rule(name):
    standard, practice = load_layout("gb9704"), load_layout(name)
    assert practice != standard
    given = load_toml(f"layouts/{name}.toml")
    for table, parameters in given.items():
        if isinstance(parameters, dict):
            for key, value in parameters.items():
                inner = value.values() if "value" not in value else [value]
                assert all(each["strength"] in ("实务", "推算") for each in inner), f"{table}.{key}"


def test_a_heading_goes_by_its_numbering_style_first():
    layout = load_layout("gb9704")
    assert layout.role(Block("heading1", "（一）甲", 4, 0, 4, 1, "（一）")) == "heading2"
    assert layout.role(Block("heading3", "其一，甲", 4, 0, 4, 3, "其一，")) == "heading3"
    assert layout.role(Block("body", "甲", 0, 0, 1)) == "body"


def test_a_layout_of_ones_own_gives_only_what_differs(tmp_path):
    path = _file(
        tmp_path,
        'extends = "gb9704"\n[styles.body]\nfont = { value = "华文仿宋", strength = "实务" }\n'
        '[fonts]\n"华文仿宋" = { value = "仿宋", strength = "实务" }\n',
    )
    for given in (path, str(path)):
        layout = load_layout(given)
        # What has no font of its own takes the body's.
        assert layout.styles["body"].font == layout.styles["closing"].font == "华文仿宋"
        assert layout.styles["heading3"].font == "仿宋_GB2312"
        assert layout.basis["styles.body.font"].strength == "实务"
        assert layout.basis["styles.body.font"].clause == ""
        assert layout.grid == load_layout("gb9704").grid
        assert layout.fonts["华文仿宋"] == "仿宋"
        assert layout.fonts["黑体"] == "SimHei"
    assert load_layout("gb9704").styles["body"].font == "仿宋_GB2312", "ours is not changed by it"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[header]", "[footer]\n[header]", "footer"),
        ("top_mm  ", "topp_mm ", "top_mm"),
        ("value = 37,", "valeu = 37,", "value"),
        ("value = 37,", 'value = "37",', "数字"),
        ("value = 37,", "value = nan,", "数字"),
        ("value = 37,", "value = -37,", "-37"),
        ("value = 37,", "value = 0,", "不能是 0"),
        ("value = 37,", "value = true,", "数字"),
        ("value = 37,", "value = 47,", "实际排 21 行"),
        ("value = 37,", "value = 370,", "大于纸张"),
        ("value = -5,", "value = -4.5,", "整数"),
        ("value = -5,", "value = 0,", "实际排 22 行、27 字"),
        ("value = -5,", "value = -400,", "字距过小"),
        ('strength = "推算" } # the', 'strength = "规定" } # the', "clause"),
        ('value = 37, strength = "规定"', 'value = 37, strength = "建议"', "建议"),
        ('strength = "一般", clause = "7.3.2"', 'strength = "规定"', "clause"),
        ('strength = "一般", clause = "7.3.2"', 'strength = "实务", clause = "7.3.2"', "clause"),
        ('value = "both"', 'value = "justify"', "justify"),
        ('value = "outside"', 'value = "inside"', "inside"),
        ('value = "公文标题"', 'value = "标题"', "标题"),
        ('value = "公文标题"', 'value = "署名"', "署名"),
        ('value = "公文标题"', 'value = "公文\\n标题"', "一行文字"),
        ('value = "公文标题"', "value = 1", "一行文字"),
        ('"1、"  ', '"2、"  ', "2、"),
        ('"①"      = { value = "heading4"', '"①"      = { value = "heading5"', "heading5"),
        ("[styles.closing]", "[styles.ending]", "closing"),
        ("value = false", 'value = "no"', "true"),
        ('value = 22, strength = "一般", clause = "7.3.1"', 'value = 30, strength = "实务"', "字号大于行距"),
        ("below_area_mm = { value = 7", "below_area_mm = { value = 34", "放不下页码"),
        ("outline_level    = { value = 4", "outline_level    = { value = 10", "9"),
        ("width_mm  = {", "width_mm = 210 #", "strength"),
        ("\n[fonts]", "\n[[fonts]]", "表"),
        ("\n[grid]", "\n[grid", "TOML"),
        ("summary =", 'extends = "gb9740"\nsummary =', "gb9740"),
    ],
)
def test_a_broken_layout_is_refused_with_its_place(tmp_path, old, new, says):
    text = _ours()
    assert text.count(old), "the test breaks something that is there"
    path = _file(tmp_path, text.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        load_layout(path)
    assert says in str(caught.value)
    assert "ours.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unbroken_copy_is_accepted(tmp_path):
    assert load_layout(_file(tmp_path, _ours())).styles == load_layout("gb9704").styles


def test_a_layout_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="gb9704、read-aloud、speech"):
        load_layout("公文")
    with pytest.raises(DataError, match="找不到"):
        load_layout(tmp_path / "none.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(DataError, match="文件夹"):
        load_layout(tmp_path / "folder.toml")


def test_the_layout_has_a_style_for_every_role(speeches):
    layout = load_layout("gb9704")
    roles = {layout.role(block) for speech in speeches for block in blocks(speech)}
    assert len(roles) > 6
    assert roles <= set(layout.styles)


def test_every_parameter_is_found_by_its_name():
    layout = load_layout("gb9704")
    assert layout.value("headings.1.") == "heading3"
    assert layout.value("fonts.黑体") == "SimHei"
    assert layout.value("styles.body.latin_font") == "Times New Roman"
    assert all(layout.value(name) is not None for name in layout.basis)


def test_what_a_layout_of_ones_own_departs_from_is_said_with_the_strength_of_the_rule(tmp_path):
    path = _file(
        tmp_path,
        'extends = "gb9704"\n[page]\nleft_mm = { value = 27, strength = "实务" }\n'
        'right_mm = { value = 27, strength = "实务" }\n'
        '[styles.body]\nfont = { value = "华文仿宋", strength = "实务" }\n'
        '[fonts]\n"华文仿宋" = { value = "仿宋", strength = "实务" }\n',
    )
    assert [str(each) for each in deviations(load_layout(path))] == [
        "page.left_mm 为 27，应为 28（规定，GB/T 9704 第 5.2.1 条）",
        "styles.body.font 为 华文仿宋，通常为 仿宋_GB2312（一般，GB/T 9704 第 7.3.3 条）",
        "page.right_mm 为 27，原为 26（推算）",
        "fonts.华文仿宋 为 仿宋（另加）",
    ]


def test_a_style_that_departs_from_the_body_alone_is_listed(tmp_path):
    path = _file(
        tmp_path, 'extends = "gb9704"\n[styles.closing]\nbold = { value = true, strength = "实务" }\n'
    )
    (one,) = deviations(load_layout(path))
    assert (one.name, one.value, one.expected, one.basis.strength) == (
        "styles.closing.bold",
        True,
        False,
        "实务",
    )
    assert deviations(load_layout("gb9704")) == ()
    (back,) = deviations(load_layout("gb9704"), load_layout(path))
    assert (back.value, back.expected) == (False, True)


def test_the_command_says_on_standard_error_what_departs_and_is_silent_about_ours(tmp_path, capsys):
    path = _file(
        tmp_path,
        'extends = "gb9704"\n[page]\ntop_mm = { value = 36.5, strength = "实务" }\n'
        'bottom_mm = { value = 35.5, strength = "实务" }\n',
    )
    for layout in layout_names():
        say_deviations(layout)
    assert capsys.readouterr() == ("", "")
    say_deviations(str(path))
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert "2 处不同" in lines[0]
    assert lines[1].strip() == "page.top_mm 为 36.5，应为 37（规定，GB/T 9704 第 5.2.1 条）"
