"""Written tasks for somebody who has never seen the desk: each is done from their own first page by visible names, reading visible text.

A step is what the person presses: («menu», name) a section of the menu; («word», name[, context]) a link or button by a text of the portal;
(«like», name, context) one that begins with it; («unfold», name, key) what is folded
beside a fact; («fact», key) what bears a name or a figure that the question itself tells. An answer is
read as («rows», key) the headings of the table's rows, these and no others; («row», of, key) in the row that bears it; («says», key) on the
page; («title», key) in the heading; («titles», key) the headings of the page's articles. The right ones come from the database
(`made_april.facts`).
"""

import re
from dataclasses import dataclass

from tests.browser.clerk import Clerk, flowing
from tests.visitor import plain

MOST_PRESSES = 4
COORDINATOR, REVIEWER, APPROVER = "coordinator@mnvo.example", "reviewer@mnvo.example", "approver@mnvo.example"
OBSERVER, OFFICER, RETURNED_OFFICER = "observer@mne.example", "officer@ak-kar.example", "officer@ak-akm.example"
COMPLETENESS, SUMMARY = ("menu", "Filing of reports"), ("menu", "Summary")


@dataclass(frozen=True)
class Task:
    """What is asked, of whom, in three languages; the way; where the answer stands and which fact it is."""

    key: str
    who: str
    asked: dict[str, str]
    steps: tuple[tuple[str, ...], ...]
    answer: tuple[tuple[str, ...], ...]


TASKS = (
    Task("who is late", COORDINATOR, {
        "kk": "Мерзімі өтсе де, есебін кім ұсынған жоқ?", "ru": "Кто не представил отчёт, хотя срок прошёл?",
        "en": "Who has not filed although the term is over?",
    }, (("like", "overdue", "filter"),), (("rows", "overdue"),)),
    Task("who filed late", COORDINATOR, {
        "kk": "Есепті кім кешіктіріп ұсынды және қай күні?", "ru": "Кто представил отчёт с опозданием и в какой день?",
        "en": "Who filed late, and on which day?",
    }, (("like", "filed late", "filter"),), (("rows", "late"), ("row", "late", "late_day"))),
    Task("what must I do next", REVIEWER, {
        "kk": "Менің қарауымды қай есептер күтіп тұр?", "ru": "Какие отчёты ждут моей проверки?", "en": "Which reports wait for my review?",
    }, (), (("rows", "waiting"),)),
    Task("which remark is open", REVIEWER, {
        "kk": "Осы органға жасалған қай ескерту әлі жабылмаған: %(remarked)s?",
        "ru": "Какое замечание этому органу ещё не закрыто: %(remarked)s?",
        "en": "Which remark to this body is not closed yet: %(remarked)s?",
    }, (("fact", "remarked"),), (("says", "remark"),)),
    Task("why is this total what it is", APPROVER, {
        "kk": "Игерілген қаражаттың жалпы сомасы неше жолдан құралған және кімнің есебі оған кірмеген?",
        "ru": "Из скольких строк сложилась общая сумма освоенных средств и чьи отчёты в неё не вошли?",
        "en": "How many rows make the total of disbursed funds, and whose reports are not in it?",
    }, (("fact", "year"), ("fact", "total"), ("unfold", "Which ones", "not_filed_word")),
       (("title", "total"), ("says", "total_rows"), ("says", "not_filed_short"))),
    Task("what waits for my consent", APPROVER, {
        "kk": "Қай органның мерзімін ұзарту менің растауымды күтіп тұр және қай күнге дейін?",
        "ru": "Продление срока какому органу ждёт моего подтверждения и до какого дня?",
        "en": "Which body's extension waits for my confirmation, and until which day?",
    }, (COMPLETENESS, ("word", "Requests for an extension")), (("rows", "asks"), ("row", "asks", "asks_until"))),
    Task("who has no reviewer", COORDINATOR, {
        "kk": "Неше есепке қараушы тағайындалмаған?",
        "ru": "У скольких отчётов нет проверяющего?", "en": "How many reports have no reviewer?",
    }, (("word", "Reviewers of the reports"),), (("title", "unassigned"),)),
    Task("where executors differ", COORDINATOR, {
        "kk": "Қай іс-шаралар бойынша орындаушылар әртүрлі мәртебе көрсеткен?",
        "ru": "По каким мероприятиям исполнители указали разный статус?",
        "en": "On which items do the executors differ?",
    }, (SUMMARY, ("fact", "year")), (("titles", "differ"),)),
    Task("what came on paper", COORDINATOR, {
        "kk": "Бұл органның есебі қай нөмірлі хатпен қағаз түрінде келді: %(paper)s?",
        "ru": "С каким номером письма отчёт этого органа пришёл на бумаге: %(paper)s?",
        "en": "Under which letter number did the report of this body come on paper: %(paper)s?",
    }, (("like", "Paper: being entered", "", "paper"),), (("says", "letter"),)),
    Task("what does the Ministry want", RETURNED_OFFICER, {
        "kk": "Министрлік біздің есепті неліктен қайтарды?",
        "ru": "Почему Министерство вернуло наш отчёт?", "en": "Why did the Ministry return our report?",
    }, (), (("says", "reason"),)),
    Task("who changed a figure", OFFICER, {
        "kk": "«%(row_changed)s» жолындағы соманы соңғы рет кім өзгертті және қандай сомаға?",
        "ru": "Кто последним изменил сумму в строке «%(row_changed)s» и на какую?",
        "en": "Who changed the amount of the row “%(row_changed)s” last, and to what?",
    }, (("fact", "row_title"), ("word", "History of changes")), (("says", "changed_by"), ("says", "changed_to"))),
    Task("whose reports are out", APPROVER, {
        "kk": "Жиынтыққа қай органдардың есептері кірмейді?",
        "ru": "Отчёты каких органов не входят в свод?", "en": "Which bodies' reports are not in the summary?",
    }, (("fact", "year"),), (("says", "not_filed"),)),
    # of the year that is over: what every demonstration holds
    Task("under which number did we register", OBSERVER, {
        "kk": "%(before)s жылғы жиынтық ақпаратты қандай кіріс нөмірімен тіркедік?",
        "ru": "Под каким входящим номером мы зарегистрировали сводную информацию за %(before)s год?",
        "en": "Under which number did we register the information for %(before)s?",
    }, (), (("says", "incoming"),)),
    Task("who filed late in the year before", COORDINATOR, {
        "kk": "%(before)s жылғы есепті кім кешіктіріп ұсынды?",
        "ru": "Кто представил отчёт за %(before)s год с опозданием?", "en": "Who filed late for %(before)s?",
    }, (("fact", "before"), ("like", "filed late", "filter")), (("rows", "before_late"),)),
    Task("who approved the edition", COORDINATOR, {
        "kk": "%(before)s жылғы редакцияны кім бекітті?",
        "ru": "Кто утвердил редакцию за %(before)s год?", "en": "Who approved the edition for %(before)s?",
    }, (SUMMARY, ("word", "№ 1", "", "before")), (("says", "approved_by"),)),
)  # fmt: skip
OF_THE_PAST = TASKS[-3:]


def do(task: Task, person: Clerk, facts: dict) -> str:
    """Does the task from the person's first page; what was wrong, or nothing."""
    person.open("work/")
    person.presses = 0
    try:
        for step in task.steps:
            press(person, step, facts)
    except AssertionError as stuck:
        return str(stuck)
    if person.presses > MOST_PRESSES:
        return f"{person.presses} presses"
    return "; ".join(wrong for part in task.answer if (wrong := unread(person, part, facts)))


def press(person: Clerk, step: tuple[str, ...], facts: dict) -> None:
    """One step."""
    kind, name, *rest = step
    if kind == "menu":
        person.section(name)
    elif kind == "fact":
        person.go(facts[name])
    elif kind == "unfold":
        person.unfold(person.word(name), at=facts[rest[0]])
    else:
        at = facts[rest[1]] if len(rest) > 1 else ""
        person.press_named(name, rest[0] if rest else "", begins=kind == "like", at=at)


def unread(person: Clerk, part: tuple[str, ...], facts: dict) -> str:
    """What a person who reads the page does not learn."""
    kind, *keys = part
    right = facts[keys[-1]]
    every = right if isinstance(right, list) else [right]
    main = person.page.locator("main")
    if kind == "rows":
        found = [plain(text) for text in main.locator("tbody tr:not(.total) > th[scope=row]:visible").all_inner_texts()]
        return "" if sorted(found) == sorted(every) else f"rows {found}, not {every}"
    if kind == "titles":
        found = [plain(text) for text in main.locator("#discrepancies ~ .body h3:visible").all_inner_texts()]
        return "" if sorted(found) == sorted(map(plain, every)) else f"titles {found}, not {every}"
    if kind == "row":
        rows = main.locator("tr").filter(has_text=re.compile(flowing(facts[keys[0]])))
        text = plain(rows.first.inner_text())
    else:
        text = plain(main.locator("h1").inner_text()) if kind == "title" else person.text
    missing = [one for one in every if not re.search(rf"(?<![\w\d]){flowing(one)}(?![\w\d])", text)]
    return f"{kind} does not say {missing}: {text[:300]}" if missing else ""
