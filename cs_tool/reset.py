"""`cs reset`: back to a checkout that has never been used."""

import shutil

from .paths import STATE
from .postgres import remove_data
from .say import note


def reset():
    if STATE.exists():
        remove_data()
        shutil.rmtree(STATE)
    note("Everything that ./cs made is removed.")
