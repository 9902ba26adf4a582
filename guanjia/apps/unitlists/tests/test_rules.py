"""What one cell says, in the many ways people write it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.unitlists import rules
from guanjia.apps.unitlists.rules import REASONS, Reason
from guanjia.apps.unitlists.terms import Field
from guanjia.apps.unitlists.tests.workbooks import DATE_STYLES, WIDE

DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.integers(-(10**20), 10**20),
    st.text(max_size=60),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def code(value):
    return value.code if isinstance(value, Reason) else None


class TestArea:
    """Square metres."""

    @given(
        st.decimals("0.01", "99999.99", places=2),
        st.sampled_from(["", "㎡", " 平方米", "m2", "M²", "平", " sqm"]),
        st.booleans(),
    )
    def test_a_number_is_the_same_with_its_unit_and_in_full_width(self, number, unit, wide):
        text = f" {number}{unit}".translate(WIDE) if wide else f" {number}{unit}"
        assert rules.area(text) == number

    @pytest.mark.parametrize(
        ("cell", "metres"),
        [
            (112.4, "112.40"),
            (120, "120.00"),
            ("1,126.88 平方米", "1126.88"),
            ("126.875", "126.88"),
            ("１２６．８８", "126.88"),
            (".5", "0.50"),
        ],
    )
    def test_numbers_are_read_to_two_decimals(self, cell, metres):
        assert str(rules.area(cell)) == metres

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            (None, "area_missing"),
            ("  ", "area_missing"),
            ("—", "area_missing"),
            ("无", "area_missing"),
            ("约一百二", "area_not_number"),
            ("约120", "area_not_number"),
            ("12.5.3", "area_not_number"),
            ("12,5", "area_not_number"),
            ("89.32/2", "area_not_number"),
            ("三室", "area_not_number"),
            (date(2010, 1, 1), "area_not_number"),
            (True, "area_not_number"),
            (-89.3, "area_not_positive"),
            (0, "area_not_positive"),
            ("0.001", "area_not_positive"),
            (12688000, "area_too_large"),
            ("1E+30", "area_too_large"),
            ("#REF!", "area_not_number"),
        ],
    )
    def test_what_is_no_area_is_said_so(self, cell, reason):
        assert code(rules.area(cell)) == reason


class TestDay:
    """A day, in any usual style."""

    @given(DAYS, st.sampled_from(DATE_STYLES))
    def test_every_usual_style_gives_the_same_day(self, day, style):
        assert rules.day(style(day), Field.DELIVERED_ON) == day

    @given(DAYS)
    def test_a_serial_number_gives_the_same_day_as_number_and_as_text(self, day):
        serial = (day - date(1899, 12, 30)).days
        assert rules.day(float(serial), Field.DELIVERED_ON) == day
        assert rules.day(serial + 0.75, Field.DELIVERED_ON) == day
        if 20000 <= serial <= 69999:
            assert rules.day(str(serial), Field.DELIVERED_ON) == day

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("2009.05.06", date(2009, 5, 6)),
            ("2009．5．6", date(2009, 5, 6)),
            ("２００９年８月２１日", date(2009, 8, 21)),
            ("2009年8月21号", date(2009, 8, 21)),
            ("2009-08-21T00:00:00", date(2009, 8, 21)),
            ("二〇〇九年八月二十一日", date(2009, 8, 21)),
            ("21/8/2009", date(2009, 8, 21)),
            ("8/21/2009 0:00", date(2009, 8, 21)),
            ("5/5/2009", date(2009, 5, 5)),
            ("20090821", date(2009, 8, 21)),
            (20090821.0, date(2009, 8, 21)),
            (datetime(2009, 8, 21, 23, 59), date(2009, 8, 21)),
            ("未交房", None),
            ("/", None),
            (None, None),
            ("", None),
        ],
    )
    def test_days_and_blanks_are_read(self, cell, day):
        assert rules.day(cell, Field.DELIVERED_ON) == day

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            ("2011-13-45", "date_impossible"),
            ("2010-02-30", "date_impossible"),
            ("2009年8月", "date_impossible"),
            ("去年", "date_impossible"),
            ("5/6/2009", "date_unclear"),
            ("20091345", "date_impossible"),
            ("99999999", "date_impossible"),
            (0.5, "date_impossible"),
            (-3.0, "date_impossible"),
            (9e9, "date_impossible"),
            ("0209-05-06", "date_impossible"),
            (date(1899, 1, 1), "date_impossible"),
            (time(9, 30), "date_impossible"),
            (timedelta(days=3), "date_impossible"),
            (True, "date_impossible"),
            ("=TODAY()", "date_impossible"),
        ],
    )
    def test_what_is_no_day_is_said_so(self, cell, reason):
        assert code(rules.day(cell, Field.DELIVERED_ON)) == reason

    def test_nobody_fits_out_or_moves_in_before_the_handover(self):
        one, two, three = (date(2010, 1, number) for number in (1, 2, 3))
        assert (
            rules.why_not_dates(one, two, three)
            == rules.why_not_dates(None, one, one)
            == rules.why_not_dates(one, one, one)
            == []
        )
        assert [code(reason) for reason in rules.why_not_dates(three, one, two)] == [
            "fitout_before_delivery",
            "moved_in_before_delivery",
        ]


class TestPhones:
    """Telephones, one or several in a cell."""

    @pytest.mark.parametrize(
        ("cell", "numbers"),
        [
            ("19900003544", ("19900003544",)),
            (19900003544.0, ("19900003544",)),
            ("199 0000-3544", ("19900003544",)),
            ("１９９００００３５４４", ("19900003544",)),
            ("+86 19900003544", ("19900003544",)),
            ("19900003544/18800001111", ("19900003544", "18800001111")),
            ("19900003544、18800001111", ("19900003544", "18800001111")),
            ("19900003544 18800001111", ("19900003544", "18800001111")),
            ("19900003544\n18800001111", ("19900003544", "18800001111")),
            ("19900003544;19900003544", ("19900003544",)),
            ("19900003544(妻)", ("19900003544",)),
            ("张三:19900003544，李四18800001111", ("19900003544", "18800001111")),
            ("028-87654321转801", ("02887654321",)),
            ("028-87654321 分机 801", ("02887654321",)),
            ("(028)8765 4321", ("02887654321",)),
            ("87654321", ("87654321",)),
            ("无", ()),
            (None, ()),
            (" ", ()),
        ],
    )
    def test_numbers_are_found_among_marks_names_and_remarks(self, cell, numbers):
        assert rules.phones(cell) == numbers

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            ("12345", "phone_malformed"),
            ("1990000354", "phone_malformed"),
            ("199000035441", "phone_malformed"),
            ("19900003544/123", "phone_malformed"),
            ("见备注", "phone_malformed"),
            ("abc", "phone_malformed"),
            ("=1+1", "phone_malformed"),
            (12345.0, "phone_malformed"),
            (date(2010, 1, 1), "phone_malformed"),
            ("1.99E+10", "phone_damaged"),
        ],
    )
    def test_what_is_no_number_is_said_so(self, cell, reason):
        assert code(rules.phones(cell)) == reason


class TestWords:
    """Names, rooms, notes, identity numbers."""

    @pytest.mark.parametrize(
        ("cell", "names"),
        [
            ("孟静岩", ("孟静岩",)),
            ("  常若承 ", ("常若承",)),
            ("张 三", ("张三",)),
            ("张　三", ("张三",)),
            ("张三、李四", ("张三", "李四")),
            ("张三/李四", ("张三", "李四")),
            ("张三和李四", ("张三", "李四")),
            ("王小明 李小红", ("王小明", "李小红")),
            ("张三\n李四", ("张三", "李四")),
            ("张三,张三", ("张三",)),
            ("John Smith", ("John Smith",)),
            ("Smith, John", ("Smith, John",)),
            ("百货(南充)有限公司", ("百货(南充)有限公司",)),
            ("天和地产/百货有限公司", ("天和地产/百货有限公司",)),
            ("和平", ("和平",)),
            ("无", ()),
            (None, ()),
        ],
    )
    def test_owners_are_told_apart(self, cell, names):
        assert rules.owners(cell) == names

    @pytest.mark.parametrize(
        "cell",
        [
            '=HYPERLINK("http://evil","王")',
            "＝1+1",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|x",
            "  =A1",
            "-王",
            "\t=1+1",
        ],
    )
    def test_a_formula_is_no_name(self, cell):
        assert code(rules.owners(cell)) == "formula"

    def test_a_note_may_begin_with_a_dash_but_not_run(self):
        assert rules.words("- 业主常年在外", Field.NOTE, 300) == "- 业主常年在外"
        assert code(rules.words("-1+cmd|'x'!A0", Field.NOTE, 300)) == "formula"
        assert code(rules.words("x" * 301, Field.NOTE, 300)) == "text_too_long"
        assert code(rules.words("#REF!", Field.NOTE, 300)) == "cell_error"
        assert code(rules.owners("王" * 81)) == "text_too_long"

    @pytest.mark.parametrize(
        ("cell", "room"),
        [
            ("A1-1-0302", "A1-1-0302"),
            (302.0, "302"),
            ("302室", "302"),
            ("３０２", "302"),
            ("0302号", "0302"),
            ("商铺8", "商铺8"),
        ],
    )
    def test_room_numbers_are_read(self, cell, room):
        assert rules.room(cell) == room

    def test_a_missing_or_mangled_room_number_is_said_so(self):
        assert code(rules.room(None)) == code(rules.room(" ")) == "room_missing"
        assert code(rules.room(date(2011, 3, 2))) == "room_is_date"
        assert code(rules.room("=A1")) == "formula"

    @pytest.mark.parametrize(
        ("cell", "floor"),
        [
            (3.0, 3),
            ("3层", 3),
            ("三层", 3),
            ("B1", -1),
            ("负2", -2),
            ("地下一层", -1),
            ("-1", -1),
            ("跃层", None),
            (None, None),
            ("3-4层", 3),
            (9999, None),
        ],
    )
    def test_floors_are_read_where_there_is_one(self, cell, floor):
        assert rules.whole_floor(cell) == floor

    def test_identity_numbers_are_read_and_damaged_ones_refused(self):
        assert rules.identities("51150019641202077x、511500196412020786") == (
            "51150019641202077X",
            "511500196412020786",
        )
        assert rules.identities(" 5115 0019 6412 0207 78 ") == ("511500196412020778",)
        assert rules.identities(None) == ()
        assert code(rules.identities(511500196412020778.0)) == "id_damaged"
        assert code(rules.identities("5.11500196412021E+17")) == "id_damaged"
        assert code(rules.identities("1" * 41)) == "text_too_long"
        assert code(rules.identities("=A1")) == "formula"


PARSERS = [
    rules.area,
    rules.room,
    rules.owners,
    rules.phones,
    rules.identities,
    rules.whole_floor,
    rules.text_of,
    rules.shown,
    lambda cell: rules.day(cell, Field.DELIVERED_ON),
    lambda cell: rules.words(cell, Field.NOTE, 300),
]


@given(CELLS, st.sampled_from(PARSERS))
def test_no_cell_whatsoever_breaks_a_parser(cell, parse):
    value = parse(cell)
    if isinstance(value, Reason):
        assert str(value)


@given(CELLS)
def test_nothing_that_runs_as_a_formula_ever_passes_as_a_name(cell):
    names = rules.owners(cell)
    if not isinstance(names, Reason):
        assert not any(name[:1] in "=+-@" for name in names)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", REASONS)
def test_every_reason_can_be_told_in_both_languages(language, key):
    params = dict.fromkeys(
        (
            "value",
            "most",
            "row",
            "sheet",
            "group",
            "name",
            "building",
            "numbers",
            "owners",
            "fitout",
            "delivered",
            "moved",
        ),
        "7",
    )
    with override(language):
        told = str(Reason(key, Field.ROOM, params))
    assert "%(" not in told
    assert Reason.from_json(Reason(key, Field.ROOM, params).as_json()) == Reason(key, Field.ROOM, params)
