"""Reads that shape the pages of figures, each as the person who asks may see it."""

from monitoring.indicators.selectors.choosing import Choice, UnknownChoice, choice_of
from monitoring.indicators.selectors.crossing import Crossing, crossing
from monitoring.indicators.selectors.explaining import how_worked_out
from monitoring.indicators.selectors.overview import Subject, overview
from monitoring.indicators.selectors.overview import Told as OfIndicator
from monitoring.indicators.selectors.page import BreakdownTable, IndicatorPage, indicator_page
from monitoring.indicators.selectors.records import STANDING_SENTENCE, Behind, place_named, records_behind, rows_behind
from monitoring.indicators.selectors.seeing import Line, Seeing, profile_words, seeing
from monitoring.indicators.selectors.standing import Standing, standing

__all__ = [
    "STANDING_SENTENCE",
    "Behind",
    "BreakdownTable",
    "Choice",
    "Crossing",
    "IndicatorPage",
    "Line",
    "OfIndicator",
    "Seeing",
    "Standing",
    "Subject",
    "UnknownChoice",
    "choice_of",
    "crossing",
    "how_worked_out",
    "indicator_page",
    "overview",
    "place_named",
    "profile_words",
    "records_behind",
    "rows_behind",
    "seeing",
    "standing",
]
