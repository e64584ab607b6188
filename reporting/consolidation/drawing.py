"""Pictures of the printed report. Styles do not reach inside inline SVG there, so colours and fonts are attributes."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

FONT = "G latin, G cyrillic, G cyrillic-ext, G latin-ext"
INK, WHITE, OCHRE, GREY = "#14212d", "#fff", "#c67a05", "#6f7d89"
# From how many per cent disbursed: fill, colour of the text
STEPS = ((90, "#003c57", WHITE), (70, "#1f6c8e", WHITE), (50, "#9cc6d6", INK), (0, "#e2eff4", INK))
TILE, GAP = 90, 94


def bar(planned: int | None, disbursed: int | None, longest: int):
    """Two amounts as one bar from zero: planned pale, disbursed within it."""
    if planned is None and disbursed is None:
        return ""
    scale = max(longest, planned or 0, disbursed or 0) or 1
    return format_html(
        '<svg class="bar" viewBox="0 0 300 18" preserveAspectRatio="none" aria-hidden="true">'
        '<rect fill="#9cc6d6" y="2" width="{}" height="14"/><rect fill="#003c57" y="5" width="{}" height="8"/></svg>',
        round(300 * (planned or 0) / scale),
        round(300 * (disbursed or 0) / scale),
    )


def percent_of(funding: dict) -> Decimal | None:
    """Disbursed in per cent of planned; None where nothing was planned or one of the two is blank."""
    planned, disbursed = funding["total"]["planned"], funding["total"]["disbursed"]
    return Decimal(disbursed) * 100 / Decimal(planned) if planned and disbursed is not None else None


def tile_map(regions: list[dict], title: str):
    """The regions as equal tiles: per cent disbursed; hatched where no report was filed, dashed where there is no figure.

    `regions`: tile_col, tile_row, label, state and percent of each.
    """
    tiles = format_html_join("\n", "{}", ((tile(region),) for region in regions))
    return format_html('<svg class="map" viewBox="0 0 658 375" role="img" aria-label="{}"><title>{}</title>{}</svg>', title, title, tiles)


def tile(region: dict):
    """One region."""
    x, y = 1 + GAP * region["tile_col"], 1 + GAP * region["tile_row"]
    if region["percent"] is not None:
        shown = int(region["percent"].quantize(Decimal(1), ROUND_HALF_UP))  # what is read and what is shaded are the same number
        fill, ink = next((fill, ink) for least, fill, ink in STEPS if shown >= least)
        ground = format_html('<rect fill="{}" x="{}" y="{}" width="{}" height="{}"/>', fill, x, y, TILE, TILE)
        return ground + text(x, y + 45, str(shown), ink, 21, bold=True) + name(region, x, y, ink)
    if region["state"] == "not_filed":
        hatch = format_html_join(
            "", '<path d="M{} {}l{} {}" stroke="{}" stroke-width="2"/>',
            ((x + max(0, d), y + max(0, -d), 60 - abs(d), 60 - abs(d), OCHRE) for d in range(-48, 49, 12)),
        )  # fmt: skip
        hatch = format_html('<g transform="translate(15 5)">{}</g>', hatch)
        ground = format_html('<rect fill="#fff" stroke="{}" stroke-width="2" x="{}" y="{}" width="88" height="88"/>', OCHRE, x + 1, y + 1)
        return ground + hatch + name(region, x, y, INK)
    ground = format_html(
        '<rect fill="#f2f5f6" stroke="{}" stroke-dasharray="4 3" x="{}" y="{}" width="88" height="88"/>', GREY, x + 1, y + 1
    )
    return ground + text(x, y + 45, "—", INK, 21, bold=True) + name(region, x, y, INK)


def name(region: dict, x: int, y: int, ink: str):
    """The short name, smaller where it is long."""
    label = region["label"]
    return text(x, y + 76, label, ink, 14.5 if len(label) < 9 else 12.5 if len(label) < 13 else 10.5)


def text(x: int, y: int, said: str, ink: str, size: float, *, bold: bool = False):
    """A line of text in the middle of a tile."""
    weight = mark_safe(' font-weight="700"') if bold else ""
    drawn = '<text font-family="{}" text-anchor="middle" fill="{}" font-size="{}"{} x="{}" y="{}">{}</text>'
    return format_html(drawn, FONT, ink, size, weight, x + 45, y, said)
