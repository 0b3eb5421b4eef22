""" "Why this date": each day with its reason; and the receipt of a new holiday table."""

from datetime import date

from envoy_desktop.domain.calendar import Calendar, HolidayRow, Unit
from envoy_desktop.domain.clock import ClockName, Lamp, Party, days, differences


def told(procedure, as_of):
    notes = days(procedure.events, procedure.terms, procedure.calendar, date.fromisoformat(as_of))
    return {note.date.isoformat()[5:]: note for note in notes}


def test_every_day_up_to_the_deadline_has_its_reason(procedure):
    procedure.under(statutory_limit=10).filed("2026-09-21").accepted("2026-09-22")
    procedure.special_step("2026-09-28", 2)
    notes = told(procedure, "2026-09-29")
    assert (min(notes), max(notes)) == ("09-22", "10-15")
    assert notes["09-22"].counted_for == (ClockName.ACCEPTANCE,)
    assert (notes["09-23"].counted_for, notes["09-23"].number) == ((ClockName.DECISION,), 1)
    mid_autumn = notes["09-26"]
    assert (mid_autumn.reason, mid_autumn.holder) == ("holiday", Party.NOBODY)
    assert mid_autumn.values == {"name": "中秋节", "notice_year": 2026}
    step = notes["09-30"]
    assert (step.reason, step.holder, step.counted_for) == ("special_step", Party.NOBODY, ())
    assert step.values["until"] == date(2026, 9, 30)
    assert notes["10-10"].reason == "swapped_workday"
    assert notes["10-10"].number == 6
    assert notes["10-11"].reason == "weekend"
    assert notes["10-15"].number == 10


def test_the_last_day_told_is_the_latest_open_deadline(procedure):
    procedure.under(promised_limit=5).filed("2026-03-02").accepted("2026-03-02")
    assert list(told(procedure, "2026-03-04"))[-1] == "03-30"
    assert list(told(procedure, "2026-04-15"))[-1] == "04-15"
    procedure.suspended("2026-03-05")
    assert list(told(procedure, "2026-03-10"))[-1] == "03-10"  # unknown: up to the day of reading
    assert told(procedure, "2026-03-10")["03-06"].reason == "suspended"


def test_waiting_for_papers_names_them(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "营业执照")
    note = told(procedure, "2026-03-06")["03-05"]
    assert (note.holder, note.reason, note.counted_for) == (Party.INVESTOR, "correcting", ())
    assert note.values == {"since": date(2026, 3, 4), "items": ("营业执照",)}


def test_calendar_days_count_at_weekends_too(procedure):
    procedure.under(statutory_limit=10, unit=Unit.CALENDAR_DAY)
    procedure.filed("2026-03-04").accepted("2026-03-04").special_step("2026-03-06", 5)
    notes = told(procedure, "2026-03-20")
    assert notes["03-07"].reason == "special_step"
    assert notes["03-07"].counted_for == ()
    assert (notes["03-14"].reason, notes["03-14"].number) == ("weekend", 3)
    assert notes["03-14"].holder is Party.NOBODY


def test_overrun_and_missing_notice_are_told_as_such(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-03", 2)
    assert told(procedure, "2026-03-10")["03-09"].reason == "special_step_overrun"
    other = type(procedure)().filed("2026-03-02").accepted("2026-03-02")
    other.special_step("2026-03-03", None)
    note = told(other, "2026-03-10")["03-09"]
    assert (note.reason, note.holder) == ("special_step_without_notice", Party.DEPARTMENT)
    assert ClockName.DECISION in note.counted_for


def test_nothing_filed_has_no_days(procedure):
    assert told(procedure, "2026-03-02") == {}


def test_a_new_table_gives_a_receipt_of_what_it_moved(procedure):
    """2020: five working days from 01-20 ended on 02-01, by the emergency notice on 02-04."""
    announced = [HolidayRow(date(2020, 1, n), "holiday", "春节", 2020) for n in range(24, 31)]
    announced.append(HolidayRow(date(2020, 2, 1), "workday", "春节", 2020))
    later = [
        HolidayRow(date(2020, 1, 31), "holiday", "春节", 2020),
        HolidayRow(date(2020, 2, 1), "holiday", "春节", 2020),
    ]
    procedure.under(statutory_limit=5).filed("2020-01-20").accepted("2020-01-20")
    procedure.calendar = Calendar(announced)
    old = procedure.read("2020-02-03")
    procedure.calendar = Calendar([*announced, *later])
    new = procedure.read("2020-02-03")
    (moved,) = differences(old, new)
    assert (moved.old, moved.new) == (date(2020, 2, 1), date(2020, 2, 4))
    assert (moved.old_lamp, moved.new_lamp, moved.ended) == (Lamp.RED, Lamp.YELLOW, False)
    assert differences(new, new) == ()
