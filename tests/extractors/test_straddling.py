"""Words over a rule: two texts are parted where their letters leave a gap, one text that spills over stays whole."""

from __future__ import annotations

from extractors.pdfium_chars import Chars, Style
from extractors.straddling import cut_at_rules
from schemas.geometry import Box
from schemas.pages import Rule, Word

SIZE = 10.0


def chars_of(texts: str, begins: list[float], width: float = 5.0) -> Chars:
    chars = Chars()
    style = Style(True, "Arial", SIZE, None, None, (1.0, 0.0, 0.0, 1.0), "ltr", None, 1.0)
    tops = [100.0] * len(texts)
    chars.add_run(list(texts), begins, tops, [x + width for x in begins], [top + SIZE for top in tops], style)
    return chars


def rule(x: float, top: float = 90.0, bottom: float = 130.0) -> Rule:
    return Rule(Box(x, top, x, bottom), "#000000")


def parts(texts: str, begins: list[float], *rules: Rule) -> list[str]:
    chars = chars_of(texts, begins)
    word = Word(texts, Box(begins[0], 100.0, begins[-1] + 5.0, 110.0), SIZE, "Arial", False, "#000000")
    return [found.text for found in cut_at_rules([word], rules, lambda: chars)]


def test_texts_on_both_sides_of_a_rule_are_two() -> None:
    assert parts("ab)8.5", [0, 5, 10, 17, 22, 27], rule(16)) == ["ab)", "8.5"]


def test_a_text_that_spills_over_a_rule_stays_whole() -> None:
    assert parts("figures", [0, 5, 10, 15, 20, 25, 30], rule(16)) == ["figures"]


def test_a_rule_beside_the_line_parts_nothing() -> None:
    assert parts("ab)8.5", [0, 5, 10, 17, 22, 27], rule(16, 130, 200)) == ["ab)8.5"]


def test_two_rules_part_three_texts() -> None:
    assert parts("abcdef", [0, 5, 12, 17, 24, 29], rule(11), rule(23)) == ["ab", "cd", "ef"]
