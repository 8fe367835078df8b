"""What the first split of a process costs once: no library for plain numerals, each data file read once."""

from __future__ import annotations

import json
import subprocess
import sys

from xuncha_nlp.data import load_toml

_TEXT = "在动员会上的讲话\n（二〇二一年三月十五日）\n同志们：\n一、认识\n一是看；二是听。\n十二、任务\n散会。"


def test_a_plain_speech_is_split_without_the_library_for_numerals():
    code = f"""if True:
        import json, sys
        from xuncha_nlp.sources import Source
        from xuncha_nlp.speeches import split
        (speech,) = split(Source.from_text("a.txt", {_TEXT!r}))
        print(json.dumps([speech.date, len(speech.sections), "cn2an" in sys.modules]))"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(result.stdout) == ["2021-03-15", 2, False]


def test_tables_of_ours_are_read_once_and_what_is_taken_from_the_outermost_one_stays_there():
    first = load_toml("numbering.toml")
    styles = first.pop("style")
    assert load_toml("numbering.toml")["style"] is styles


def test_a_file_of_the_user_is_read_anew(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("a = 1", encoding="utf-8")
    assert load_toml(path) == {"a": 1}
    path.write_text("a = 2", encoding="utf-8")
    assert load_toml(path) == {"a": 2}
