"""What arrived of a delivery: quantities, rates and lateness."""


def gaps(delivered, received, digits=2):
    """What is missing and what came too much; one of them is zero."""
    difference = round(delivered - received, digits)
    return max(difference, 0.0), max(-difference, 0.0)


def rate(part, whole):
    """The share of the sums; a mean of rates would weigh one bag as much as a truck."""
    return part / whole if whole else 0.0


def late_days(promised, arrived):
    """Days after the promised one; in time and early are zero."""
    if not promised or not arrived:
        return 0
    return max((arrived - promised).days, 0)
