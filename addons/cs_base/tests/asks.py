"""How the web client asks the views of an analysis; for tests and benchmarks."""

from itertools import product

from lxml import etree

PAGE, COUNTED = 80, 10001


def ask_list(model, view=None, domain=()):
    """The first page of a list, as the web client asks for it."""
    arch = _arch(model, "list", view)
    specification = {}
    for node in arch.iter("field"):
        field = model._fields[node.get("name")]
        specification[field.name] = {}
        if field.type in ("many2one", "reference"):
            is_hidden = node.get("column_invisible") in ("True", "1")
            specification[field.name]["fields"] = {} if is_hidden else {"display_name": {}}
    return lambda: model.web_search_read(
        list(domain), specification, limit=PAGE, count_limit=COUNTED
    )


def ask_pivot(model, view=None, rows=None, domain=()):
    """All cells of a pivot table with each group unfolded once."""
    arch = _arch(model, "pivot", view)
    rows = rows or _groups(arch.findall("field[@type='row']"))
    columns = _groups(arch.findall("field[@type='col']"))
    measures = [node.get("name") for node in arch.findall("field[@type='measure']")]
    sets = [row + column for row, column in product(_sections(rows), _sections(columns))]
    return lambda: model.formatted_read_grouping_sets(
        list(domain), sets, _aggregates(model, measures)
    )


def ask_graph(model, view=None, domain=()):
    arch = _arch(model, "graph", view)
    groups = _groups(arch.xpath("field[not(@type)]"))
    measures = [node.get("name") for node in arch.findall("field[@type='measure']")]
    model = model.with_context(fill_temporal=True)
    return lambda: model.formatted_read_group(list(domain), groups, _aggregates(model, measures))


def _arch(model, kind, view):
    view_id = model.env.ref(view).id if view else False
    return etree.fromstring(model.get_view(view_id, kind)["arch"])


def _groups(nodes):
    return [":".join(filter(None, (node.get("name"), node.get("interval")))) for node in nodes]


def _sections(groups):
    return [groups[:size] for size in range(len(groups) + 1)]


def _aggregates(model, measures):
    aggregates = ["__count"]
    for name in measures:
        field = model._fields[name]
        aggregates.append(f"{name}:{field.aggregator}")
        if field.type == "monetary":
            currency = field.get_currency_field(model)
            aggregates += [f"{currency}:array_agg_distinct", f"{name}:sum_currency"]
    return aggregates
