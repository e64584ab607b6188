"""Files for tests, made when asked for: good ones of each kind that the portal takes."""

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
CONTENTS = "<Types><Override PartName='/{}' ContentType='application/vnd.openxmlformats-officedocument.main+xml'/></Types>"


def office(main: str, more: dict[str, bytes | str] | None = None) -> bytes:
    """A minimal DOCX or XLSX by the name of its main part, with other parts beside or in place."""
    parts = {"[Content_Types].xml": CONTENTS.format(main), "_rels/.rels": "<Relationships/>", main: "<document/>", **(more or {})}
    return packed(parts)


def packed(parts: dict[str, bytes | str], compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind: str) -> bytes:
    """A small picture as a camera's program would write it."""
    out = io.BytesIO()
    Image.new("RGB", (16, 9), (0, 90, 160)).save(out, kind)
    return out.getvalue()


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")
PNG, JPG = picture("PNG"), picture("JPEG")
GOOD = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX, "jpg": JPG, "png": PNG}
