"""Words in clauses: folding, ranking and excerpts."""

from guanjia.apps.manuals.searching import excerpt, fold, marked, pairs_of, words_of, worth


def test_full_width_signs_and_capitals_do_not_matter():
    assert fold("第３条", "ＡＢＣ　电梯") == "第3条 abc 电梯"
    assert words_of(" 电梯  ＥＬＥＶＡＴＯＲ 电梯") == ("电梯", "elevator")


def test_a_find_is_marked_as_it_was_written():
    pieces = marked("投诉１５分钟内，投诉人", words_of("投诉 15"))
    assert [(piece.text, piece.found) for piece in pieces] == [
        ("投诉１５", True),
        ("分钟内，", False),
        ("投诉", True),
        ("人", False),
    ]


def test_an_excerpt_stands_around_the_first_find():
    text = "甲" * 100 + "电梯困人" + "乙" * 200
    pieces = excerpt(text, ("电梯",))
    assert pieces[0].text == "…"
    assert pieces[-1].text == "…"
    assert [piece.text for piece in pieces if piece.found] == ["电梯"]
    assert sum(len(piece.text) for piece in pieces) < 150


def test_a_heading_weighs_more_than_a_text_and_a_number_most():
    in_heading = worth(("投诉",), number="第一条", heading="投诉受理", text="登记。")
    in_text = worth(("投诉",), number="第二条", heading="登记", text="接到投诉后登记投诉人。")
    by_number = worth(("3.1",), number="3.1", heading="", text="x")
    assert by_number > in_heading > in_text > 0


def test_pairs_of_a_long_query():
    assert pairs_of(("投诉处理abc",)) == ("投诉", "诉处", "处理", "abc")
