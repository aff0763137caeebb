"""Sharing out signatures: everybody signs once, so each step needs a person of its own."""


def find_unassignable(choices):
    """The first key that no value of its own is left for, or None.

    :param choices: for each key the values that it may take; no two keys share one
    """
    taken = {}

    def assign(key, tried):
        for value in choices[key]:
            if value in tried:
                continue
            tried.add(value)
            if value not in taken or assign(taken[value], tried):
                taken[value] = key
                return True
        return False

    return next((key for key in choices if not assign(key, set())), None)
