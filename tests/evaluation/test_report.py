import json

from storyline.evaluation.report import Evaluation, Row


def test_a_report_is_a_table_and_plain_json() -> None:
    rows = [Row("toon", "filled", {"psnr": 31.25, "count": 3}), Row("floor", "filled", {"psnr": 1.5, "best": None})]
    report = Evaluation("between", 3, 2, {"filled": {"total": 3, "passed": 2}}, rows, {"films": 1})
    facts = json.loads(json.dumps(report.json()))
    assert (facts["total"], facts["passed"], facts["by_task"]["filled"]["passed"], facts["films"]) == (3, 2, 2, 1)
    assert facts["rows"][0] == {"who": "toon", "what": "filled", "psnr": 31.25, "count": 3}
    assert report.table().splitlines() == [
        "between: 2 of 3",
        "",
        "| who | what | psnr | count | best |",
        "|---|---|---|---|---|",
        "| toon | filled | 31.2 | 3 | – |",
        "| floor | filled | 1.500 | – | – |",
        "films: 1",
    ]
