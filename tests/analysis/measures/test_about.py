"""Every measure that has a number as its value is described to its readers."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from xuncha_nlp.analysis import measures
from xuncha_nlp.analysis.measures import about, reasons
from xuncha_nlp.data import load_toml

# What gives records, corrects other values, or makes the cells.
NO_MEASURE = {"adjust", "Lengths", "lengths"}
FAMILIES = ("association", "keyness", "dispersion", "intervals", "diversity", "significance")


@pytest.mark.parametrize("family", FAMILIES)
def test_each_measure_is_described_and_nothing_else(family):
    functions = set(getattr(measures, family).__all__) - NO_MEASURE
    assert set(load_toml("measures.toml")[family]) == functions
    for name in functions:
        found = about(family, name)
        assert found.name, name
        assert found.range, name


def test_there_is_no_other_family():
    assert set(load_toml("measures.toml")) == {*FAMILIES, "columns"}


def test_each_column_that_is_a_measure_can_say_why_it_has_no_value():
    for analysis, columns in load_toml("measures.toml")["columns"].items():
        assert all(reasons(analysis, columns).values()), analysis


@pytest.mark.parametrize("family", FAMILIES)
def test_each_docstring_has_an_example_and_what_it_returns(family):
    for name in getattr(measures, family).__all__:
        function = getattr(getattr(measures, family), name)
        if not isinstance(function, type):
            for part in ("Parameters", "Returns", "Examples"):
                assert f"\n{part}\n---" in inspect.getdoc(function), (name, part)


def test_scipy_is_left_until_it_is_needed():
    code = "import sys, xuncha_nlp.analysis.measures; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
