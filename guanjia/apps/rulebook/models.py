"""Versions of packs, and which site keeps which from when on."""

from django.db import models

from guanjia.kernel.scope import CompanyOwned


class PackVersion(models.Model):
    """One text of a pack, for good: what a site adopted stays readable and running after the files have changed.

    Not owned by a company: the text is the same for all. ``digest`` is the SHA-256 of ``content``.
    """

    key = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "stored_at"], name="pack_version_latest")]

    def __str__(self) -> str:
        return f"{self.key} {self.version} ({self.digest[:8]})"


class Adoption(CompanyOwned):
    """From ``from_at`` on, a site keeps a pack in this version with these figures. Rows are only ever added.

    ``figures`` are the site's own numbers by duty key (``{"arrive": {"deadline": "20 minutes"}}``); ``version`` is
    None where the site gave the pack up. An obligation points at the row it began under, and so keeps its rules.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    version = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["site", "from_at"], name="adoption_site_from")]

    def __str__(self) -> str:
        return f"{self.pack} at site {self.site_id} from {self.from_at:%Y-%m-%d %H:%M}"
