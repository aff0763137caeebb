from . import (
    test_broken_goods_are_claimed,
    test_returns_of_a_case,
    test_summary_of_returns,
)
