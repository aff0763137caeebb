from math import pi

from odoo.tests import BaseCase

from ..domain.distance import EARTH_RADIUS_KM, distance_km, is_position, nearest

HANGZHOU, SHANGHAI = (30.2741, 120.1551), (31.2304, 121.4737)


class TestDistance(BaseCase):
    """Distances on the globe; nothing that is no place on earth is taken for one."""

    def test_known_distances(self):
        for first, second, km in (
            (HANGZHOU, HANGZHOU, 0),
            (HANGZHOU, SHANGHAI, 164.6),
            ((0, 0), (0, 90), EARTH_RADIUS_KM * pi / 2),
            ((90, 0), (-90, 0), EARTH_RADIUS_KM * pi),
            ((12.3, 45.6), (-12.3, -134.4), EARTH_RADIUS_KM * pi),
            ((10, 179.9), (10, -179.9), 21.9),
        ):
            with self.subTest(first=first, second=second):
                self.assertAlmostEqual(distance_km(first, second), km, 0)
                self.assertAlmostEqual(distance_km(second, first), km, 0)

    def test_nearest_place(self):
        places = {"shanghai": SHANGHAI, "hangzhou": HANGZHOU}
        self.assertEqual(nearest((30.3, 120.2), places)[0], "hangzhou")
        self.assertEqual(nearest((30.3, 120.2), {}), (None, None))

    def test_edges_of_the_earth(self):
        for latitude, longitude in ((90, 180), (-90, -180), (0, 0)):
            self.assertTrue(is_position(latitude, longitude))
        for latitude, longitude in ((90.0001, 0), (0, -180.0001), (float("nan"), 0), (0, True)):
            self.assertFalse(is_position(latitude, longitude))
