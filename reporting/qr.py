"""A QR code as one path of squares, for inline SVG without styles: of a receipt, and of the consolidated report."""

import segno


def qr(text: str) -> dict:
    """The path and the box of the code that says `text`."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"path": path, "box": f"-2 -2 {len(matrix) + 4} {len(matrix) + 4}"}
