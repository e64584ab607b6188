"""What each column of `lines.csv` is: type, allowed values, and its meaning in three languages. The one source of the data dictionary,
of the table schema, of the JSON Schema and of the page «About the data». `FIELDS` in `lines` says their order; a test keeps the two equal.
"""

from dataclasses import dataclass

STATUSES = ("done", "in_progress", "partly_done", "not_done", "not_yet_due", "off_control", "extended")
ANSWERS = ("given", "no_activity", "not_applicable", "not_yet_available", "blank", "not_due", "not_filed")
REPORTS = ("accepted", "not_accepted", "not_filed")


@dataclass(frozen=True)
class Column:
    """A column: `type` is one of string, integer, number, date, boolean, array; `values` closes the set; `needed` is never blank."""

    type: str
    kk: str
    ru: str
    en: str
    values: tuple[str, ...] = ()
    needed: bool = False
    pattern: str = ""
    unit: str = ""


def money(kk: str, ru: str, en: str) -> Column:
    """An amount in whole tenge; a blank is not zero."""
    return Column(
        "integer", f"{kk}, бүтін теңге; бос ұяшық нөл емес", f"{ru}, целые тенге; пустая ячейка не ноль",
        f"{en}, whole tenge; a blank is not zero", unit="KZT",
    )  # fmt: skip


def words(kk: str, ru: str, en: str) -> tuple[Column, Column]:
    """A text of the body in Kazakh and in Russian, as it was filed."""
    return (
        Column("string", f"{kk}, қазақ тілінде", f"{ru}, на казахском языке", f"{en}, in Kazakh"),
        Column("string", f"{kk}, орыс тілінде", f"{ru}, на русском языке", f"{en}, in Russian"),
    )


PROGRESS = words("Іске асырылу барысы туралы ақпарат, орган ұсынған түрде", "Информация о ходе реализации, как её представил орган",
                 "Information on progress, as the body filed it")  # fmt: skip
REASONS = words("Орындалмау себептері", "Причины неисполнения", "Reasons for non-completion")
MEASURES = words("Қабылданған шаралар", "Принятые меры", "Measures taken")
PROPOSAL = words("Жоспарды түзету жөніндегі ұсыныс", "Предложение о корректировке плана", "Proposal for correcting the plan")

COLUMNS: dict[str, Column] = {
    "line": Column(
        "string", "Жолдың тұрақты нөмірі; беттегі сол жолдың белгісі де осы", "Постоянный номер строки; он же – место строки на странице",
        "Permanent number of the line; it is also the anchor of the line on its page", needed=True, pattern="^(I[0-9]{2,}|N)-[A-Z0-9-]+$",
    ),
    "kind": Column("string", "Жолдың түрі: item – іс-шара, indicator – индикатор", "Вид строки: item – мероприятие, indicator – индикатор",
                   "Kind of the line: item – a measure of the plan, indicator – a target indicator", ("item", "indicator"), needed=True),
    "year": Column("integer", "Есепті жыл", "Отчётный год", "Year that is reported", needed=True),
    "body": Column("string", "Атқарушы органның коды", "Код исполнительного органа", "Code of the executive body", needed=True),
    "region": Column("string", "Органның өңірінің коды; орталық органдарда бос", "Код региона органа; у центральных органов пусто",
                     "Code of the body's region; blank for central bodies"),
    "section": Column("integer", "Жоспар бөлімінің нөмірі", "Номер раздела плана", "Number of the section of the plan"),
    "number": Column("integer", "Іс-шараның жоспардағы нөмірі", "Номер мероприятия в плане", "Number of the measure in the plan"),
    "item": Column("string", "Іс-шараның тұрақты коды, нөмір өзгерсе де сақталады",
                   "Постоянный код мероприятия, сохраняется при перенумерации",
                   "Code of the measure that outlives renumbering"),
    "indicator": Column("string", "Нысаналы индикатордың коды", "Код целевого индикатора", "Code of the indicator"),
    "part": Column("string", "Органның қатысуы: lead – негізгі орындаушы, co – бірлесіп орындаушы",
                   "Участие органа: lead – основной исполнитель, co – соисполнитель",
                   "Part of the body: lead – lead executor, co – co-executor", ("lead", "co")),
    "by_agreement": Column("boolean", "Орган келісу бойынша қатыса ма", "Участвует ли орган по согласованию",
                           "Whether the body takes part by agreement"),
    "report": Column(
        "string", "Органның есебі: accepted – қабылданды, not_accepted – бекіту күніне қабылданбады, not_filed – ұсынылмады",
        "Отчёт органа: accepted – принят, not_accepted – не принят ко дню утверждения, not_filed – не представлен",
        "The body's report: accepted, not accepted by the day of approval, not filed", REPORTS, needed=True,
    ),
    "paper": Column("boolean", "Есеп қағаз түрінде келіп, оны Министрлік енгізді ме", "Поступил ли отчёт на бумаге и внесён министерством",
                    "Whether the report came on paper and was entered by the Ministry"),
    "answer": Column(
        "string",
        "Жауап түрі: given – берілді, no_activity – жұмыс жүргізілген жоқ, not_applicable – қолданылмайды, "
        "not_yet_available – деректер әлі жоқ, blank – толтырылмаған, not_due – мерзімі келген жоқ, not_filed – есеп ұсынылмады",
        "Вид ответа: given – дан, no_activity – деятельность не велась, not_applicable – не применимо, "
        "not_yet_available – данных ещё нет, blank – не заполнено, not_due – срок не наступил, not_filed – отчёт не представлен",
        "Kind of answer: given, no activity, not applicable, not yet available, blank, not due, not filed", ANSWERS, needed=True,
    ),
    "status": Column(
        "string",
        "Іс-шараның мәртебесі: done – орындалды, in_progress – орындалуда, partly_done – ішінара орындалды, not_done – орындалмады, "
        "not_yet_due – мерзімі келген жоқ, off_control – бақылаудан алынды, extended – мерзімі ұзартылды",
        "Статус мероприятия: done – исполнено, in_progress – исполняется, partly_done – исполнено частично, not_done – не исполнено, "
        "not_yet_due – срок не наступил, off_control – снято с контроля, extended – срок продлён",
        "Status of the measure: done, in progress, partly done, not done, not yet due, taken off control, deadline extended", STATUSES,
    ),
    "planned_republican": money("Республикалық бюджет, көзделген", "Республиканский бюджет, предусмотрено", "Republican budget, planned"),
    "disbursed_republican": money("Республикалық бюджет, игерілген", "Республиканский бюджет, освоено", "Republican budget, disbursed"),
    "planned_local": money("Жергілікті бюджет, көзделген", "Местный бюджет, предусмотрено", "Local budget, planned"),
    "disbursed_local": money("Жергілікті бюджет, игерілген", "Местный бюджет, освоено", "Local budget, disbursed"),
    "planned_extra": money("Бюджеттен тыс қаражат, көзделген", "Внебюджетные средства, предусмотрено", "Extra-budgetary funds, planned"),
    "disbursed_extra": money("Бюджеттен тыс қаражат, игерілген", "Внебюджетные средства, освоено", "Extra-budgetary funds, disbursed"),
    "actual_date": Column("date", "Нақты аяқталған күні", "Фактическая дата завершения", "Date of actual completion"),
    "progress_kk": PROGRESS[0], "progress_ru": PROGRESS[1], "reasons_kk": REASONS[0], "reasons_ru": REASONS[1],
    "measures_kk": MEASURES[0], "measures_ru": MEASURES[1],
    "proposed_date": Column("date", "Ұсынылатын жаңа мерзім", "Предлагаемый новый срок", "Proposed new date"),
    "proposal_kk": PROPOSAL[0], "proposal_ru": PROPOSAL[1],
    "territory": Column("string", "Жол қатысты ғылымды қажет ететін аумақтың коды", "Код наукоемкой территории, к которой относится строка",
                        "Code of the science city that the line concerns"),
    "evidence": Column(
        "array", "Растайтын құжаттар, JSON тізімі: kind – түрі, number – нөмірі, date – күні, link – сілтеме",
        "Подтверждающие документы, список JSON: kind – вид, number – номер, date – дата, link – ссылка",
        "Supporting documents, a JSON list: kind, number, date, link",
    ),
    "target": Column("number", "Индикатордың жоспарлы мәні", "Плановое значение индикатора", "Target of the indicator"),
    "actual": Column("number", "Индикатордың нақты мәні", "Фактическое значение индикатора", "Actual value of the indicator"),
    "numerator": Column("number", "Индикатордың алымы", "Числитель индикатора", "Numerator of the indicator"),
    "denominator": Column("number", "Индикатордың бөлімі", "Знаменатель индикатора", "Denominator of the indicator"),
    "data_source": Column("string", "Деректер көзі", "Источник данных", "Source of the figure"),
    "data_date": Column("date", "Деректердің күні", "Дата данных", "Date of the figure"),
    "answer_note": Column("string", "Жауап түріне түсіндірме", "Пояснение к виду ответа", "Explanation of the kind of answer"),
    "available_on": Column("date", "Деректер күтілетін күн", "Дата, на которую ожидаются данные",
                           "Date on which the figure will be available"),
    "report_version": Column("integer", "Жол алынған есеп нұсқасының нөмірі", "Номер версии отчёта, из которой взята строка",
                             "Version of the report that the line is taken from"),
    "report_sha256": Column("string", "Есептің сол нұсқасының SHA-256 бақылау сомасы", "Контрольная сумма SHA-256 этой версии отчёта",
                            "SHA-256 of that version of the report", pattern="^[0-9a-f]{64}$"),
}  # fmt: skip
EDITION = Column("integer", "Жыл редакциясының нөмірі", "Номер редакции года", "Number of the edition of the year", needed=True)
