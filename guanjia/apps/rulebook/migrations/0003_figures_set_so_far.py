"""What sites have set so far becomes changes that are approved, so that they go on to hold."""

from django.db import migrations


def keep(apps, _editor):
    """Each adoption whose figures differ from those before it is one approved change of its site."""
    adoptions = apps.get_model("rulebook", "Adoption")
    changes = apps.get_model("rulebook", "FigureChange")
    before = {}
    for row in adoptions._base_manager.order_by("site_id", "pack", "from_at", "id").iterator():
        was = before.get((row.site_id, row.pack), {})
        if row.version_id is None:
            continue  # given up: its figures wait for the pack to be kept again
        now = {(part, name): value for part, own in row.figures.items() for name, value in own.items()}
        entries = [
            {"pack": row.pack, "part": part, "name": name, "value": now.get((part, name))}
            for part, name in {**was, **now}
            if was.get((part, name)) != now.get((part, name))
        ]
        if entries:
            changes._base_manager.create(
                company_id=row.company_id,
                site_id=row.site_id,
                state="APPROVED",
                entries=entries,
                from_at=row.from_at,
                reason=row.reason,
                proposed_at=row.decided_at,
                proposed_by=row.decided_by,
                decided_at=row.decided_at,
                decided_by=row.decided_by,
            )
        before[row.site_id, row.pack] = now


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0002_figures_and_conflicts")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
