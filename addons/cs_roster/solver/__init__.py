"""Rosters by plain Python and OR-Tools: nothing here knows Odoo.

`problem` says what is asked, `checker` judges any roster, `arithmetic` counts before anything is
solved, `model` and `neighbourhood` solve, `core` says what clashes. `python -m solver` runs it all
in a process of its own; OR-Tools is imported there only.
"""
