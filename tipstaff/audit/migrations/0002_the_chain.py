"""Events get their content, stamp and place in the chain, and the tables their guards. Earlier events are linked too."""

import secrets

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import tipstaff.audit.models
from tipstaff.audit import chain, guards
from tipstaff.audit.keys import trail_key


def link_earlier_events(apps, schema_editor):
    Event, Link, Head = (apps.get_model("audit", name) for name in ("Event", "Link", "Head"))
    seq, before = 0, chain.GENESIS
    for event in Event.objects.order_by("id").iterator():
        event.uid = secrets.token_hex(16)
        event.content = chain.content_of({name: getattr(event, name) for name in chain.HASHED})
        event.stamp = chain.stamp_of(event.content, trail_key().for_stamps, trail_key().public.name)
        event.save(update_fields=["uid", "content", "stamp"])
        seq += 1
        own = chain.link_hash(seq, event.pk, before, event.content)
        Link.objects.create(event_id=event.pk, seq=seq, previous=before, hash=own)
        before = own
    Head.objects.create(pk=1, seq=seq, hash=before)


def install_guards(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove_guards(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AlterField("event", "at", models.DateTimeField(default=timezone.now, editable=False)),
        migrations.AddField("event", "uid", models.CharField(max_length=32, null=True, editable=False)),
        migrations.AddField(
            "event",
            "content",
            models.CharField(max_length=64, editable=False, default="", help_text="SHA-256 over all of the above."),
            preserve_default=False,
        ),
        migrations.AddField(
            "event",
            "stamp",
            models.CharField(
                max_length=81, editable=False, default="", help_text="Name of the key, and its HMAC of the content."
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="link",
                        serialize=False,
                        to="audit.event",
                    ),
                ),
                (
                    "seq",
                    models.BigIntegerField(
                        unique=True, null=True, help_text="1, 2, 3 … without a gap; null only inside a commit."
                    ),
                ),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(link_earlier_events, migrations.RunPython.noop),
        migrations.AlterField(
            "event",
            "uid",
            models.CharField(max_length=32, unique=True, editable=False, default=tipstaff.audit.models.event_uid),
        ),
        migrations.RunPython(install_guards, remove_guards),
    ]
