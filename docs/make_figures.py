"""Draw the figures of docs/figures.md anew, from the sample speeches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import xuncha_nlp as xn
from xuncha_nlp import analysis, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
_DPI = 100


def figures() -> dict[str, Figure]:
    """Return each figure by the name of its file."""
    corpus = xn.read(HERE.parent / "corpora" / "sample")
    early, late = corpus.where(until="2019-12"), corpus.where(since="2020")
    everything = analysis.keyness(early, late, significance=1)
    return {
        "timeline": analysis.timeline(corpus, ["四个意识", "两个维护", "两个确立"]).plot(),
        "dispersion": analysis.hit_positions(corpus, ["四个意识", "两个维护", "一岗双责"]).plot(),
        "keyness": everything.plot(target="2019 年以前", reference="2020 年以后", top=10),
        "collocates": analysis.collocates(corpus, "两个维护", least=2).plot(top=15),
        "heatmap": analysis.frequency(corpus, by="genre").plot(top=12),
        "reuse": analysis.reuse_matrix(corpus).plot(),
        "evenness": analysis.dispersion(corpus, what="formula").plot(top=15),
        "ranking": analysis.formula_types(corpus).plot(top=20),
        "topics": analysis.topics(corpus, 6).plot(),
        "topic_shares": plots.topic_heatmap(analysis.topics(corpus, 6)),
        "clusters": analysis.clusters(corpus, 4).plot(),
        "profile": analysis.profile(corpus, by="genre").plot(),
    }


if __name__ == "__main__":
    for name, figure in figures().items():
        figure.savefig(HERE / "images" / f"figure_{name}.png", dpi=_DPI)
