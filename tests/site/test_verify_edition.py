"""The stand-alone verifier, run as a stranger would run it: by its file alone, in a process of its own."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.site import opendata
from tests.site import made

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_edition.py"
GENUINE, ALTERED, MISSING, REPLACED = 0, 1, 2, 3


def lay(data: Path, year: int, number: int, previous: str, status: str = "published") -> tuple[dict, str]:
    """An edition as it is published, linked to the one before; gives its entry of the index and its SHA-256."""
    folder = data / str(year) / str(number)
    files = made.write_edition(folder, year, number)
    summary = json.loads(files["summary.json"]) | {"previous_sha256": previous}
    files["summary.json"] = json.dumps(summary, ensure_ascii=False).encode()
    (folder / "summary.json").write_bytes(files["summary.json"])
    listed = [{"name": name, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)} for name, body in files.items()]
    reports = [{"body": one["body"], "version": 1, "sha256": one["sha256"]} for one in summary["sources"]]
    manifest = json.dumps({"format": 1, "year": year, "edition": number, "files": listed, "reports": reports, "previous_sha256": previous,
                           "approved_at": summary["dates"]["approved_at"]}).encode()  # fmt: skip
    (folder / "manifest.json").write_bytes(manifest)
    entry = made.index_entry(year, number, status, {**files, "manifest.json": manifest})
    opendata.complete(data.parent, entry)
    return entry, hashlib.sha256(manifest).hexdigest()


@pytest.fixture(scope="module")
def genuine(tmp_path_factory) -> Path:
    """A `data` folder with a corrected year and the year after it: three links of a chain."""
    data = tmp_path_factory.mktemp("site") / "data"
    first, one = lay(data, 2026, 1, "", "superseded")
    second, two = lay(data, 2026, 2, one)
    third, _three = lay(data, 2027, 1, two)
    made.write_index(data.parent, [first, second, third])
    return data


@pytest.fixture
def copy(genuine, tmp_path) -> Path:
    return Path(shutil.copytree(genuine, tmp_path / "data"))


def verify(*arguments) -> tuple[int, str]:
    """(exit code, words)."""
    ran = subprocess.run([sys.executable, "-I", str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def flip(path: Path, place: int = -1) -> None:
    """Alters one bit."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_it_is_short_and_needs_nothing_but_python():
    assert len(SCRIPT.read_text().splitlines()) <= 200
    names = {alias.name for node in ast.walk(ast.parse(SCRIPT.read_text())) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(ast.parse(SCRIPT.read_text())) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_a_genuine_chain_is_genuine_and_a_replaced_edition_is_named(genuine):
    code, words = verify(genuine)
    assert code == GENUINE and words.count("GENUINE: everything agrees") == 2
    assert "replaced by edition 2" in words and "GENUINE, BUT REPLACED" in words


def test_one_edition_says_what_it_could_not_check(genuine):
    code, words = verify(genuine / "2027" / "1")
    assert code == GENUINE and "is not among the folders" in words and "whether the ministry issued it" in words
    known = hashlib.sha256((genuine / "2027/1/manifest.json").read_bytes()).hexdigest()
    assert verify(genuine / "2027" / "1", "--sha256", known)[0] == GENUINE
    assert verify(genuine / "2027" / "1", "--sha256", "0" * 64)[0] == ALTERED


@pytest.mark.parametrize(
    "name", ["summary.json", "lines.csv", "lines-excel.csv", "report.xlsx", "report.kk.pdf", "report.ru.pdf", "datapackage.json",
             "dictionary.csv", "LICENSE.txt"],
)  # fmt: skip
def test_one_bit_is_noticed(copy, name):
    path = copy / "2026" / "2" / name
    flip(path, len(path.read_bytes()) // 2)
    code, words = verify(copy)
    assert code == ALTERED and f"{name}: the SHA-256 is not the one in" in words


def test_a_missing_file_is_not_called_altered(copy):
    (copy / "2026" / "2" / "report.kk.pdf").unlink()
    code, words = verify(copy / "2026" / "2")
    assert code == MISSING and "report.kk.pdf: not there" in words


def test_a_forged_edition_is_not_the_one_the_next_follows(copy):
    """Whoever makes an edition anew, with all its hashes, cannot make the later ones follow it, nor give it the hash on the page."""
    known = hashlib.sha256((copy / "2026/2/manifest.json").read_bytes()).hexdigest()
    folder = copy / "2026" / "2"
    manifest = json.loads((folder / "manifest.json").read_text()) | {"approved_at": "2027-04-26T07:00:00+00:00"}
    data = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(data)
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    kept = [line for line in sums if not line.endswith("  manifest.json")]
    (folder / "SHA256SUMS").write_text("\n".join([*kept, f"{hashlib.sha256(data).hexdigest()}  manifest.json"]) + "\n")
    assert verify(folder)[0] == GENUINE  # by itself it agrees: that is why the page's own hash is to be compared
    assert verify(folder, "--sha256", known)[0] == ALTERED
    assert "2027, edition 1: the edition before it" in verify(copy)[1]


def test_a_broken_link_is_noticed(copy):
    folder = copy / "2026" / "1"
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    code, words = verify(copy / "2026")
    assert code == ALTERED and "does not follow 2026, edition 1 as it is here" in words


def test_totals_that_are_not_the_sums_are_noticed(copy):
    folder = copy / "2026" / "2"
    summary = json.loads((folder / "summary.json").read_text())
    summary["totals"]["funding"]["local"]["disbursed"] += 1
    (folder / "summary.json").write_text(json.dumps(summary))
    code, words = verify(folder)
    assert code == ALTERED and "totals: disbursed local is" in words


def test_documents_against_the_list_of_editions(copy):
    index = copy / "index.json"
    for path in (copy / "2026" / "1").iterdir():
        same = (copy / "2026" / "2" / path.name).read_bytes() == path.read_bytes()
        assert verify(path, "--index", index)[0] == (GENUINE if same else REPLACED), path.name
    document = copy / "2026" / "2" / "report.kk.pdf"
    assert verify(document, "--index", index)[0] == GENUINE
    flip(document)
    code, words = verify(document, "--index", index)
    assert code == ALTERED and "A file of this name belongs to: 2026, edition 1" in words
    document.rename(copy / "other.pdf")
    assert "Not known here" in verify(copy / "other.pdf", "--index", index)[1]


def test_a_name_that_leads_out_of_the_folder_is_not_followed(copy):
    folder = copy / "2026" / "2"
    with (folder / "SHA256SUMS").open("a") as file:
        file.write("0" * 64 + "  ../../secret\n")
    assert "names a file outside the folder" in verify(folder)[1]


def test_what_is_not_an_edition_is_said(tmp_path):
    assert verify(tmp_path)[0] == MISSING and verify(tmp_path / "none")[0] == MISSING
    (tmp_path / "manifest.json").write_text("{")
    assert verify(tmp_path)[0] == MISSING
