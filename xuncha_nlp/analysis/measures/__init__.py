"""The measures of corpus linguistics: functions of numbers alone, arrays in and arrays out.

Each docstring has the formula and the paper. A value that is not defined is nan, never an infinity and never
a warning, and `about` says in Chinese why. Each kind of question has its module:

* `association`: do two words attract each other?
* `keyness`: is a word more frequent here than there?
* `significance`: how sure is that, when thousands of words are tested?
* `dispersion`: is it spread evenly?
* `intervals`: how sure is a rate?
* `changes`: when did it change?
* `temperature`: how hot is a phrase, on the scale of the China Media Project?
* `diversity`: how rich is the vocabulary, how long are the sentences?

numpy is imported with them, and scipy by those who need it when they are called: whoever starts fast imports
this package where it is used.
"""

from __future__ import annotations

from . import association, changes, dispersion, diversity, intervals, keyness, significance
from .about import About, about, reasons
from .temperature import Temperature, temperature

__all__ = [
    "About",
    "Temperature",
    "about",
    "association",
    "changes",
    "dispersion",
    "diversity",
    "intervals",
    "keyness",
    "reasons",
    "significance",
    "temperature",
]
