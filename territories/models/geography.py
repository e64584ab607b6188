"""Where: the regions of Kazakhstan and the territories named as candidates.

Sources: ISO 3166-2:KZ and the classifier KATO (20 units since 2022) for regions;
press reports of 2025 for the two candidates (DOMAIN.md §1).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.models.language import InLanguage, among, named, three_texts


class RegionKind(models.TextChoices):
    REGION = "region", _("Region")
    CITY = "city", _("City of republican significance")


class TerritoryKind(models.TextChoices):
    SCIENCE_CITY = "science_city", _("Science city")
    TECHNOLOGY_PARK = "technology_park", _("Science and technology park")


class TerritoryStatus(models.TextChoices):
    PROPOSED = "proposed", _("Candidate for the status")
    GRANTED = "granted", _("Status granted")
    ENDED = "ended", _("Status ended")


class Region(models.Model):
    """A region or a city of republican significance. Its tile is its place in the 7 × 4 tile map (kz_tilegrid.csv, our own work)."""

    Kind = RegionKind

    code = models.CharField(max_length=16, unique=True)
    iso = models.CharField(max_length=5, unique=True)
    kato = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=8, choices=RegionKind.choices)
    name_kk, name_ru, name_en = three_texts(200)
    short_kk, short_ru, short_en = three_texts(60)
    centre_kk, centre_ru, centre_en = three_texts(100)
    tile_col = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()
    sort_key = models.CharField(max_length=240)

    name, short, centre = InLanguage("name"), InLanguage("short"), InLanguage("centre")

    class Meta:
        ordering = ["sort_key", "code"]
        constraints = [
            named("name", "region"),
            among("kind", RegionKind, "region"),
            models.CheckConstraint(condition=Q(tile_col__lte=6, tile_row__lte=3), name="region_tile_in_grid"),
            models.UniqueConstraint(fields=["tile_col", "tile_row"], name="region_tile_own"),
        ]

    def __str__(self):
        return self.name


class Territory(models.Model):
    """A knowledge-intensive territory, proposed or with the status, which is granted only where an act and its date are known."""

    Kind, Status = TerritoryKind, TerritoryStatus

    code = models.CharField(max_length=32, unique=True)
    name_kk, name_ru, name_en = three_texts(200)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="territories")
    kind = models.CharField(max_length=16, choices=TerritoryKind.choices)
    status = models.CharField(max_length=16, choices=TerritoryStatus.choices)
    status_act_kk, status_act_ru, status_act_en = three_texts(300, blank=True)
    status_date = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=240)

    name, status_act = InLanguage("name"), InLanguage("status_act")

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name_plural = "territories"
        constraints = [
            named("name", "territory"),
            among("kind", TerritoryKind, "territory"),
            among("status", TerritoryStatus, "territory"),
            models.CheckConstraint(
                condition=Q(status="proposed") | (Q(status_date__isnull=False) & ~Q(status_act_kk="")),
                name="territory_status_has_act",
            ),
        ]

    def __str__(self):
        return self.name
