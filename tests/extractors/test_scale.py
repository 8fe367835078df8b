"""Formulae, enumerations and citations take a time in proportion to the text: these would take minutes otherwise."""

from __future__ import annotations

import pytest

from xuncha_nlp.extractors import annotate
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Section, Speech, split

NAMES = [f"“三个{chr(0x4E00 + n // 100)}{chr(0x5E00 + n % 100)}”好，" for n in range(20_000)]

# What the text is made of, and how many formulae, enumerations and citations are in it.
LARGE = {
    "a million characters without punctuation": ("人人办事" * 250_000, 0, 0, 0),
    "10,000 quotation marks left open": ("“三个到" * 10_000, 0, 0, 0),
    "20,000 different names in quotation marks": ("".join(NAMES), 20_000, 0, 0),
    "100,000 mentions in a paragraph": ("讲全面从严治党" * 100_000, 200_000, 0, 0),  # 从严治党 in each
    "20,000 mentions of a list in a paragraph": ("讲四个意识的事" * 20_000, 20_000, 0, 0),
    "5,000 mentions before a list that never ends": ("讲“三个聚焦”：好，" * 5_000, 5_000, 0, 0),
    "5,000 names that are taken apart": ("“五看三跃升”，看粮、" * 5_000, 5_000, 0, 0),
    "100,000 lines": ("好\n" * 100_000, 0, 0, 0),
    "500,000 numerals": ("一二三四五六七八九十" * 50_000, 0, 0, 0),
    "200,000 counts of nothing": ("三个" * 200_000, 0, 0, 0),
    "10,000 announcements": ("我讲三点意见。\n" * 10_000, 0, 10_000, 0),
    "10,000 announcements with a list": ("我讲两点：看人，看事。" * 10_000, 0, 10_000, 0),
    "10,000 agendas that are never gone through": ("会议有三项议程，先看第一项议程，" * 10_000, 0, 0, 0),
    "300,000 titles left open": ("《好" * 300_000, 0, 0, 0),
    "100,000 titles": ("《办法》" * 100_000, 0, 0, 100_000),
}


def speech_of(text: str, sections: tuple[Section, ...] = ()) -> Speech:
    """A speech as it would be read, without the time that the reading takes."""
    source = Source.from_text("a.txt", text)
    return Speech("a.txt#1", source, None, "2021-06", None, None, 0, len(text), (), sections, None)


@pytest.mark.parametrize("case", LARGE.values(), ids=LARGE)
def test_a_large_text_is_read_in_proportion_to_its_length(case):
    text, *expected = case
    speech = speech_of(text)
    found = [len(annotate(speech, [kind])) for kind in ("formula", "enumeration", "citation")]
    assert found == expected


def test_an_announcement_far_before_a_long_outline_does_not_read_all_of_it():
    before = "我讲几点意见，" * 5_000 + "。\n"
    lines = [f"{number}、看人\n" for number in range(1, 5_001)]
    sections, at = [], len(before)
    for number, line in enumerate(lines, start=1):
        stop = at + len(line)
        sections.append(Section(1, "1、", number, "看人", at, stop, stop - 3, stop - 1, False))
        at = stop
    found = annotate(speech_of(before + "".join(lines), tuple(sections)), ["enumeration"])
    assert len(found) == 5_000
    # 几 is a handful: five thousand sections are no answer to it, but for the one right before them.
    assert {each.attributes["status"] for each in found[:-10]} == {"unresolved"}


def test_the_speeches_of_a_compilation_do_not_read_each_other():
    one = "在澄湖区委巡察动员会上的讲话\n（2021年6月）\n同志们：\n要落实“三个到位”，即认识到位、责任到位、措施到位。\n"
    source = Source.from_text("a.txt", one * 500)
    speeches = split(source)
    assert len(speeches) == 500
    found = [annotate(speech, ["formula", "enumeration"]) for speech in speeches]
    assert {len(each) for each in found} == {1}
    for speech, (each,) in zip(speeches, found, strict=True):
        assert speech.start <= each.start < each.attributes["members"][-1].end <= speech.end
