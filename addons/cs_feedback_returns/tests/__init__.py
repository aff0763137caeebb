from . import test_broken_goods_are_claimed
