"""Dates, numbers and money as people of each language write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel.dates import format_date, format_datetime, format_time, get_month_names
from babel.numbers import format_currency as _currency
from babel.numbers import format_decimal, format_percent, get_currency_precision

from streamlit_app.kit.i18n import _, language

_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~$:&@/")


def _locale() -> str:
    """The catalogue's Portuguese is Portugal's; the bare code would format as in Brazil."""
    return "pt_PT" if language() == "pt" else language()


def zone() -> ZoneInfo:
    """The browser's own; UTC where it does not say."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(at: datetime | None) -> str:
    """Near days by name, others by date: "today 14:32", "12 Mar 2026"."""
    if at is None:
        return "—"
    here, today = at.astimezone(zone()), datetime.now(zone()).date()
    clock = format_time(here, "HH:mm", locale=_locale())
    if here.date() == today:
        return clock
    if here.date() == today - timedelta(days=1):
        return f"{_('yesterday')} {clock}"
    pattern = "d MMM" if here.year == today.year else "d MMM y"
    return format_datetime(here, pattern, locale=_locale())


def moment_in_full(at: datetime | None) -> str:
    return "—" if at is None else format_datetime(at.astimezone(zone()), "d MMM y, HH:mm", locale=_locale())


def clock(at: datetime) -> str:
    return format_time(at.astimezone(zone()), "HH:mm", locale=_locale())


def day(on: date) -> str:
    return format_date(on, "d MMM", locale=_locale())


def day_in_numbers(on: date) -> str:
    return format_date(on, "d MMM y", locale=_locale())


def day_in_full(on: date) -> str:
    return str(format_date(on, "EEEE d MMMM", locale=_locale()))


def ago(at: datetime) -> str:
    """How long since, in the roughest unit that still says something."""
    minutes = int((datetime.now(UTC) - at).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    return moment(at)


def number(value: float, digits: int = 1) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, pattern, locale=_locale())


def percent(share: float) -> str:
    return format_percent(share, "#,##0 %" if language() != "en" else "#,##0%", locale=_locale())


def money(amount: float, currency: str | None) -> str:
    """Whole units: budgets have no cents."""
    if not currency:
        return number(amount, 0)
    pattern = "¤#,##0" if language() == "en" else "#,##0 ¤"
    return _currency(amount, currency, pattern, locale=_locale(), currency_digits=False)


def price(amount: Decimal, currency: str) -> str:
    """To a hundredth at least, and to a millionth where it has that many: what one message costs."""
    pattern = "¤#,##0.00####" if language() == "en" else "#,##0.00#### ¤"
    return _currency(amount, currency, pattern, locale=_locale(), currency_digits=False)


def money_minor(amount: int, currency: str) -> str:
    """An amount in the currency's smallest unit (ruling X4)."""
    return _currency(major(amount, currency), currency, locale=_locale())


def value(amount: int, currency: str) -> str:
    """The same in whole units, for cards and sums that are read at a glance."""
    return money(round(major(amount, currency)), currency)


def minor(amount: float, currency: str) -> int:
    """What a person wrote in whole units, in the currency's smallest unit (ruling X4)."""
    digits: int = get_currency_precision(currency)
    return round(amount * float(10**digits))


def major(amount: int, currency: str) -> float:
    return float(amount / 10 ** get_currency_precision(currency))


def period(code: str) -> str:
    """ "202603" as "marzo 2026" (BIL-20); a day's "20260314" as a date; anything else as it is."""
    if len(code) == 6 and code.isdecimal() and 1 <= int(code[4:]) <= 12:
        return f"{month(int(code[4:]))} {code[:4]}"
    if len(code) == 8 and code.isdecimal():
        return format_date(date(int(code[:4]), int(code[4:6]), int(code[6:])), "d MMMM y", locale=_locale())
    return code


def month(of: int) -> str:
    return str(get_month_names("wide", context="stand-alone", locale=_locale())[of])


def plain(text: str) -> str:
    """A stranger's words inside Markdown: shown as they are, neither formatted nor loaded from anywhere."""
    return "".join("\\" + sign if sign in _MARKDOWN else sign for sign in text).replace("\n", " ")


def size(octets: int) -> str:
    if octets < 1024 * 1024:
        return f"{number(max(octets / 1024, 0.1))} KB"
    return f"{number(octets / 1024 / 1024)} MB"


def now() -> datetime:
    return datetime.now(UTC)
