"""Counting formats of Word's automatic numbers (ECMA-376 part 1, 17.18.59 ST_NumberFormat): the number as it is printed."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS, _FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def counted(number: int, form: str) -> str:
    """A number from 0 to 9999 as the format prints it; decimal for a format that is not known or does not reach so far."""
    if form in ("none", "bullet"):
        return ""
    printed = _FORMS[form](number) if form in _FORMS and 0 <= number <= 9999 else None
    return printed or str(number)


def _counting(number: int, digits: str = "零一二三四五六七八九", units: tuple[str, ...] = _UNITS) -> str:
    """十二, 二十, 一百零一: digits with the names of their places, a run of zeros said once."""
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (digits[0] if gap and said else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return said or digits[0]


def _spoken(number: int) -> str:
    """十 for 一十."""
    said = _counting(number)
    return said[1:] if 10 <= number < 20 else said


def _formal(number: int) -> str:
    return _counting(number, _FORMAL, _FORMAL_UNITS)


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _counting_to_99(number: int) -> str:
    return _spoken(number) if number < 100 else _digits(number)


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def _letter(number: int) -> str:
    """a … z, aa, bb … as Word repeats them."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _one_of(characters: str, first: int = 1) -> Callable[[int], str]:
    return lambda number: characters[number - first] if first <= number < first + len(characters) else ""


def _block(start: str, count: int) -> str:
    return "".join(chr(ord(start) + i) for i in range(count))


_CIRCLED = "⓪" + _block("①", 20) + _block("㉑", 15) + _block("㊱", 15)
_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _one_of(_CIRCLED, 0),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED, 0),
    "decimalEnclosedFullstop": _one_of(_block("⒈", 20)),
    "decimalEnclosedParen": _one_of(_block("⑴", 20)),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _counting_to_99,
    "chineseCountingThousand": _spoken,
    "japaneseCounting": _spoken,
    "taiwaneseCounting": _counting_to_99,
    "taiwaneseCountingThousand": _spoken,
    "koreanCounting": _spoken,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of(_block("㊀", 10)),
}
