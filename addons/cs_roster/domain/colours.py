"""The colours of shifts on screens, on paper and in sheets: dark letters on a light ground."""

# by the number that Odoo's colour picker gives
SHIFTS = (
    "#e5e7eb",
    "#fecaca",
    "#fed7aa",
    "#fdea9b",
    "#c7d2fe",
    "#e9d5ff",
    "#f5e0c8",
    "#a7e3dc",
    "#bfdbfe",
    "#fbcfe8",
    "#bbf0c9",
    "#ddd6fe",
)
REST = "#ffffff"
LEAVE = "#d6d3d1"
WEEKEND = "#f1f5f9"
SHORT = "#fca5a5"
THIN = "#fde68a"


def of_shift(number):
    return SHIFTS[number % len(SHIFTS)]
