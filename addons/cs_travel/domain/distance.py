"""Positions on the globe (WGS 84) and distances between them."""

from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


def is_number(value):
    """Whether a value that came from outside is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def is_position(latitude, longitude):
    """Whether the two are degrees of a place on earth."""
    return (
        is_number(latitude)
        and is_number(longitude)
        and -90 <= latitude <= 90
        and -180 <= longitude <= 180
    )


def distance_km(first, second):
    """Great-circle distance between two ``(latitude, longitude)`` by the haversine formula."""
    (lat_1, lon_1), (lat_2, lon_2) = (map(radians, point) for point in (first, second))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    # rounding may lift antipodes a little above one
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def nearest(point, places):
    """The place nearest to ``point`` and its distance in km.

    :param places: ``{key: (latitude, longitude)}``
    :return: ``(key, km)``, or ``(None, None)`` without places
    """
    distances = {key: distance_km(point, place) for key, place in places.items()}
    if not distances:
        return None, None
    key = min(distances, key=distances.get)
    return key, distances[key]
