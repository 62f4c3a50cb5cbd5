import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import interventions.participants.models.participants
import vrn_cases.records.encryption
import vrn_cases.records.models
import vrn_cases.records.quarters


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0001_initial"),
        ("vrn_cases", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pseudonym",
                    models.CharField(
                        default=interventions.participants.models.participants.new_pseudonym,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("family_name", models.CharField(blank=True, max_length=80)),
                ("known_as", models.CharField(blank=True, max_length=80)),
                ("sort_name", vrn_cases.records.models.OrderedText(max_length=170)),
                ("date_of_birth", models.DateField(null=True)),
                (
                    "birth_precision",
                    models.CharField(
                        choices=[
                            ("day", "The day is known"),
                            ("month", "Only the month and year are known"),
                            ("year", "Only the year is known"),
                            ("estimated", "The age was estimated"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "gender_same",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("same", "The same as the sex registered at birth"),
                            ("different", "Different from the sex registered at birth"),
                            ("prefer_not_to_say", "Prefers not to say"),
                        ],
                        max_length=17,
                    ),
                ),
                ("gender", models.CharField(blank=True, max_length=80)),
                (
                    "ethnicity_how_known",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("self", "The young person said so"),
                            ("family", "A parent or carer said so"),
                            ("referrer", "The referrer said so"),
                            ("observed", "A worker supposed it"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("prefer_not_to_say", "Prefers not to say"),
                        ],
                        max_length=17,
                    ),
                ),
                (
                    "disability_effect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("a_lot", "Yes, a lot"),
                            ("a_little", "Yes, a little"),
                            ("not_at_all", "Not at all"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "area_known",
                    models.CharField(
                        choices=[
                            ("known", "Lives in the area"),
                            ("outside", "Lives outside the area"),
                            ("no_fixed_address", "No fixed address"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=16,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The young person or their family"),
                            ("health", "A health service"),
                            ("police", "The police"),
                            ("probation", "Probation"),
                            ("youth_justice", "A youth justice service"),
                            ("council", "A council"),
                            ("school", "A school or college"),
                            ("voluntary", "A voluntary or community organisation"),
                            ("own_work", "The programme's own work"),
                        ],
                        default="own_work",
                        max_length=13,
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("support", "Support note of a navigator"),
                            ("safeguarding", "Safeguarding"),
                        ],
                        default="ordinary",
                        max_length=12,
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("invented", models.BooleanField(default=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="interventions.person",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.area",
                    ),
                ),
                (
                    "care_status",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "education_status",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "ethnicity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="interventions.participant",
                    ),
                ),
                (
                    "sex",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "sort_name", "id"], name="participant_programme_name"),
                    models.Index(fields=["sort_name", "id"], name="participant_name"),
                    models.Index(fields=["programme", "date_of_birth"], name="participant_birth"),
                    models.Index(fields=["person", "programme"], name="participant_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("family_name", ""), ("given_name", ""), _negated=True),
                        name="participant_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_precision", "not_known"), ("date_of_birth", None)),
                            models.Q(
                                ("date_of_birth__isnull", False),
                                models.Q(("birth_precision", "not_known"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="participant_birth_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("birth_precision__in", ["day", "month", "year", "estimated", "not_known"])),
                        name="participant_precision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ethnicity", None), ("ethnicity_how_known", "")),
                            models.Q(
                                ("ethnicity__isnull", False), models.Q(("ethnicity_how_known", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="participant_ethnicity_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ethnicity_how_known__in", ["", "self", "family", "referrer", "observed"])),
                        name="participant_how_known_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender_same__in", ["", "same", "different", "prefer_not_to_say"])),
                        name="participant_gender_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability__in", ["", "yes", "no", "prefer_not_to_say"])),
                        name="participant_disability_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disability_effect", ""),
                            models.Q(
                                ("disability", "yes"),
                                ("disability_effect__in", ["", "a_lot", "a_little", "not_at_all"]),
                            ),
                            _connector="OR",
                        ),
                        name="participant_disability_effect",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", False), ("area_known", "known")),
                            models.Q(
                                models.Q(("area_known", "known"), _negated=True),
                                ("area", None),
                                ("area_known__in", ["known", "outside", "no_fixed_address", "not_known"]),
                            ),
                            _connector="OR",
                        ),
                        name="participant_area_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                [
                                    "person",
                                    "health",
                                    "police",
                                    "probation",
                                    "youth_justice",
                                    "council",
                                    "school",
                                    "voluntary",
                                    "own_work",
                                ],
                            )
                        ),
                        name="participant_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sensitivity__in", ["ordinary", "support", "safeguarding"])),
                        name="participant_sensitivity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="participant_merged_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_name__length__lte", 80)), name="participant_given_name_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("family_name__length__lte", 80)), name="participant_family_name_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("known_as__length__lte", 80)), name="participant_known_as_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender__length__lte", 80)), name="participant_gender_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "quarter",
                    models.GeneratedField(
                        db_persist=True,
                        expression=vrn_cases.records.quarters.QuarterOf("received_on"),
                        output_field=models.IntegerField(),
                    ),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=120)),
                ("referrer_contact", vrn_cases.records.encryption.EncryptedText(blank=True)),
                (
                    "told",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("agreed", "Knows, and wants to hear from us"),
                            ("knows", "Knows, and has not said what they think"),
                            ("not_told", "Does not know"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", vrn_cases.records.encryption.EncryptedText(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The young person or their family"),
                            ("health", "A health service"),
                            ("police", "The police"),
                            ("probation", "Probation"),
                            ("youth_justice", "A youth justice service"),
                            ("council", "A council"),
                            ("school", "A school or college"),
                            ("voluntary", "A voluntary or community organisation"),
                            ("own_work", "The programme's own work"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("support", "Support note of a navigator"),
                            ("safeguarding", "Safeguarding"),
                        ],
                        default="ordinary",
                        max_length=12,
                    ),
                ),
                (
                    "area_known",
                    models.CharField(
                        choices=[
                            ("known", "Lives in the area"),
                            ("outside", "Lives outside the area"),
                            ("no_fixed_address", "No fixed address"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=16,
                    ),
                ),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("joined_on", models.DateField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("declined_on", models.DateField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("decline_note", vrn_cases.records.encryption.EncryptedText(blank=True)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdraw_note", vrn_cases.records.encryption.EncryptedText(blank=True)),
                (
                    "status",
                    models.GeneratedField(
                        choices=[
                            ("waiting", "Waiting for a decision"),
                            ("accepted", "Accepted"),
                            ("joined", "Joined to an open case"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_persist=True,
                        expression=models.Case(
                            models.When(accepted_at__isnull=False, then=models.Value("accepted")),
                            models.When(joined_at__isnull=False, then=models.Value("joined")),
                            models.When(declined_at__isnull=False, then=models.Value("declined")),
                            models.When(then=models.Value("withdrawn"), withdrawn_at__isnull=False),
                            default=models.Value("waiting"),
                        ),
                        output_field=models.CharField(max_length=9),
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="interventions.participant",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "referred_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.listentry"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.listentry"
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.area",
                    ),
                ),
                (
                    "decline_reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "joined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.organisation",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referring_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.organisation",
                    ),
                ),
                (
                    "withdraw_reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_quarter",
                    models.GeneratedField(
                        db_persist=True,
                        expression=vrn_cases.records.quarters.QuarterOf("opened_on"),
                        output_field=models.IntegerField(),
                    ),
                ),
                (
                    "area_known",
                    models.CharField(
                        choices=[
                            ("known", "Lives in the area"),
                            ("outside", "Lives outside the area"),
                            ("no_fixed_address", "No fixed address"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=16,
                    ),
                ),
                ("paused_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_note", vrn_cases.records.encryption.EncryptedText(blank=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "Ended before any session was attended"),
                            ("unplanned", "Ended before it was planned to"),
                            ("planned", "Ended as planned"),
                            ("neutral", "Ended for a reason outside the support"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "closed_quarter",
                    models.GeneratedField(
                        db_persist=True,
                        expression=vrn_cases.records.quarters.QuarterOf("closed_on"),
                        output_field=models.IntegerField(null=True),
                    ),
                ),
                ("next_action", models.CharField(blank=True, max_length=200)),
                ("next_action_on", models.DateField(null=True)),
                ("last_session_on", models.DateField(null=True)),
                ("next_due_on", models.DateField(null=True)),
                (
                    "status",
                    models.GeneratedField(
                        choices=[("open", "Open"), ("paused", "Paused"), ("closed", "Closed")],
                        db_persist=True,
                        expression=models.Case(
                            models.When(closed_on__isnull=False, then=models.Value("closed")),
                            models.When(paused_on__isnull=False, then=models.Value("paused")),
                            default=models.Value("open"),
                        ),
                        output_field=models.CharField(max_length=6),
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="interventions.participant",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_case",
                        to="interventions.referral",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.area",
                    ),
                ),
                (
                    "care_status",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "close_reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "education_status",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.organisation",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["worker", "status", "-opened_on", "-id"], name="case_worker"),
                    models.Index(fields=["programme", "status", "-opened_on", "-id"], name="case_programme"),
                    models.Index(fields=["-opened_on", "-id"], name="case_opened"),
                    models.Index(fields=["participant", "-opened_on"], name="case_participant"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("participant",),
                        name="case_one_open_a_participant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("close_reason", None),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("closed_on", None),
                                ("ending", ""),
                            ),
                            models.Q(
                                ("close_reason__isnull", False),
                                ("closed_at__isnull", False),
                                ("closed_on__isnull", False),
                                models.Q(("ending", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="case_closed_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paused_on", None),
                            models.Q(("closed_on", None), ("paused_on__gte", models.F("opened_on"))),
                            _connector="OR",
                        ),
                        name="case_paused_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ending", ""),
                            ("ending__in", ["not_started", "unplanned", "planned", "neutral"]),
                            _connector="OR",
                        ),
                        name="case_ending_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_action", ""), ("next_action_on", None)),
                            models.Q(("next_action", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_next_action_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", False), ("area_known", "known")),
                            models.Q(
                                models.Q(("area_known", "known"), _negated=True),
                                ("area", None),
                                ("area_known__in", ["known", "outside", "no_fixed_address", "not_known"]),
                            ),
                            _connector="OR",
                        ),
                        name="case_area_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_action__length__lte", 200)), name="case_next_action_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("instrument", models.CharField(max_length=20)),
                ("form", models.CharField(blank=True, max_length=20)),
                (
                    "point",
                    models.CharField(
                        choices=[("baseline", "At the start"), ("review", "In between"), ("exit", "At the end")],
                        max_length=8,
                    ),
                ),
                ("taken_on", models.DateField()),
                (
                    "quarter",
                    models.GeneratedField(
                        db_persist=True,
                        expression=vrn_cases.records.quarters.QuarterOf("taken_on"),
                        output_field=models.IntegerField(),
                    ),
                ),
                ("scorer_version", models.PositiveSmallIntegerField(null=True)),
                ("main_score", models.IntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="interventions.case"
                    ),
                ),
                (
                    "not_done_reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="interventions.assessment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "instrument", "-taken_on", "-id"], name="assessment_case"),
                    models.Index(fields=["programme", "-taken_on", "-id"], name="assessment_programme"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("point__in", ["baseline", "review", "exit"])), name="assessment_point_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("form", ""),
                                ("main_score", None),
                                ("not_done_reason__isnull", False),
                                ("scorer_version", None),
                            ),
                            models.Q(
                                ("not_done_reason", None),
                                ("scorer_version__isnull", False),
                                models.Q(("form", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_done_or_why_not",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None), models.Q(("point", "review"), _negated=True)),
                        fields=("case", "instrument", "point"),
                        name="assessment_one_that_stands",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseSpell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("open", "Open"), ("paused", "Paused")], max_length=6)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="spells", to="interventions.case"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.listentry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "starts_on", "ends_on"], name="spell_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["open", "paused"])), name="spell_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="spell_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)), fields=("case",), name="spell_one_running"
                    ),
                    models.UniqueConstraint(fields=("case", "kind", "starts_on"), name="spell_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "Phone"), ("email", "Email"), ("address", "Address")], max_length=7
                    ),
                ),
                (
                    "belongs_to",
                    models.CharField(
                        choices=[
                            ("participant", "The young person"),
                            ("family", "A parent or carer"),
                            ("professional", "Somebody who works with them"),
                        ],
                        default="participant",
                        max_length=12,
                    ),
                ),
                ("value", vrn_cases.records.encryption.EncryptedText()),
                ("postcode", vrn_cases.records.encryption.EncryptedText(blank=True)),
                ("index", models.CharField(blank=True, max_length=100)),
                (
                    "safe",
                    models.CharField(
                        choices=[
                            ("safe", "Safe to use"),
                            ("ask_first", "Ask the lead worker first"),
                            ("not_safe", "Not safe: do not use"),
                            ("not_known", "Not known whether it is safe"),
                        ],
                        default="not_known",
                        max_length=9,
                    ),
                ),
                ("safe_note", vrn_cases.records.encryption.EncryptedText(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The young person or their family"),
                            ("health", "A health service"),
                            ("police", "The police"),
                            ("probation", "Probation"),
                            ("youth_justice", "A youth justice service"),
                            ("council", "A council"),
                            ("school", "A school or college"),
                            ("voluntary", "A voluntary or community organisation"),
                            ("own_work", "The programme's own work"),
                        ],
                        default="own_work",
                        max_length=13,
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("support", "Support note of a navigator"),
                            ("safeguarding", "Safeguarding"),
                        ],
                        default="ordinary",
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to="interventions.participant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "index"], name="contact_index"),
                    models.Index(fields=["participant", "ends_on"], name="contact_participant"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["phone", "email", "address"])), name="contact_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("belongs_to__in", ["participant", "family", "professional"])),
                        name="contact_belongs_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("safe__in", ["safe", "ask_first", "not_safe", "not_known"])),
                        name="contact_safe_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                [
                                    "person",
                                    "health",
                                    "police",
                                    "probation",
                                    "youth_justice",
                                    "council",
                                    "school",
                                    "voluntary",
                                    "own_work",
                                ],
                            )
                        ),
                        name="contact_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sensitivity__in", ["ordinary", "support", "safeguarding"])),
                        name="contact_sensitivity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="contact_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=120)),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "In person"), ("video", "Video call"), ("phone", "Phone call")],
                        default="in_person",
                        max_length=9,
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.listentry"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "-held_on", "-id"], name="group_session_programme")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["in_person", "video", "phone"])),
                        name="group_session_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes", None), ("minutes__range", (1, 1440)), _connector="OR"),
                        name="group_session_minutes_in_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title__length__lte", 120)), name="group_session_title_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("answer", models.PositiveSmallIntegerField(null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="interventions.assessment",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessment", "number"), name="item_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="LeadWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_workers",
                        to="interventions.case",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="lead_worker_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)), fields=("case",), name="lead_worker_one_now"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasurePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("instrument", models.CharField(max_length=20)),
                (
                    "point",
                    models.CharField(
                        choices=[("baseline", "At the start"), ("review", "In between"), ("exit", "At the end")],
                        max_length=8,
                    ),
                ),
                ("due_days", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_plans",
                        to="interventions.programme",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("point__in", ["baseline", "exit"])), name="measure_plan_point_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="measure_plan_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until", None)),
                        fields=("programme", "instrument", "point"),
                        name="measure_plan_open_once",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "instrument", "point", "valid_from"), name="measure_plan_version_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("reason", models.CharField(max_length=500)),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "emptied",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.participant"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.participant"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("emptied", models.F("kept")), _negated=True), name="merge_of_two"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("emptied",), name="merge_standing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__length__lte", 500)), name="merge_reason_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=60)),
                ("row", models.BigIntegerField()),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="interventions.merge"
                    ),
                ),
                (
                    "old_participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.participant"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("merge", "table", "row"), name="merge_move_once")],
            },
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("t", "One word of a name, folded; found by its beginning"),
                            ("p", "How one word of a name sounds"),
                            ("s", "All words of the name in alphabetical order"),
                            ("i", "Initials with the year of birth"),
                            ("b", "Date of birth, and the ways in which it is often written wrongly"),
                        ],
                        max_length=1,
                    ),
                ),
                ("key", vrn_cases.records.models.OrderedText(max_length=170)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_keys",
                        to="interventions.participant",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "kind", "key"], name="name_key_found")],
                "constraints": [models.UniqueConstraint(fields=("participant", "kind", "key"), name="name_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("held_on", models.DateField()),
                (
                    "quarter",
                    models.GeneratedField(
                        db_persist=True,
                        expression=vrn_cases.records.quarters.QuarterOf("held_on"),
                        output_field=models.IntegerField(),
                    ),
                ),
                ("starts_at", models.TimeField(null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "In person"), ("video", "Video call"), ("phone", "Phone call")],
                        default="in_person",
                        max_length=9,
                    ),
                ),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not recorded"),
                            ("attended", "Attended"),
                            ("did_not_attend", "Did not attend"),
                            ("cancelled_by_person", "Cancelled by the young person"),
                            ("cancelled_by_service", "Cancelled by us"),
                        ],
                        max_length=20,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("arranged_at", models.DateTimeField()),
                ("recorded_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="interventions.case"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.listentry"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.programme"
                    ),
                ),
                (
                    "arranged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="interventions.groupsession",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-held_on", "-id"], name="session_case"),
                    models.Index(fields=["quarter", "case", "attendance", "minutes"], name="session_quarter"),
                    models.Index(fields=["worker", "held_on"], name="session_worker"),
                    models.Index(fields=["programme", "held_on"], name="session_programme"),
                    models.Index(
                        condition=models.Q(("attendance", "")),
                        fields=["worker", "held_on"],
                        name="session_unrecorded_worker",
                    ),
                    models.Index(
                        condition=models.Q(("attendance", "")),
                        fields=["programme", "held_on"],
                        name="session_unrecorded",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["in_person", "video", "phone"])), name="session_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "attendance__in",
                                ["", "attended", "did_not_attend", "cancelled_by_person", "cancelled_by_service"],
                            )
                        ),
                        name="session_attendance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance", "attended"), ("minutes__range", (0, 1440))),
                            models.Q(models.Q(("attendance", "attended"), _negated=True), ("minutes", None)),
                            _connector="OR",
                        ),
                        name="session_minutes_when_attended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attendance", ""), ("recorded_at", None), ("recorded_by", None), ("recorded_on", None)
                            ),
                            models.Q(
                                models.Q(("attendance", ""), _negated=True),
                                ("recorded_at__isnull", False),
                                ("recorded_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="session_attendance_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance__in", ["attended", "did_not_attend"]), _negated=True),
                            ("recorded_on__gte", models.F("held_on")),
                            _connector="OR",
                        ),
                        name="session_no_future_attendance",
                    ),
                    models.UniqueConstraint(fields=("group", "case"), name="session_once_in_a_group"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contact", "Contact with the young person"),
                            ("family", "Contact with family or carers"),
                            ("professional", "Contact with another service"),
                            ("general", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("text", vrn_cases.records.encryption.EncryptedText()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The young person or their family"),
                            ("health", "A health service"),
                            ("police", "The police"),
                            ("probation", "Probation"),
                            ("youth_justice", "A youth justice service"),
                            ("council", "A council"),
                            ("school", "A school or college"),
                            ("voluntary", "A voluntary or community organisation"),
                            ("own_work", "The programme's own work"),
                        ],
                        default="own_work",
                        max_length=13,
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("support", "Support note of a navigator"),
                            ("safeguarding", "Safeguarding"),
                        ],
                        default="ordinary",
                        max_length=12,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="interventions.case"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="interventions.note",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="interventions.session",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-happened_on", "-id"], name="note_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["contact", "family", "professional", "general"])),
                        name="note_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                [
                                    "person",
                                    "health",
                                    "police",
                                    "probation",
                                    "youth_justice",
                                    "council",
                                    "school",
                                    "voluntary",
                                    "own_work",
                                ],
                            )
                        ),
                        name="note_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sensitivity__in", ["ordinary", "support", "safeguarding"])),
                        name="note_sensitivity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), models.Q(("corrects", models.F("pk")), _negated=True), _connector="OR"
                        ),
                        name="note_corrects_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("linked_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "linked_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.person"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="interventions.participant",
                    ),
                ),
                (
                    "was",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interventions.person"
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("was", models.F("linked_to")), _negated=True), name="person_link_of_two"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("participant",),
                        name="person_link_standing_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoenixIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("police", "Police"),
                            ("probation", "Probation"),
                            ("youth_justice", "Youth justice"),
                            ("other", "Another agency"),
                        ],
                        max_length=13,
                        verbose_name="Agency that put them forward",
                    ),
                ),
                (
                    "criteria",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not checked"), ("met", "Met"), ("not_met", "Not met")],
                        max_length=7,
                        verbose_name="Criteria of the programme",
                    ),
                ),
                (
                    "criteria_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="Day the criteria were checked"),
                ),
                (
                    "criteria_version",
                    models.CharField(blank=True, max_length=40, verbose_name="Version of the criteria"),
                ),
                (
                    "first_offer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not yet made"),
                            ("accepted", "The offer of support was taken up"),
                            ("thinking", "Wants to think about it"),
                            ("refused", "The offer of support was refused"),
                        ],
                        max_length=8,
                        verbose_name="First offer of support",
                    ),
                ),
                ("first_offer_on", models.DateField(blank=True, null=True, verbose_name="Day of the first offer")),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="interventions.referral",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency__in", ["", "police", "probation", "youth_justice", "other"])),
                        name="phoenix_agency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criteria__in", ["", "met", "not_met"])), name="phoenix_criteria_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_offer__in", ["", "accepted", "thinking", "refused"])),
                        name="phoenix_first_offer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("criteria", ""), ("criteria_checked_on", None), ("criteria_version", "")),
                            models.Q(
                                models.Q(("criteria", ""), _negated=True),
                                ("criteria_checked_on__isnull", False),
                                models.Q(("criteria_version", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="phoenix_criteria_with_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_offer", ""), ("first_offer_on", None)),
                            models.Q(models.Q(("first_offer", ""), _negated=True), ("first_offer_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="phoenix_first_offer_with_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criteria_version__length__lte", 40)),
                        name="phoenix_criteria_version_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReachIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("school_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="School year")),
                (
                    "suspensions",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Suspensions in this school year"
                    ),
                ),
                (
                    "criteria",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not checked"), ("met", "Met"), ("not_met", "Not met")],
                        max_length=7,
                        verbose_name="Criteria of the programme",
                    ),
                ),
                (
                    "criteria_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="Day the criteria were checked"),
                ),
                (
                    "criteria_version",
                    models.CharField(blank=True, max_length=40, verbose_name="Version of the criteria"),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="interventions.referral",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interventions.organisation",
                        verbose_name="School",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("criteria__in", ["", "met", "not_met"])), name="reach_criteria_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("criteria", ""), ("criteria_checked_on", None), ("criteria_version", "")),
                            models.Q(
                                models.Q(("criteria", ""), _negated=True),
                                ("criteria_checked_on__isnull", False),
                                models.Q(("criteria_version", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reach_criteria_with_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("school_year", None), ("school_year__range", (1, 13)), _connector="OR"),
                        name="reach_school_year_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("suspensions", None), ("suspensions__lte", 190), _connector="OR"),
                        name="reach_suspensions_in_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criteria_version__length__lte", 40)), name="reach_criteria_version_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScaleScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scale", models.CharField(max_length=20)),
                ("hundredths", models.IntegerField(null=True)),
                ("standing", models.CharField(max_length=12)),
                ("banding", models.CharField(blank=True, max_length=30)),
                ("band", models.CharField(blank=True, max_length=40)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="interventions.assessment",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessment", "scale"), name="scale_score_once")],
            },
        ),
        migrations.CreateModel(
            name="VipIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(editable=False, max_length=8, unique=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "met_where",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("emergency_department", "Emergency Department"),
                            ("ward", "Hospital ward"),
                            ("custody", "Police custody"),
                            ("community", "In the community"),
                        ],
                        max_length=20,
                        verbose_name="Where they were met",
                    ),
                ),
                (
                    "attended_on",
                    models.DateField(blank=True, null=True, verbose_name="Day of the attendance or arrest"),
                ),
                (
                    "harm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("sharp", "Injury by a knife or sharp object"),
                            ("blunt", "Injury by a blunt object"),
                            ("other_weapon", "Injury by another weapon"),
                            ("without_weapon", "Injury without a weapon"),
                            ("no_injury", "No injury, affected in another way"),
                        ],
                        max_length=14,
                        verbose_name="What had happened to them",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked"),
                            ("there", "Met in person at the reachable moment"),
                            ("later", "First contact afterwards"),
                        ],
                        max_length=5,
                        verbose_name="First contact",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="interventions.referral",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_where__in", ["", "emergency_department", "ward", "custody", "community"])
                        ),
                        name="vip_met_where_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("harm__in", ["", "sharp", "blunt", "other_weapon", "without_weapon", "no_injury"])
                        ),
                        name="vip_harm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seen__in", ["", "there", "later"])), name="vip_seen_known"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined_referrals",
                to="interventions.case",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="listentry",
            name="list_entry_list_known",
        ),
        migrations.AlterField(
            model_name="listentry",
            name="list",
            field=models.CharField(
                choices=[
                    ("risk_factor", "Risk factors"),
                    ("protective_factor", "Protective factors"),
                    ("age_band", "Age bands of returns"),
                    ("age_under_25", "Under 25 or not"),
                    ("age_18_to_25", "Aged 18 to 25 or not"),
                    ("age_needs_assessment", "Age bands of the needs assessment"),
                    ("sex", "Sex"),
                    ("ethnic_group", "Ethnic groups"),
                    ("ethnicity", "Ethnicities"),
                    ("care_status", "Looked-after status"),
                    ("education_status", "Education and work"),
                    ("referred_from", "Where referrals come from"),
                    ("referral_route", "How referrals reach us"),
                    ("decline_reason", "Why referrals are declined"),
                    ("withdraw_reason", "Why referrals are withdrawn"),
                    ("pause_reason", "Why cases are paused"),
                    ("close_reason", "Why cases are closed"),
                    ("session_kind", "Kinds of session"),
                    ("measure_not_done", "Why a measure was not taken"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "list__in",
                        [
                            "risk_factor",
                            "protective_factor",
                            "age_band",
                            "age_under_25",
                            "age_18_to_25",
                            "age_needs_assessment",
                            "sex",
                            "ethnic_group",
                            "ethnicity",
                            "care_status",
                            "education_status",
                            "referred_from",
                            "referral_route",
                            "decline_reason",
                            "withdraw_reason",
                            "pause_reason",
                            "close_reason",
                            "session_kind",
                            "measure_not_done",
                        ],
                    )
                ),
                name="list_entry_list_known",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["programme", "status", "-received_on", "-id"], name="referral_programme"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["-received_on", "-id"], name="referral_received"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["participant", "-received_on"], name="referral_participant"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["referring_organisation", "-received_on", "-id"], name="referral_organisation"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_at", None),
                        ("accepted_by", None),
                        ("accepted_on", None),
                        ("joined_at", None),
                        ("joined_by", None),
                        ("joined_on", None),
                        ("declined_at", None),
                        ("declined_by", None),
                        ("declined_on", None),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                        ("withdrawn_on", None),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("accepted_on__isnull", False),
                        ("joined_at", None),
                        ("joined_by", None),
                        ("joined_on", None),
                        ("declined_at", None),
                        ("declined_by", None),
                        ("declined_on", None),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                        ("withdrawn_on", None),
                    ),
                    models.Q(
                        ("joined_at__isnull", False),
                        ("joined_on__isnull", False),
                        ("accepted_at", None),
                        ("accepted_by", None),
                        ("accepted_on", None),
                        ("declined_at", None),
                        ("declined_by", None),
                        ("declined_on", None),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                        ("withdrawn_on", None),
                    ),
                    models.Q(
                        ("declined_at__isnull", False),
                        ("declined_on__isnull", False),
                        ("accepted_at", None),
                        ("accepted_by", None),
                        ("accepted_on", None),
                        ("joined_at", None),
                        ("joined_by", None),
                        ("joined_on", None),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                        ("withdrawn_on", None),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_on__isnull", False),
                        ("accepted_at", None),
                        ("accepted_by", None),
                        ("accepted_on", None),
                        ("joined_at", None),
                        ("joined_by", None),
                        ("joined_on", None),
                        ("declined_at", None),
                        ("declined_by", None),
                        ("declined_on", None),
                    ),
                    _connector="OR",
                ),
                name="referral_one_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case", None), ("joined_at", None)),
                    models.Q(("case__isnull", False), ("joined_at__isnull", False)),
                    _connector="OR",
                ),
                name="referral_joined_to_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decline_reason", None), ("declined_at", None)),
                    models.Q(("decline_reason__isnull", False), ("declined_at__isnull", False)),
                    _connector="OR",
                ),
                name="referral_declined_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdraw_reason", None), ("withdrawn_at", None)),
                    models.Q(("withdraw_reason__isnull", False), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="referral_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_on", None), ("accepted_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="referral_accepted_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("joined_on", None), ("joined_on__gte", models.F("received_on")), _connector="OR"),
                name="referral_joined_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declined_on", None), ("declined_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="referral_declined_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on", None), ("withdrawn_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="referral_withdrawn_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("told__in", ["", "agreed", "knows", "not_told"])), name="referral_told_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "source__in",
                        [
                            "person",
                            "health",
                            "police",
                            "probation",
                            "youth_justice",
                            "council",
                            "school",
                            "voluntary",
                            "own_work",
                        ],
                    )
                ),
                name="referral_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("sensitivity__in", ["ordinary", "support", "safeguarding"])),
                name="referral_sensitivity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("area__isnull", False), ("area_known", "known")),
                    models.Q(
                        models.Q(("area_known", "known"), _negated=True),
                        ("area", None),
                        ("area_known__in", ["known", "outside", "no_fixed_address", "not_known"]),
                    ),
                    _connector="OR",
                ),
                name="referral_area_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("referrer_name__length__lte", 120)), name="referral_referrer_name_length"
            ),
        ),
    ]
