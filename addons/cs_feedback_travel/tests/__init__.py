from . import test_refused_day
