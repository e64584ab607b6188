"""What each column of the tables beside `lines.csv` is: the cells a correction changed, and the discipline of filing."""

from reporting.consolidation.columns import Column

PERCENT = "%"
CHANGES: dict[str, Column] = {
    "kind": Column(
        "string", "Не өзгерді: figure – көрсеткіш, cell – жол ұяшығы, text – талдау бөлімінің мәтіні",
        "Что изменилось: figure – показатель свода, cell – ячейка строки, text – текст аналитической части",
        "What changed: figure – a figure of the summary, cell – a cell of a line, text – a text of the analytical part",
        ("figure", "cell", "text"), needed=True,
    ),
    "address": Column("string", "Көрсеткіштің, жолдың немесе мәтіннің тұрақты белгісі", "Постоянный адрес показателя, строки или текста",
                      "Permanent address of the figure, the line or the text", needed=True),
    "column": Column("string", "Жолдың бағаны; көрсеткіште бос, мәтінде – тілі", "Столбец строки; у показателя пусто, у текста – язык",
                     "Column of the line; blank for a figure, the language for a text"),
    "body": Column("string", "Атқарушы органның коды; көрсеткіште бос", "Код исполнительного органа; у показателя пусто",
                   "Code of the executive body; blank for a figure"),
    "item": Column("string", "Іс-шараның тұрақты коды", "Постоянный код мероприятия", "Permanent code of the measure"),
    "indicator": Column("string", "Нысаналы индикатордың коды", "Код целевого индикатора", "Code of the indicator"),
    "old": Column("string", "Алдыңғы редакциядағы мән; бос ұяшық мән болмағанын білдіреді",
                  "Значение в прежней редакции; пусто – значения не было", "Value in the edition before; blank: there was none"),
    "new": Column("string", "Осы редакциядағы мән; бос ұяшық мән жоқ екенін білдіреді", "Значение в этой редакции; пусто – значения нет",
                  "Value in this edition; blank: there is none"),
}  # fmt: skip


def whole(kk: str, ru: str, en: str, unit: str = "") -> Column:
    """A count, a number of days, or a percent without a fraction; a blank says nothing about the body."""
    return Column("integer", f"{kk}; бос болса, есептелмейді", f"{ru}; пусто – не считается", f"{en}; blank: not counted", unit=unit)


DISCIPLINE: dict[str, Column] = {
    "year": Column("integer", "Есепті жыл", "Отчётный год", "Year that is reported", needed=True),
    "body": Column("string", "Атқарушы органның коды", "Код исполнительного органа", "Code of the executive body", needed=True),
    "name_kk": Column("string", "Органның атауы, қазақ тілінде", "Название органа на казахском языке", "Name of the body in Kazakh"),
    "name_ru": Column("string", "Органның атауы, орыс тілінде", "Название органа на русском языке", "Name of the body in Russian"),
    "name_en": Column("string", "Органның атауы, ағылшын тілінде", "Название органа на английском языке", "Name of the body in English"),
    "points": whole(
        "100-ден ұпай: бөліктердің салмақтарымен алынған орташасы, есептелмейтін бөліктің салмағы қалғандарына өтеді",
        "Баллы из 100: среднее частей по их весам, вес несчитаемой части переходит к остальным",
        "Points of 100: the mean of the parts by their weights; the weight of a part that is not counted falls to the others",
    ),
    "part_on_time": whole("Мерзімінде ұсынылуы, салмағы 40: кешіккен әр күн үшін оннан бірі алынады",
                          "Представление в срок, вес 40: каждый день просрочки снимает десятую часть",
                          "Filed on time, weight 40: each day late takes a tenth", PERCENT),
    "part_rounds": whole("Қайтарусыз қабылдануы, салмағы 20: әр қайтару жартысын алады",
                         "Приём без возврата, вес 20: каждый возврат снимает половину",
                         "Accepted without a return, weight 20: each return takes a half", PERCENT),
    "part_first": whole("Алғашқы ұсынғанда дұрыс жолдар, салмағы 20: бірінші айналымда қайтарылмаған жолдардың үлесі",
                        "Строки, верные с первого представления, вес 20: доля строк, не возвращённых в первом круге",
                        "Rows right at the first submission, weight 20: the share not returned in the first round", PERCENT),
    "part_evidence": whole("Құжаты бар орындалған жолдар, салмағы 20: кемінде бір құжаты бар жолдардың үлесі",
                           "Исполненные строки с документом, вес 20: доля строк, где есть хотя бы один документ",
                           "Done rows with a document, weight 20: the share that has at least one", PERCENT),
    "days_late": whole("Кешіктірілген күндер; 0 – мерзімінде, ұсынылмаса бос", "Дней просрочки; 0 – в срок, пусто – не представлен",
                       "Days late; 0 on time, blank where nothing was filed"),
    "returns": whole("Есеп неше рет пысықтауға қайтарылды", "Сколько раз отчёт возвращался на доработку",
                     "How often the report was returned for revision"),
    "asked": whole("Есептегі жолдар мен индикаторлар саны", "Строк и индикаторов в отчёте", "Rows and indicators of the report"),
    "returned_first": whole("Олардың бірінші айналымда қайтарылғаны", "Из них возвращено в первом круге",
                            "Of them returned in the first round"),
    "done": whole("Орындалды деп көрсетілген жолдар", "Строк, указанных как исполненные", "Rows reported as done"),
    "proved": whole("Олардың кемінде бір құжаты бары", "Из них с хотя бы одним документом", "Of them with at least one document"),
}  # fmt: skip
