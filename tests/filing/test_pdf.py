"""PDFs: every Kazakh letter, tagged, and nothing fetched from outside."""

import subprocess

import pytest
from weasyprint.urls import FatalURLFetchingError

from reporting.filing import pdf

LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі ₸ №"
PAGE = (
    '<html lang="kk"><head><title>Түбіртек</title><link rel="stylesheet" href="css/tokens.css"><link rel="stylesheet" href="css/pdf.css">'
    "</head><body><h1>Түбіртек</h1><p>{}</p>{}</body></html>"
)


def rendered(monkeypatch, extra=""):
    monkeypatch.setattr(pdf, "render_to_string", lambda template, context: PAGE.format(LETTERS, extra))
    return pdf.render_pdf("any.html", {}, "kk")


def test_kazakh_letters_are_text_in_a_tagged_pdf(monkeypatch, tmp_path):
    made = rendered(monkeypatch)
    path = tmp_path / "x.pdf"
    path.write_bytes(made)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "Tagged:" in told and told.split("Tagged:")[1].split()[0] == "yes"
    assert LETTERS in subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x.png", "file:///etc/passwd", "http://127.0.0.1/x.png", "../manage.py", "nowhere.png", "data:image/png,A"],
)
def test_no_other_address_is_read(monkeypatch, address):
    with pytest.raises(FatalURLFetchingError):
        rendered(monkeypatch, f'<img alt="" src="{address}">')
