"""Pairs of signs to find entries by, and on PostgreSQL the index over them."""

from django.db import migrations, models

from guanjia.apps.registers.grams import indexed
from guanjia.kernel.scope import across_companies

BATCH = 1000


def fill(apps, _schema_editor):
    """Work out the pairs of the entries there are."""
    entries = apps.get_model("registers", "Entry")._base_manager
    last = 0
    with across_companies(reason="indexing the words of entries"):
        while rows := list(entries.filter(pk__gt=last).order_by("pk")[:BATCH]):
            for one in rows:
                said = (one.text, one.ref, one.entered_by_name)
                one.grams = indexed(said, site_id=one.site_id, pack=one.pack, register=one.register)
            entries.bulk_update(rows, ["grams"])
            last = rows[-1].pk


def make_index(_apps, schema_editor):
    """The index; SQLite reads the rows of a register one by one, which is quick enough for what it is made for."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX entry_grams ON registers_entry USING gin (string_to_array(grams, ' '))"
        )


def drop_index(_apps, schema_editor):
    """Without it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX entry_grams")


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_private_fields")]

    operations = [
        migrations.AddField(
            "entry", "grams", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(make_index, drop_index),
    ]
