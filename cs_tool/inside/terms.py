"""Exports the translatable terms of addons and compares or merges them with their .po file.

python -m cs_tool.inside.terms DATABASE check|merge ADDON...
"""

import io
import json
import re
import sys

import polib

from odoo.tools.translate import trans_export

from cs_tool.inside.session import superuser
from cs_tool.paths import ADDONS

LANGUAGE = "zh_CN"
# %s, %(name)s, {name}, {{ expression }} and tags: a translation must carry the same.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\{.*?\}\}|\{\w*\}|</?[a-z]\w*")


def main(database, verb, *addons):
    handle = {"check": check, "merge": merge}[verb]
    with superuser(database) as env:
        lines = [f"{name}: {line}" for name in addons for line in handle(env, name)]
    print(json.dumps(lines))


def check(env, addon):
    """Complaints about the translation of one addon."""
    terms = _export(env, addon)
    translation = _translation(addon)
    return compare(terms, translation)


def compare(terms, translation):
    known = {entry.msgid: entry for entry in translation if not entry.obsolete}
    wanted = {entry.msgid for entry in terms}
    complaints = []
    for msgid in sorted(wanted):
        entry = known.get(msgid)
        if entry is None or not entry.msgstr:
            complaints.append(f"not translated: {msgid!r}")
        elif entry.fuzzy:
            complaints.append(f"marked as uncertain: {msgid!r}")
        elif _placeholders(msgid) != _placeholders(entry.msgstr):
            complaints.append(f"other placeholders: {msgid!r} → {entry.msgstr!r}")
    complaints += [f"no longer used: {msgid!r}" for msgid in sorted(known.keys() - wanted)]
    return complaints


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def merge(env, addon):
    """Writes the .pot file and brings the translation in line with it."""
    terms = _export(env, addon)
    folder = ADDONS / addon / "i18n"
    folder.mkdir(exist_ok=True)
    terms.save(str(folder / f"{addon}.pot"))
    translation = _translation(addon)
    translation.merge(terms)
    for entry in translation.obsolete_entries():
        translation.remove(entry)
    # polib guesses nothing, but keeps "fuzzy" marks of entries that it has matched.
    translation.metadata = {**terms.metadata, **_header()}
    translation.save(str(folder / f"{LANGUAGE}.po"))
    left = len(translation.untranslated_entries()) + len(translation.fuzzy_entries())
    return [f"{len(translation)} terms, {left} to be translated in i18n/{LANGUAGE}.po"]


def _header():
    return {"Language": LANGUAGE, "Plural-Forms": "nplurals=1; plural=0;"}


def _export(env, addon):
    buffer = io.BytesIO()
    if not trans_export(False, [addon], buffer, "po", env):
        return polib.POFile()
    terms = polib.pofile(buffer.getvalue().decode())
    # The date of the export would change the file with every run.
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        terms.metadata.pop(key, None)
    return terms


def _translation(addon):
    file = ADDONS / addon / "i18n" / f"{LANGUAGE}.po"
    return polib.pofile(str(file)) if file.exists() else polib.POFile(wrapwidth=78)


if __name__ == "__main__":
    main(*sys.argv[1:])
