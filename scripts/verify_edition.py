#!/usr/bin/env python3
"""Checks downloaded editions of the yearly reports without the portal: standard library only, nothing is asked of the network.

    verify_edition.py FOLDER [FOLDER ...]        folders with manifest.json, or one above them (data/, data/2026/)
    verify_edition.py FILE --index index.json    one document against the list of all editions (data/index.json of the site)
    --sha256 HASH                                the edition's SHA-256 as its public page or a letter says it: whose edition it is

Exit codes: 0 genuine and current · 1 altered or not ours · 2 something is missing or cannot be read · 3 genuine, but replaced
"""

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path

GENUINE, ALTERED, MISSING, REPLACED = 0, 1, 2, 3
SOURCES = ("republican", "local", "extra")
WORDS = {
    GENUINE: "GENUINE: everything agrees.", ALTERED: "ALTERED: at least one thing is not as it was approved.",
    MISSING: "INCOMPLETE: something is missing or cannot be read; what is there could not be proved whole.",
    REPLACED: "GENUINE, BUT REPLACED by a later edition of the same year.",
}  # fmt: skip


def gravest(codes):
    """The code that decides."""
    return next((code for code in (ALTERED, MISSING, REPLACED) if code in codes), GENUINE)


def sha256(path):
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


class Edition:
    """A folder with a manifest, and what was found wrong in it: (exit code, words)."""

    def __init__(self, folder):
        self.folder, self.faults = folder, []
        data = (folder / "manifest.json").read_bytes()
        self.sha256, self.manifest = hashlib.sha256(data).hexdigest(), json.loads(data)
        self.year, self.number = self.manifest["year"], self.manifest["edition"]
        self.previous, self.approved = self.manifest.get("previous_sha256", ""), self.manifest.get("approved_at", "")

    @property
    def name(self):
        return f"{self.year}, edition {self.number}"

    def fault(self, code, words):
        """Remembers a fault."""
        self.faults.append((code, words))

    def check(self):
        """Everything that one folder can prove by itself."""
        self.check_files({one["name"]: one["sha256"] for one in self.manifest["files"]}, "manifest.json")
        sums = self.folder / "SHA256SUMS"
        if sums.exists():
            lines = [line.split(None, 1) for line in sums.read_text(encoding="utf-8").splitlines() if line.strip()]
            self.check_files({name.strip().lstrip("*"): found for found, name in lines}, "SHA256SUMS")
        else:
            self.fault(MISSING, "SHA256SUMS is not there")
        if (self.folder / "summary.json").exists() and (self.folder / "lines.csv").exists():
            try:
                self.check_figures()
            except (ValueError, KeyError, TypeError) as problem:
                self.fault(ALTERED, f"summary.json or lines.csv cannot be read: {problem!r}")

    def check_files(self, listed, where):
        """Every listed file is there with its hash."""
        for name, expected in listed.items():
            path = self.folder / name
            if Path(name).name != name:
                self.fault(ALTERED, f"{where} names a file outside the folder: {name}")
            elif not path.is_file():
                self.fault(MISSING, f"{name}: not there ({where})")
            elif sha256(path) != expected:
                self.fault(ALTERED, f"{name}: the SHA-256 is not the one in {where}")

    def check_figures(self):
        """The lines add up to the totals; both name this edition; the report versions are those of the manifest."""
        summary = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        with (self.folder / "lines.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        if (summary["year"], summary["edition"]) != (self.year, self.number):
            self.fault(ALTERED, f"summary.json says it is {summary['year']}, edition {summary['edition']}")
        if summary.get("previous_sha256", "") != self.previous:
            self.fault(ALTERED, "summary.json and manifest.json name different editions before this one")
        items = [line for line in lines if line["kind"] == "item"]
        self.compare("totals", items, summary["totals"]["funding"])
        for item in summary["items"]:
            self.compare(f"item {item['number']}", [line for line in items if line["item"] == item["item"]], item["funding"])
        if len(items) != summary["totals"]["rows"]["total"]:
            self.fault(ALTERED, f"lines.csv has {len(items)} rows of items, summary.json says {summary['totals']['rows']['total']}")
        known = {(one["body"], str(one["version"]), one["sha256"]) for one in self.manifest.get("reports", [])}
        used = {(line["body"], line["report_version"], line["report_sha256"]) for line in lines if line["report"] == "accepted"}
        if known and used - known:
            self.fault(ALTERED, f"lines.csv takes lines from reports that the manifest does not name: {sorted(used - known)[:3]}")

    def compare(self, what, lines, funding):
        """The sums of the lines are those of the summary, to the tenge; nothing given is nothing, not zero."""
        for source in SOURCES:
            for kind in ("planned", "disbursed"):
                given = [int(line[f"{kind}_{source}"]) for line in lines if line[f"{kind}_{source}"]]
                total = sum(given) if given else None
                if total != funding[source][kind]:
                    self.fault(ALTERED, f"{what}: {kind} {source} is {funding[source][kind]} in summary.json, {total} in lines.csv")

    @property
    def verdict(self):
        """The gravest of what was found."""
        return gravest({code for code, _words in self.faults})


def check_chain(editions):
    """Each edition names the SHA-256 of the one approved before it. Gives what could not be checked."""
    known, unchecked = {one.sha256 for one in editions}, []
    ordered = sorted(editions, key=lambda one: (one.approved, one.year, one.number))
    for before, one in zip([None, *ordered], ordered, strict=False):
        if before and not one.previous:
            one.fault(ALTERED, f"claims to be the first edition, but {before.name} was approved before it")
        elif one.previous in known:
            if before is None or before.sha256 != one.previous:
                one.fault(ALTERED, "the chain is broken: it follows an edition that was not approved just before it")
        elif before and (before.year, before.number) == (one.year, one.number - 1):
            one.fault(ALTERED, f"the chain is broken: it does not follow {before.name} as it is here")
        elif one.previous:
            unchecked.append(f"{one.name}: the edition before it ({one.previous[:16]}…) is not among the folders")
        later = max((other.number for other in editions if other.year == one.year), default=one.number)
        if later > one.number:
            one.fault(REPLACED, f"replaced by edition {later}")
    return unchecked


def check_folders(paths, expected):
    """Prints what each edition proves and gives the exit code."""
    found = sorted({path.parent for top in paths for path in [top / "manifest.json", *top.rglob("manifest.json")] if path.is_file()})
    folders = [one for one in found if one.name != "latest" or len(found) == 1]
    if not folders:
        print(f"No manifest.json in: {', '.join(map(str, paths))}")
        return MISSING
    editions = [Edition(folder) for folder in folders]
    for one in editions:
        one.check()
    unchecked = check_chain(editions)
    if expected and expected not in {one.sha256 for one in editions}:
        editions[-1].fault(ALTERED, f"no edition here has the SHA-256 {expected}")
    for one in editions:
        print(f"{one.folder}: {one.name}\n  SHA-256 of the edition: {one.sha256}")
        print("".join(f"  - {words}\n" for _code, words in one.faults) + f"  {WORDS[one.verdict]}")
    unchecked += [] if expected else ["whether the ministry issued it: compare the SHA-256 of the edition with the one on its page"]
    print("Not checked: " + "; ".join(unchecked) + "." if unchecked else "The chain is whole.")
    worst = {one.verdict for one in editions if one.verdict != REPLACED or len(editions) == 1}
    return gravest(worst)


def check_document(path, index):
    """One file against `index.json`: by its bytes, then by its name."""
    digest = sha256(path)
    files = [(edition, one) for edition in index["editions"] for one in edition["files"]]
    same = [edition for edition, one in files if one["sha256"] == digest]
    if same:
        edition = max(same, key=lambda one: (one["status"] == "published", one["year"], one["number"]))
        code = GENUINE if edition["status"] == "published" else REPLACED
        print(f"{path}: {edition['year']}, edition {edition['number']}\n  SHA-256: {digest}\n  {WORDS[code]}")
        return code
    named = sorted({f"{edition['year']}, edition {edition['number']}" for edition, one in files if one["name"] == path.name})
    print(f"{path}: not a file of any edition in the index\n  SHA-256: {digest}")
    print(f"  A file of this name belongs to: {'; '.join(named)}\n  {WORDS[ALTERED]}" if named else "  Not known here.")
    return ALTERED


def main(arguments):
    """Reads the command line and gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--sha256", default="")
    given = parser.parse_args(arguments)
    try:
        if given.index:
            index = json.loads(given.index.read_text(encoding="utf-8"))
            return gravest({check_document(path, index) for path in given.paths})
        return check_folders(given.paths, given.sha256.lower())
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"Cannot be read: {problem!r}")
        return MISSING


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
