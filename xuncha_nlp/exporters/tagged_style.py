"""How tagged speeches look.

The colours are those of Okabe and Ito (2008) for the kinds and muted ones by Paul Tol for the moves, both
made to be told apart by colour-blind readers. Colour is never alone: each kind has an underline of its own,
each move its name in the margin. Tints let the ground through and lines take part of the colour of the text,
so that the same rules do on light and on dark ground, whatever page they stand in.
"""

from __future__ import annotations

__all__ = ["PAGE_STYLE", "STYLE"]

# Colour, as red, green, blue; underline, its width and how far below the text it runs: a slot is the kind
# that stands inside of others, and both lines should be seen.
_KINDS = {
    "formula": ("0, 114, 178", "solid", "2px", ".34em"),
    "enumeration": ("213, 94, 0", "double", "1px", ".34em"),
    "citation": ("0, 158, 115", "dashed", "2px", ".34em"),
    "slot": ("204, 121, 167", "dotted", "2px", ".16em"),
    "device": ("86, 180, 233", "wavy", "1px", ".5em"),
}
_MOVES = {
    "occasion": "#88aacc",
    "significance": "#6a62c4",
    "tasks": "#3d9a50",
    "methods": "#44aa99",
    "results": "#b5a33c",
    "responsibility": "#cc6677",
    "discipline": "#a8447e",
    "call": "#d98c3f",
    "adjournment": "#8c8c8c",
}


def _kind(name: str, colour: str, line: str, width: str, offset: str) -> str:
    off = f".xuncha-tagged:has(.on-{name}:not(:checked)) .text .{name}"
    return f"""\
.xuncha-tagged mark.{name} {{ background: rgba({colour}, .16); text-decoration: underline {line} {width} rgb({colour}); text-underline-offset: {offset}; }}
.xuncha-tagged mark.{name} {{ text-decoration-color: color-mix(in srgb, rgb({colour}) 70%, currentColor); }}
.xuncha-tagged mark.{name}.deep {{ background: rgba({colour}, .34); }}
{off} {{ background: none; text-decoration: none; outline: 0; margin-left: 0; }}
"""


STYLE = (
    """\
.xuncha-tagged ul.legend { display: flex; flex-wrap: wrap; gap: .2em 1.6em; list-style: none; margin: 0 0 1em; padding: .5em 0; line-height: 1.7; }
.xuncha-tagged ul.legend li { margin: 0; }
.xuncha-tagged ul.legend input { margin: 0; vertical-align: -.1em; }
.xuncha-tagged small, .xuncha-tagged .facts { font-size: .82em; opacity: .78; }
.xuncha-tagged .facts { margin: 0 0 .6em; }
.xuncha-tagged .text { padding-left: 6em; max-width: 44em; line-height: 2; }
.xuncha-tagged .line { position: relative; white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; }
.xuncha-tagged .title { font-size: 1.35em; font-weight: bold; line-height: 1.6; }
.xuncha-tagged .heading { font-weight: bold; }
.xuncha-tagged mark { color: inherit; padding: 0; border-radius: 2px; text-decoration-skip-ink: none; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.xuncha-tagged mark.start { margin-left: 2px; }
.xuncha-tagged mark[title]:hover { filter: brightness(1.15); cursor: help; }
.xuncha-tagged .doubt { outline: 1px dashed currentColor; outline-offset: 1px; }
.xuncha-tagged .margin { position: absolute; top: 0; bottom: 0; right: calc(100% + .9em); display: flex; gap: 3px; justify-content: flex-start; width: 24px; font-style: normal; cursor: help; }
.xuncha-tagged .margin::before { content: attr(data-name); position: absolute; right: calc(100% + .5em); width: 4.6em; font-size: .72rem; font-weight: normal; line-height: 1.3; top: .75em; text-align: right; opacity: .85; }
.xuncha-tagged .title .margin { font-size: .74em; }
.xuncha-tagged .bar { display: inline-block; width: 4px; background: #8c8c8c; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.xuncha-tagged .bar.empty { background: none; }
.xuncha-tagged .legend .bar { height: .9em; margin-right: .3em; vertical-align: -.1em; }
.xuncha-tagged:has(.on-move:not(:checked)) .margin { display: none; }
@supports not selector(:has(*)) { .xuncha-tagged ul.legend input { display: none; } }
@media (max-width: 40em) { .xuncha-tagged .text { padding-left: 2.2em; } .xuncha-tagged .margin::before { content: none; } }
"""
    + "".join(_kind(name, *look) for name, look in _KINDS.items())
    + "".join(f".xuncha-tagged .bar.{name} {{ background: {colour}; }}\n" for name, colour in _MOVES.items())
)

PAGE_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 50em; margin: 0 auto; padding: 1.5em 1.2em 4em; font: 1.05rem/1.8 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
nav ol { margin: 0 0 1em; padding-left: 2em; line-height: 1.7; }
body > .legend { position: sticky; top: 0; z-index: 1; background: Canvas; border-bottom: 1px solid rgba(128, 128, 128, .5); font-size: .92em; }
article { scroll-margin-top: 6em; }
article + article { margin-top: 3em; padding-top: 1.5em; border-top: 1px solid rgba(128, 128, 128, .5); }
@media print { nav, .legend input { display: none; } body > .legend { position: static; } body { max-width: none; } article + article { break-before: page; border: 0; } }
"""
