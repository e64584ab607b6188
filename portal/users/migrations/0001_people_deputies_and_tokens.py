import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import reporting.clock


class Migration(migrations.Migration):

    replaces = [('users', '0001_people_and_deputies'), ('users', '0002_how_letters_come'), ('users', '0003_access_tokens')]

    initial = True

    dependencies = [
        ('territories', '0001_concept_plan_and_bodies'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-mail')),
                ('full_name', models.CharField(max_length=200, verbose_name='Surname and name')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='Position')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='Telephone')),
                ('role', models.CharField(choices=[('officer', 'Officer of a body'), ('department_head', 'Head of department'), ('signatory', 'Signatory'), ('reviewer', 'Reviewer'), ('coordinator', 'Coordinator'), ('approver', 'Approver'), ('observer', 'Observer, Ministry of National Economy'), ('auditor', 'Auditor (read only)'), ('administrator', 'Administrator')], max_length=20, verbose_name='Role')),
                ('language', models.CharField(choices=[('kk', 'Қазақша'), ('ru', 'Русский'), ('en', 'English')], default='kk', max_length=2, verbose_name='Language of letters')),
                ('mail_mode', models.CharField(choices=[('at_once', 'Each notice at once'), ('daily', 'One letter a day, at 09:00 (Almaty)')], default='at_once', max_length=8, verbose_name='Letters')),
                ('is_active', models.BooleanField(default=True, verbose_name='Access is open')),
                ('must_change_password', models.BooleanField(default=False)),
                ('temporary_until', models.DateTimeField(blank=True, null=True)),
                ('rights_version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=reporting.clock.now, editable=False)),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=240)),
                ('search_text', models.CharField(editable=False, max_length=900)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='territories.executivebody', verbose_name='Body')),
            ],
            options={
                'ordering': ['sort_key', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'department_head', 'signatory', 'reviewer', 'coordinator', 'approver', 'observer', 'auditor', 'administrator'])), name='user_role_known'), models.CheckConstraint(condition=models.Q(('language__in', ['kk', 'ru', 'en'])), name='user_language_known'), models.CheckConstraint(condition=models.Q(('mail_mode__in', ['at_once', 'daily'])), name='user_mail_mode_known'), models.CheckConstraint(condition=models.Q(('body__isnull', False), ('role__in', ('administrator', 'auditor')), _connector='OR'), name='user_body_where_role_needs_it'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_folded'), models.CheckConstraint(condition=models.Q(('temporary_until__isnull', True), ('must_change_password', True), _connector='OR'), name='user_temporary_password_is_changed')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name of the token')),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('rights_version', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(editable=False)),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.executivebody')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='token_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='token_revoked_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='First day')),
                ('ends_on', models.DateField(verbose_name='Last day')),
                ('basis', models.CharField(max_length=300, verbose_name='Ground')),
                ('created_at', models.DateTimeField(default=reporting.clock.now, editable=False)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL, verbose_name='Stand-in')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL, verbose_name='In place of')),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='substitution_ends_after_start'), models.CheckConstraint(condition=models.Q(('person', models.F('deputy')), _negated=True), name='substitution_of_another'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='substitution_cancelled_by_someone')],
            },
        ),
    ]
