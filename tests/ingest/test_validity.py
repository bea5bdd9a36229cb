"""From when to when a document is in force, by its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parse
from ingest.format.validity import validity
from ingest.model import Span


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("本办法自2031年8月1日起施行，有效期5年。", ("2031-08-01", "2036-07-31")),
        ("第十条 本细则自2031年8月1日起试行，试行期两年。", ("2031-08-01", "2033-07-31")),
        ("本实施细则自2031年8月1日起施行，试行期二年。", ("2031-08-01", "2033-07-31")),
        ("本通知自印发之日起执行，有效期至2033年12月31日。", ("2031-05-06", "2033-12-31")),
        ("本行动计划自发布之日起施行，有效期至2033年年底。", ("2031-05-06", "2033-12-31")),
        ("本规定自公布之日起30日后施行，有效期为三年。", ("2031-06-05", "2034-06-04")),
        ("《溪源县节水办法》已经通过，现予公布，自2031年10月1日起施行。", ("2031-10-01", None)),
        ("本规划自2031年8月1日起实施，有效期至0000年底。", ("2031-08-01", None)),
        ("本政策措施自二〇三一年二月二十九日起施行。", (None, None)),
        ("本措施执行期间如遇上级调整，从其规定，有效期至2032年6月。", (None, "2032-06-30")),
        ("节水型企业名单自2031年8月1日起生效，有效期3年。", (None, None)),
        ("按照本办法取得的证书，自颁发之日起有效期5年。", (None, None)),
        ("到2031年，全面施行节水。", (None, None)),
    ],
)
def test_what_a_text_says(said: str, expected: tuple[str | None, str | None]) -> None:
    text = f"一、总则\n保障供水。\n{said}\n"
    assert validity(text, [Span(0, len(text))], "2031-05-06") == expected


def test_an_undated_document_counts_from_no_day() -> None:
    text = "本办法自印发之日起施行，有效期5年。"
    assert validity(text, [Span(0, len(text))], None) == (None, None)


def test_the_work_says_it_and_attachments_do_not() -> None:
    head = "溪源县节水办法\n溪政发〔2031〕5号\n各乡镇人民政府：\n为节水，制定本办法。\n第一条 保障供水。\n第二条 本办法自2031年8月1日起施行，有效期2年。\n"
    tail = "溪源县人民政府\n2031年7月1日\n附件1\n评分标准\n本标准自2032年1月1日起施行。\n"
    work = parse((head + tail).encode(), path="办法.txt").work
    assert (work.in_force, work.expires) == ("2031-08-01", "2033-07-31")


@given(st.text(alphabet="本办法自印发之日起施行，有效期至为年月日个底两0123456789十。\n", max_size=60))
def test_any_words_give_days_or_nothing(text: str) -> None:
    for day in validity(text, [Span(0, len(text))], "2031-02-28"):
        assert day is None or len(day) == 10
