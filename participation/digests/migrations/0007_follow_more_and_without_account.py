"""Following measures, pilots, fields, districts and searches, also by an address alone."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0006_tell_of_cooperation"),
        ("mail", "0007_consents_only_grow"),
        ("participation", "0015_comment_bridging"),
        ("strategy", "0014_cooperation_request"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "Neuer Meilenstein"),
                            ("reached", "Meilenstein erreicht"),
                            ("update", "Zwischenstand"),
                            ("finding", "Erkenntnis"),
                        ],
                        max_length=7,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("source_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "Schritt einer Maßnahme",
                "verbose_name_plural": "Schritte von Maßnahmen",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=100, verbose_name="Suchwörter")),
                (
                    "art",
                    models.CharField(blank=True, max_length=200, verbose_name="Arten von Treffern"),
                ),
                ("language", models.CharField(max_length=12, verbose_name="Sprache")),
                (
                    "looked_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="zuletzt gesucht",
                    ),
                ),
            ],
            options={
                "verbose_name": "abonnierte Suche",
                "verbose_name_plural": "abonnierte Suchen",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "Treffer einer abonnierten Suche",
                "verbose_name_plural": "Treffer abonnierter Suchen",
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="subscription",
            options={
                "ordering": ["-started_at"],
                "verbose_name": "Abo",
                "verbose_name_plural": "Abos",
            },
        ),
        migrations.RemoveConstraint(
            model_name="digestitem",
            name="item_has_an_audience",
        ),
        migrations.RemoveConstraint(
            model_name="digestitem",
            name="told_once_per_audience",
        ),
        migrations.RemoveConstraint(
            model_name="digestrecipient",
            name="one_digest_per_run_and_audience",
        ),
        migrations.RemoveConstraint(
            model_name="digestrecipient",
            name="recipient_has_an_audience",
        ),
        migrations.RemoveConstraint(
            model_name="subscription",
            name="followed_once_per_topic",
        ),
        migrations.AddField(
            model_name="digestitem",
            name="reader",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="mail.reader",
            ),
        ),
        migrations.AddField(
            model_name="digestrecipient",
            name="reader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="mail.reader",
            ),
        ),
        migrations.AddField(
            model_name="news",
            name="measure",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="strategy.measure",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="district",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="strategy.district",
                verbose_name="Bezirk",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="field",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="strategy.fieldofaction",
                verbose_name="Handlungsfeld",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="measure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="strategy.measure",
                verbose_name="Maßnahme",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="opt_in",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followed",
                to="mail.addresssubscription",
            ),
        ),
        migrations.AlterField(
            model_name="digestitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "neuer Beitrag"),
                    ("case_new", "neuer Vorgang"),
                    ("case_due_soon", "Frist läuft bald ab"),
                    ("case_overdue", "überfällig"),
                    ("release", "wartet auf Freigabe"),
                    ("asked", "andere fragen uns"),
                    ("replied", "Stellungnahme ist da"),
                    ("measure_stale", "Maßnahme lange nicht aktualisiert"),
                    ("outcome_late", "Ergebnis einer Beteiligung fehlt"),
                    ("team_asked", "Anfrage zur Zusammenarbeit an einer Maßnahme"),
                    ("team_answered", "Antwort auf eine Anfrage zur Zusammenarbeit"),
                    ("reply", "Antworten auf meine Beiträge"),
                    ("topic_comment", "neue Beiträge zu Themen, denen ich folge"),
                    ("topic_answer", "Antworten der Verwaltung zu Themen, denen ich folge"),
                    ("effect", "was aus Beiträgen wird"),
                    ("new_topic", "neue Beteiligungsthemen, wo ich folge"),
                    ("measure_news", "Maßnahmen und Pilotprojekte, denen ich folge"),
                    ("search_hit", "neue Treffer meiner Suchen"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="news",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "Beitrag"),
                    ("answer", "Antwort"),
                    ("effect", "Wirkung"),
                    ("topic", "neues Thema"),
                    ("change", "Änderung einer Maßnahme"),
                    ("step", "Schritt einer Maßnahme"),
                    ("hit", "Treffer einer Suche"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="news",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="participation.topic",
            ),
        ),
        migrations.AlterField(
            model_name="newspreference",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "Antworten auf meine Beiträge"),
                    ("topic_comment", "neue Beiträge zu Themen, denen ich folge"),
                    ("topic_answer", "Antworten der Verwaltung zu Themen, denen ich folge"),
                    ("effect", "was aus Beiträgen wird"),
                    ("new_topic", "neue Beteiligungsthemen, wo ich folge"),
                    ("measure_news", "Maßnahmen und Pilotprojekte, denen ich folge"),
                    ("search_hit", "neue Treffer meiner Suchen"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to="participation.topic",
                verbose_name="Thema",
            ),
        ),
        migrations.AddIndex(
            model_name="digestitem",
            index=models.Index(
                condition=models.Q(("reader__isnull", False), ("recipient", None)),
                fields=["reader"],
                name="item_waiting_for_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestitem",
            constraint=models.UniqueConstraint(
                fields=("administration", "person", "reader", "kind", "subject_id", "since"),
                name="told_once_per_audience",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="digestitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("administration__isnull", False), ("reader__isnull", True)),
                    models.Q(("person__isnull", False), ("reader__isnull", True)),
                    models.Q(
                        ("administration__isnull", True),
                        ("person__isnull", True),
                        ("reader__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="item_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestrecipient",
            constraint=models.UniqueConstraint(
                fields=("run", "administration", "person", "reader"),
                name="one_digest_per_run_and_audience",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="digestrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("administration__isnull", False), ("reader__isnull", True)),
                    models.Q(("person__isnull", False), ("reader__isnull", True)),
                    models.Q(
                        ("administration__isnull", True),
                        ("person__isnull", True),
                        ("reader__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="recipient_has_an_audience",
            ),
        ),
        migrations.AddField(
            model_name="measurestep",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="strategy.measure"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                fields=("query", "art", "language"), name="one_row_per_search"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("query", ""), _negated=True), name="search_has_words"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="search",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to="digests.savedsearch",
                verbose_name="Suche",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("district__isnull", True),
                        ("field__isnull", True),
                        ("measure__isnull", True),
                        ("search__isnull", True),
                        ("topic__isnull", False),
                    ),
                    models.Q(
                        ("district__isnull", True),
                        ("field__isnull", True),
                        ("measure__isnull", False),
                        ("search__isnull", True),
                        ("topic__isnull", True),
                    ),
                    models.Q(
                        ("district__isnull", True),
                        ("field__isnull", False),
                        ("measure__isnull", True),
                        ("search__isnull", True),
                        ("topic__isnull", True),
                    ),
                    models.Q(
                        ("district__isnull", False),
                        ("field__isnull", True),
                        ("measure__isnull", True),
                        ("search__isnull", True),
                        ("topic__isnull", True),
                    ),
                    models.Q(
                        ("district__isnull", True),
                        ("field__isnull", True),
                        ("measure__isnull", True),
                        ("search__isnull", False),
                        ("topic__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="subscription_follows_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", True), ("opt_in__isnull", True), _connector="XOR"
                ),
                name="subscription_is_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("topic", "person"),
                name="followed_once_per_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("measure", "person"),
                name="followed_once_per_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("field", "person"),
                name="followed_once_per_field",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("district", "person"),
                name="followed_once_per_district",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("search", "person"),
                name="followed_once_per_search",
            ),
        ),
        migrations.AddField(
            model_name="searchhit",
            name="search",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hits",
                to="digests.savedsearch",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurestep",
            constraint=models.UniqueConstraint(
                fields=("measure", "kind", "title"), name="step_known_once"
            ),
        ),
        migrations.AddIndex(
            model_name="searchhit",
            index=models.Index(fields=["key"], name="hit_of_key"),
        ),
        migrations.AddConstraint(
            model_name="searchhit",
            constraint=models.UniqueConstraint(
                fields=("search", "key"), name="one_hit_per_search_and_key"
            ),
        ),
    ]
