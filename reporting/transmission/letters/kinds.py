"""The letters of the Ministry: what kinds there are, which placeholders each may use, and the wording it begins with.

The wording is data: a clerk changes it on a page; these texts stand until somebody does. `{{body}}` is filled in from the data.
"""

import re

from django.utils.translation import gettext_lazy as _

TOKEN = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
REMINDER, RETURN, COVERING, EXTENSION = "reminder", "return", "covering", "extension"
LANGUAGES = ("kk", "ru")

NAMES = {
    REMINDER: _("Reminder of an unfiled report"), RETURN: _("Return of a report for revision"),
    COVERING: _("Covering letter to the planning body"), EXTENSION: _("Answer to a request for an extension"),
}  # fmt: skip
COMMON = {"year": _("reporting year"), "ministry": _("full name of the Ministry"), "today": _("date of the letter")}
OF_A_BODY = {"body": _("full name of the body"), **COMMON}
PLACEHOLDERS = {
    REMINDER: {**OF_A_BODY, "due": _("last day for this body"), "left": _("rows not filled in")},
    RETURN: {**OF_A_BODY, "version": _("number of the returned version"), "rows": _("returned rows with their reasons, one a line")},
    COVERING: {
        "planning_body": _("full name of the planning body"), **COMMON, "edition": _("number of the edition"),
        "number": _("outgoing number"), "files": _("files of the package with their checksums, one a line"),
        "sha256": _("checksum of the edition"),
    },
    EXTENSION: {
        **OF_A_BODY, "asked": _("requested date"), "answer": _("granted or refused, in words"), "until": _("last day now"),
        "reason": _("reason of the answer"),
    },
}  # fmt: skip
# kind → subject_kk, subject_ru, body_kk, body_ru
FIRST = {
    REMINDER: (
        "{{year}} жылғы есепті ұсыну туралы",
        "О представлении отчёта за {{year}} год",
        (
            "Ғылымды қажет ететін аумақтарды дамыту тұжырымдамасын іске асыру туралы {{year}} жылғы есеп әлі ұсынылған жоқ.\n"
            "Орган: {{body}}. Есепті ұсынудың соңғы күні: {{due}}. Толтырылмаған жолдар: {{left}}.\n"
            "Есепті портал арқылы көрсетілген мерзімде ұсынуды сұраймыз."
        ),
        (
            "Отчёт о реализации Концепции развития наукоемких территорий за {{year}} год до настоящего времени не представлен.\n"
            "Орган: {{body}}. Последний день представления: {{due}}. Не заполнено строк: {{left}}.\n"
            "Просим представить отчёт через портал в указанный срок."
        ),
    ),
    RETURN: (
        "{{year}} жылғы есепті пысықтауға қайтару туралы",
        "О возврате отчёта за {{year}} год на доработку",
        (
            "Есеп қаралып, пысықтауға қайтарылды. Орган: {{body}}. Нұсқа: {{version}}.\n"
            "Қайтарылған жолдар және себептері:\n{{rows}}\nТүзетілген есепті портал арқылы ұсынуды сұраймыз."
        ),
        (
            "Отчёт рассмотрен и возвращён на доработку. Орган: {{body}}. Версия: {{version}}.\n"
            "Возвращённые строки и причины:\n{{rows}}\nПросим представить исправленный отчёт через портал."
        ),
    ),
    COVERING: (
        "{{year}} жылғы жиынтық ақпаратты жолдау туралы",
        "О направлении сводной информации за {{year}} год",
        (
            "{{year}} жыл бойынша жиынтық ақпарат жолданады. Алушы: {{planning_body}}. Редакция: № {{edition}}.\n"
            "Қоса берілген файлдар және олардың бақылау сомалары:\n{{files}}\nРедакцияның бақылау сомасы (SHA-256): {{sha256}}"
        ),
        (
            "Направляется сводная информация за {{year}} год. Адресат: {{planning_body}}. Редакция: № {{edition}}.\n"
            "Прилагаемые файлы и их контрольные суммы:\n{{files}}\nКонтрольная сумма редакции (SHA-256): {{sha256}}"
        ),
    ),
    EXTENSION: (
        "{{year}} жылғы есепті ұсыну мерзімін ұзарту туралы",
        "О продлении срока представления отчёта за {{year}} год",
        (
            "Мерзімді ұзарту туралы сұрау қаралды. Орган: {{body}}. Сұралған күн: {{asked}}.\n"
            "Шешім: {{answer}}. Соңғы күн: {{until}}.\nНегіздеме: {{reason}}"
        ),
        (
            "Запрос о продлении срока рассмотрен. Орган: {{body}}. Запрошенная дата: {{asked}}.\n"
            "Решение: {{answer}}. Последний день: {{until}}.\nОбоснование: {{reason}}"
        ),
    ),
}
FIELDS = ("subject_kk", "subject_ru", "body_kk", "body_ru")


def unknown(kind: str, text: str) -> list[str]:
    """What is written as a placeholder and is none of this kind, and braces left over."""
    wrong = [name for name in dict.fromkeys(TOKEN.findall(text)) if name not in PLACEHOLDERS[kind]]
    return [*wrong, *dict.fromkeys(found.group() for found in BRACES.finditer(TOKEN.sub("", text)))]


def filled(text: str, facts: dict[str, str]) -> str:
    """The text with its placeholders filled in; facts are taken as they are, whatever braces they hold."""
    return TOKEN.sub(lambda found: facts[found.group(1)], text)
