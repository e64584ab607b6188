"""What a machine needs beside an edition's files: package description, schemas, dictionary, licence, checksums; all years in one file.

Everything is made at baking from the frozen files and from nothing else, so it is listed in the site manifest, not in the edition's own.
"""

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path

from portal.site import cells, licence, schemas
from portal.site.editions import PUBLISHED
from reporting.consolidation.columns_beside import CHANGES, DISCIPLINE
from territories.languages import LANGUAGES

SUMS, MANIFEST, LINES, SUMMARY = "SHA256SUMS", "manifest.json", "lines.csv", "summary.json"
JSON, CSV, PLAIN = "application/json", "text/csv; charset=utf-8", "text/plain; charset=utf-8"
TYPES = {".json": JSON, ".csv": CSV, ".txt": PLAIN, "": PLAIN, ".pdf": "application/pdf"}
DICTIONARIES = ("dictionary.csv", "discipline.dictionary.csv", "changes.dictionary.csv")
BESIDE = {"discipline.csv": schemas.table_of(DISCIPLINE, "body"), "changes.csv": schemas.table_of(CHANGES, ["kind", "address", "column"])}
DICTIONARY_HEAD = ("column", "type", "values", "needed", "unit", *LANGUAGES)


def complete(root: Path, entry: dict) -> None:
    """Writes what is derived beside the approved files of an edition of the index, and lists it there. SHA256SUMS covers everything.

    Of a correction also what it changed, cell by cell: the edition before must lie in its own folder already.
    """
    folder = root / "data" / str(entry["year"]) / str(entry["number"])
    summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    approved = [one for one in entry["files"] if one["name"] != SUMS]
    made = {
        "dictionary.csv": dictionary(schemas.columns()),
        "lines.schema.json": as_json(schemas.line()),
        "summary.schema.json": as_json(schemas.summary()),
        "LICENSE.txt": licence.TEXT.encode(),
        **of_discipline(summary), **of_correction(folder, entry),
    }  # fmt: skip
    described = [*approved, *(described_file(name, data) for name, data in made.items())]
    made["datapackage.json"] = as_json(package(summary, described))
    listed = [*described, described_file("datapackage.json", made["datapackage.json"])]
    made[SUMS] = sums(listed)
    listed.append(described_file(SUMS, made[SUMS]))
    write(folder, made)
    place = f"data/{entry['year']}/{entry['number']}"
    entry["files"] = [{**one, "path": f"{place}/{one['name']}"} for one in listed]
    entry["approved_at"], entry["lines"] = summary["dates"]["approved_at"], len(read(folder / LINES)) - 1


def of_discipline(summary: dict) -> dict[str, bytes]:
    """`discipline.csv` with its dictionary, where the edition holds the table."""
    if "discipline" not in summary:
        return {}
    out, named = io.StringIO(), {body["code"]: body for body in summary["bodies"]}
    writer = csv.DictWriter(out, list(DISCIPLINE), lineterminator="\n")
    writer.writeheader()
    for one in summary["discipline"]["bodies"]:
        names = {f"name_{language}": named[one["body"]][f"name_{language}"] for language in LANGUAGES}
        writer.writerow({"year": summary["year"], **names, **one})
    return {"discipline.csv": out.getvalue().encode(), "discipline.dictionary.csv": dictionary(DISCIPLINE)}


def of_correction(folder: Path, entry: dict) -> dict[str, bytes]:
    """`changes.csv`, `changes.json` and their dictionary: what the edition changed against the one before it."""
    before = folder.parent / str(entry["number"] - 1)
    if entry["number"] < 2 or not (before / LINES).is_file():
        return {}
    summary, found = cells.between_folders(before, folder)
    told = as_json(cells.as_data(summary, found))
    return {"changes.csv": cells.as_csv(found), "changes.json": told, "changes.dictionary.csv": dictionary(CHANGES)}


def all_years(root: Path, editions: list[dict]) -> list[dict]:
    """`data/all/`: the lines of all current editions in one file, each with the number of its edition. Gives its files for the index."""
    current = sorted((one for one in editions if one["status"] == PUBLISHED), key=lambda one: one["year"])
    if not current:
        return []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(schemas.columns(with_edition=True))
    for one in current:
        head, *rows = read(root / "data" / str(one["year"]) / str(one["number"]) / LINES)
        places = [head.index(name) for name in schemas.columns()]
        writer.writerows([*(row[place] for place in places), str(one["number"])] for row in rows)
    words = dictionary(schemas.columns(with_edition=True))
    made = {LINES: out.getvalue().encode(), "dictionary.csv": words, "LICENSE.txt": licence.TEXT.encode()}
    about = {"name": "science-cities-all-years", "title": "All years of the yearly reports: current editions"}
    described = [described_file(name, data) for name, data in made.items()]
    made["datapackage.json"] = as_json({**framed(about), "resources": [resource(one, with_edition=True) for one in described]})
    made[SUMS] = sums([described_file(name, data) for name, data in made.items()])
    write(root / "data" / "all", made)
    return [{**described_file(name, data), "path": f"data/all/{name}"} for name, data in made.items()]


def publish_latest(root: Path, editions: list[dict]) -> None:
    """`data/<year>/latest/`: the same files as the current edition's, byte for byte."""
    for one in editions:
        if one["status"] == PUBLISHED:
            year = root / "data" / str(one["year"])
            shutil.copytree(year / str(one["number"]), year / "latest", dirs_exist_ok=True)


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files that anyone may read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o644)


def read(path: Path) -> list[list[str]]:
    """A CSV file as it stands, header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_json(data: dict) -> bytes:
    """JSON for people too."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def described_file(name: str, data: bytes) -> dict:
    """A file as the index lists it."""
    kind = TYPES.get(Path(name).suffix, "application/octet-stream")
    return {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "media_type": kind, "language": ""}


def sums(files: list[dict]) -> bytes:
    """`SHA256SUMS`, as `sha256sum -c` reads it."""
    return "".join(f"{one['sha256']}  {one['name']}\n" for one in files).encode()


def dictionary(columns: dict) -> bytes:
    """`dictionary.csv`: a line for each column, with what it means in Kazakh, Russian and English."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DICTIONARY_HEAD)
    for name, one in columns.items():
        needed = "true" if one.needed else "false"
        writer.writerow([name, one.type, " ".join(one.values), needed, one.unit, one.kk, one.ru, one.en])
    return out.getvalue().encode()


def framed(about: dict) -> dict:
    """What every package says of itself."""
    return {
        "profile": "data-package", **about, "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.PAGE}],
        "keywords": ["Kazakhstan", "science cities", "action plan", "open data"],
    }  # fmt: skip


def package(summary: dict, files: list[dict]) -> dict:
    """`datapackage.json` of an edition: every file with its size, its hash and, for tables, its columns."""
    concept, year, number = summary["concept"], summary["year"], summary["edition"]
    about = {
        "name": f"science-cities-{year}-{number}", "version": f"{year}.{number}", "created": summary["dates"]["approved_at"],
        "title": f"{concept['title_en']}: {year}, edition {number}",
        **{f"title_{language}": f"{concept[f'title_{language}']}: {year}, № {number}" for language in LANGUAGES},
        "sources": [{"title": summary["plan"][f"act_{language}"]} for language in LANGUAGES if summary["plan"][f"act_{language}"]],
        "contributors": [{"title": summary["overseer"]["name_en"], "role": "publisher"}],
        "sample": summary["sample"], "demo": summary["demo"],
    }  # fmt: skip
    return {**framed(about), "resources": [resource(one) for one in files if not one["name"].endswith(".schema.json")]}


def resource(file: dict, with_edition: bool = False) -> dict:
    """A file of a package."""
    name = file["name"]
    found = {
        "name": name.lower().replace(".", "-"), "path": name, "profile": "data-resource", "mediatype": file["media_type"].partition(";")[0],
        "format": name.rpartition(".")[2].lower(), "bytes": file["size"], "hash": f"sha256:{file['sha256']}",
    }  # fmt: skip
    found |= {"name": "lines"} if name == LINES else {}
    words = {"fields": [{"name": one, "type": "string"} for one in DICTIONARY_HEAD], "primaryKey": "column"}
    tables = {LINES: schemas.table(with_edition), **dict.fromkeys(DICTIONARIES, words), **BESIDE}
    if name in tables:
        dialect = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}
        found |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": dialect, "schema": tables[name]}
    found |= {"jsonSchema": "lines.schema.json"} if name == LINES and not with_edition else {}
    if name == SUMMARY:
        found |= {"encoding": "utf-8", "jsonSchema": "summary.schema.json"}
    return {key: value for key, value in found.items() if value != ""}
