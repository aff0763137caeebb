"""The one scheme of XML ids: an id tells the model, the kind and the purpose of a record."""

import re
from dataclasses import dataclass

VIEW_KINDS = "form|list|search|kanban|pivot|graph|calendar|activity|hierarchy"
VARIANT = r"(_[a-z0-9_]+)?"
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
ACTIONS = {"ir.actions.act_window", "ir.actions.server", "ir.actions.client", "ir.actions.act_url"}


@dataclass(frozen=True)
class Record:
    """One element of a data file: what the scheme looks at."""

    xml_id: str
    model: str
    """Model of the record; "template" and "menuitem" for those elements."""
    target: str = ""
    """The model the record is about, as cs.return."""
    inherits: str = ""
    """XML id of the view that it extends."""


def complaint_about(record, addon):
    """Why the id breaks the scheme, or None."""
    if "." in record.xml_id:
        owner = record.xml_id.split(".", 1)[0]
        # Records of other modules may be changed; ours are named without the addon.
        return None if owner != addon else f"{record.xml_id}: leave out the addon's own name"
    if not SNAKE.fullmatch(record.xml_id):
        return f"{record.xml_id}: only small letters, digits and underscores"
    wanted = _pattern(record, addon)
    if wanted and not re.fullmatch(wanted, record.xml_id):
        return f"{record.xml_id} ({record.model}) should match {wanted}"
    return None


def _pattern(record, addon):
    about = record.target.replace(".", "_") or "[a-z][a-z0-9_]*"
    about = re.sub(r"_mixin$", "(_mixin)?", about)
    if record.inherits:
        core = re.escape(record.inherits.rsplit(".", 1)[-1])
        return rf"{core}_inherit_{addon}{VARIANT}"
    if record.model in ACTIONS:
        return rf"{about}_action{VARIANT}"
    patterns = {
        "ir.ui.view": rf"{about}_view_({VIEW_KINDS}){VARIANT}",
        "ir.actions.report": rf"{about}_(action_)?report{VARIANT}",
        "menuitem": rf"[a-z][a-z0-9_]*_menu{VARIANT}",
        "ir.ui.menu": rf"[a-z][a-z0-9_]*_menu{VARIANT}",
        "res.groups": rf"group_{addon}_[a-z0-9_]+",
        "res.groups.privilege": r"res_groups_privilege_[a-z0-9_]+",
        "ir.rule": rf"{about}_rule_[a-z0-9_]+",
        "ir.sequence": rf"[a-z][a-z0-9_]*_sequence{VARIANT}",
        "mail.template": rf"mail_template_{about}_[a-z0-9_]+",
        "ir.cron": rf"ir_cron_{about}_[a-z0-9_]+",
    }
    return patterns.get(record.model)


def records_of(tree):
    """The records that an XML data file declares, as ``Record``."""
    for node in tree.iter():
        xml_id = node.get("id")
        if not xml_id or node.tag not in ("record", "template", "menuitem"):
            continue
        if node.tag != "record":
            yield Record(xml_id, node.tag, inherits=node.get("inherit_id", ""))
            continue
        fields = {field.get("name"): field for field in node.iter("field")}
        yield Record(
            xml_id,
            node.get("model", ""),
            target=_target(fields),
            inherits=fields["inherit_id"].get("ref", "") if "inherit_id" in fields else "",
        )


def _target(fields):
    for name in ("res_model", "model"):
        if name in fields and fields[name].text:
            return fields[name].text.strip()
    if "model_id" in fields:
        reference = fields["model_id"].get("ref", "").rsplit(".", 1)[-1]
        return reference.removeprefix("model_").replace("_", ".")
    return ""
