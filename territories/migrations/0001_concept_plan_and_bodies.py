import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('territories', '0001_initial'), ('territories', '0002_training_bodies')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('name_kk', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('unit_kk', models.CharField(max_length=60)),
                ('unit_ru', models.CharField(max_length=60)),
                ('unit_en', models.CharField(max_length=60)),
                ('better', models.CharField(choices=[('up', 'More is better'), ('down', 'Less is better')], max_length=4)),
                ('roll_up', models.CharField(choices=[('sum', 'Sum of the bodies'), ('latest', 'Latest value'), ('ratio', 'Ratio of two sums'), ('none', 'Not added up')], max_length=8)),
                ('ratio_of_kk', models.CharField(blank=True, default='', max_length=300)),
                ('ratio_of_ru', models.CharField(blank=True, default='', max_length=300)),
                ('ratio_of_en', models.CharField(blank=True, default='', max_length=300)),
                ('data_source_kk', models.CharField(max_length=200)),
                ('data_source_ru', models.CharField(max_length=200)),
                ('data_source_en', models.CharField(max_length=200)),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('baseline_value', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True)),
                ('basis', models.CharField(choices=[('concept', 'Approved plan'), ('analogue', 'Sample plan')], max_length=8)),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_kk', ''), _negated=True), name='indicator_name_kk_given'), models.CheckConstraint(condition=models.Q(('better__in', ['up', 'down'])), name='indicator_better_known'), models.CheckConstraint(condition=models.Q(('roll_up__in', ['sum', 'latest', 'ratio', 'none'])), name='indicator_roll_up_known'), models.CheckConstraint(condition=models.Q(('basis__in', ['concept', 'analogue'])), name='indicator_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('baseline_value__isnull', True), ('baseline_year__isnull', True)), models.Q(('baseline_value__isnull', False), ('baseline_year__isnull', False)), _connector='OR'), name='indicator_baseline_whole'), models.CheckConstraint(condition=models.Q(models.Q(('roll_up', 'ratio'), models.Q(('ratio_of_kk', ''), _negated=True)), models.Q(models.Q(('roll_up', 'ratio'), _negated=True), ('ratio_of_kk', '')), _connector='OR'), name='indicator_ratio_names_its_sums')],
            },
        ),
        migrations.CreateModel(
            name='ConceptRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, unique=True)),
                ('kk', models.CharField(blank=True, default='', max_length=300)),
                ('ru', models.CharField(blank=True, default='', max_length=300)),
                ('en', models.CharField(blank=True, default='', max_length=300)),
                ('basis', models.CharField(choices=[('concept', 'Known of the Concept'), ('ours', 'Wording of the portal'), ('unknown', 'Not known')], max_length=8)),
            ],
            options={
                'ordering': ['field'],
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['concept', 'ours', 'unknown'])), name='concept_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('basis', 'unknown'), ('kk', '')), models.Q(models.Q(('basis', 'unknown'), _negated=True), models.Q(('kk', ''), _negated=True)), _connector='OR'), name='concept_known_has_text')],
            },
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True)),
                ('working', models.BooleanField()),
                ('basis', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name_plural': 'days off',
                'ordering': ['date'],
                'constraints': [models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='dayoff_has_basis')],
            },
        ),
        migrations.CreateModel(
            name='ExecutiveBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('level', models.CharField(choices=[('central', 'Central executive body'), ('local', 'Local executive body')], max_length=8)),
                ('kind', models.CharField(choices=[('ministry', 'Ministry'), ('agency', 'Agency'), ('akimat', 'Akimat'), ('company', 'Company')], max_length=8)),
                ('name_kk', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('short_kk', models.CharField(max_length=100)),
                ('short_ru', models.CharField(max_length=100)),
                ('short_en', models.CharField(max_length=100)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('sort_key', models.CharField(max_length=240)),
                ('search_text', models.TextField()),
                ('training', models.BooleanField(default=False)),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='territories.executivebody')),
            ],
            options={
                'verbose_name_plural': 'executive bodies',
                'ordering': ['sort_key', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_kk', ''), _negated=True), name='body_name_kk_given'), models.CheckConstraint(condition=models.Q(('level__in', ['central', 'local'])), name='body_level_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['ministry', 'agency', 'akimat', 'company'])), name='body_kind_known'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='body_ends_after_start'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='body_with_successor_has_ended')],
            },
        ),
        migrations.CreateModel(
            name='Executor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('lead', 'Lead executor'), ('co', 'Co-executor')], max_length=4)),
                ('by_agreement', models.BooleanField(default=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('from_group', models.BooleanField(default=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_parts', to='territories.executivebody')),
            ],
            options={
                'ordering': ['row', 'order'],
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', ['lead', 'co'])), name='executor_part_known'), models.CheckConstraint(condition=models.Q(('part', 'co'), ('by_agreement', False), _connector='OR'), name='executor_by_agreement_never_leads')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorResponsible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicator_parts', to='territories.executivebody')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsible', to='territories.indicator')),
            ],
            options={
                'ordering': ['indicator', 'body__sort_key'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'body'), name='responsible_body_once')],
            },
        ),
        migrations.AddField(
            model_name='indicator',
            name='bodies',
            field=models.ManyToManyField(related_name='indicators', through='territories.IndicatorResponsible', to='territories.executivebody'),
        ),
        migrations.CreateModel(
            name='IndicatorTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('value', models.DecimalField(decimal_places=6, max_digits=20)),
                ('basis', models.CharField(choices=[('concept', 'Set by the Concept'), ('analogue', 'Built after comparable acts'), ('sample', 'Sample for the demonstration')], max_length=8)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='territories.indicator')),
            ],
            options={
                'ordering': ['indicator', 'year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['concept', 'analogue', 'sample'])), name='target_basis_known'), models.UniqueConstraint(fields=('indicator', 'year'), name='target_year_once'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='target_year_in_reason')],
            },
        ),
        migrations.CreateModel(
            name='PlanEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('title_kk', models.CharField(max_length=300)),
                ('title_ru', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300)),
                ('act_kk', models.CharField(max_length=300)),
                ('act_ru', models.CharField(max_length=300)),
                ('act_en', models.CharField(max_length=300)),
                ('in_force_from', models.DateField()),
                ('basis', models.CharField(choices=[('concept', 'Approved plan'), ('analogue', 'Sample plan')], max_length=8)),
            ],
            options={
                'ordering': ['in_force_from', 'basis'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title_kk', ''), _negated=True), name='edition_title_kk_given'), models.CheckConstraint(condition=models.Q(('basis__in', ['concept', 'analogue'])), name='edition_basis_known'), models.UniqueConstraint(fields=('basis', 'in_force_from'), name='edition_alone_on_its_day')],
            },
        ),
        migrations.CreateModel(
            name='PlanRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title_kk', models.CharField(max_length=1000)),
                ('title_ru', models.CharField(max_length=1000)),
                ('title_en', models.CharField(max_length=1000)),
                ('completion_form_kk', models.CharField(max_length=300)),
                ('completion_form_ru', models.CharField(max_length=300)),
                ('completion_form_en', models.CharField(max_length=300)),
                ('deadline_text_kk', models.CharField(max_length=200)),
                ('deadline_text_ru', models.CharField(max_length=200)),
                ('deadline_text_en', models.CharField(max_length=200)),
                ('deadline_kind', models.CharField(choices=[('once', 'Once'), ('period', 'Over a period'), ('annual', 'Every year')], max_length=8)),
                ('deadline_from', models.DateField()),
                ('deadline_to', models.DateField()),
                ('funding_kk', models.CharField(max_length=300)),
                ('funding_ru', models.CharField(max_length=300)),
                ('funding_en', models.CharField(max_length=300)),
                ('basis', models.CharField(choices=[('concept', 'Approved plan'), ('analogue', 'Sample plan')], max_length=8)),
                ('bodies', models.ManyToManyField(related_name='plan_rows', through='territories.Executor', to='territories.executivebody')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='territories.planedition')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='territories.actionitem')),
            ],
            options={
                'ordering': ['edition', 'number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title_kk', ''), _negated=True), name='row_title_kk_given'), models.CheckConstraint(condition=models.Q(('deadline_kind__in', ['once', 'period', 'annual'])), name='row_deadline_kind_known'), models.CheckConstraint(condition=models.Q(('basis__in', ['concept', 'analogue'])), name='row_basis_known'), models.UniqueConstraint(fields=('edition', 'number'), name='row_number_once'), models.UniqueConstraint(fields=('edition', 'item'), name='row_item_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='row_number_from_one'), models.CheckConstraint(condition=models.Q(('deadline_to__gte', models.F('deadline_from'))), name='row_deadline_ends_after_start')],
            },
        ),
        migrations.AddField(
            model_name='executor',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='executors', to='territories.planrow'),
        ),
        migrations.CreateModel(
            name='PlanSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title_kk', models.CharField(max_length=300)),
                ('title_ru', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='territories.planedition')),
            ],
            options={
                'ordering': ['edition', 'number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title_kk', ''), _negated=True), name='section_title_kk_given'), models.UniqueConstraint(fields=('edition', 'number'), name='section_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='section_number_from_one')],
            },
        ),
        migrations.AddField(
            model_name='planrow',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='territories.plansection'),
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('iso', models.CharField(max_length=5, unique=True)),
                ('kato', models.CharField(max_length=9, unique=True)),
                ('kind', models.CharField(choices=[('region', 'Region'), ('city', 'City of republican significance')], max_length=8)),
                ('name_kk', models.CharField(max_length=200)),
                ('name_ru', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('short_kk', models.CharField(max_length=60)),
                ('short_ru', models.CharField(max_length=60)),
                ('short_en', models.CharField(max_length=60)),
                ('centre_kk', models.CharField(max_length=100)),
                ('centre_ru', models.CharField(max_length=100)),
                ('centre_en', models.CharField(max_length=100)),
                ('tile_col', models.PositiveSmallIntegerField()),
                ('tile_row', models.PositiveSmallIntegerField()),
                ('sort_key', models.CharField(max_length=240)),
            ],
            options={
                'ordering': ['sort_key', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_kk', ''), _negated=True), name='region_name_kk_given'), models.CheckConstraint(condition=models.Q(('kind__in', ['region', 'city'])), name='region_kind_known'), models.CheckConstraint(condition=models.Q(('tile_col__lte', 6), ('tile_row__lte', 3)), name='region_tile_in_grid'), models.UniqueConstraint(fields=('tile_col', 'tile_row'), name='region_tile_own')],
            },
        ),
        migrations.AddField(
            model_name='executivebody',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='territories.region'),
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('name_kk', models.CharField(max_length=200)),
                ('name_ru', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('science_city', 'Science city'), ('technology_park', 'Science and technology park')], max_length=16)),
                ('status', models.CharField(choices=[('proposed', 'Candidate for the status'), ('granted', 'Status granted'), ('ended', 'Status ended')], max_length=16)),
                ('status_act_kk', models.CharField(blank=True, default='', max_length=300)),
                ('status_act_ru', models.CharField(blank=True, default='', max_length=300)),
                ('status_act_en', models.CharField(blank=True, default='', max_length=300)),
                ('status_date', models.DateField(blank=True, null=True)),
                ('sort_key', models.CharField(max_length=240)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='territories', to='territories.region')),
            ],
            options={
                'verbose_name_plural': 'territories',
                'ordering': ['sort_key', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_kk', ''), _negated=True), name='territory_name_kk_given'), models.CheckConstraint(condition=models.Q(('kind__in', ['science_city', 'technology_park'])), name='territory_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'granted', 'ended'])), name='territory_status_known'), models.CheckConstraint(condition=models.Q(('status', 'proposed'), models.Q(('status_date__isnull', False), models.Q(('status_act_kk', ''), _negated=True)), _connector='OR'), name='territory_status_has_act')],
            },
        ),
        migrations.AddConstraint(
            model_name='executor',
            constraint=models.UniqueConstraint(fields=('row', 'body'), name='executor_body_once'),
        ),
        migrations.AddConstraint(
            model_name='executor',
            constraint=models.UniqueConstraint(fields=('row', 'order'), name='executor_order_once'),
        ),
        migrations.AddConstraint(
            model_name='executivebody',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'company'), models.Q(('kind', 'akimat'), ('level', 'local'), ('region__isnull', False)), models.Q(('kind__in', ['ministry', 'agency']), ('level', 'central'), ('region__isnull', True)), _connector='OR'), name='body_kind_fits_level'),
        ),
    ]
