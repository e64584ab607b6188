"""The status of an action item when several bodies answer for it. Pure functions over lines.

Where the executors who gave a status agree, that is the status of the item. Where they differ, the Ministry decides, and its decision holds
as long as the statuses it was made on stay the same.
"""

from collections import Counter

# Where nobody gave a status: the answer most lines carry; of equals, the one that needs attention first
ORDER = ("not_filed", "blank", "not_yet_available", "no_activity", "not_applicable", "not_due", "given")


def statuses_seen(lines: list[dict]) -> dict[str, str]:
    """body → status, of the lines of one item that gave a status."""
    return {line["body"]: line["status"] for line in sorted(lines, key=lambda line: line["body"]) if line["status"]}


def differ(seen: dict[str, str]) -> bool:
    """Whether the Ministry has to decide."""
    return len(set(seen.values())) > 1


def suggest(lines: list[dict]) -> str:
    """What the portal suggests, never more than a suggestion: the leading body's status; of a group, done only when all are done."""
    leads = {line["status"] for line in lines if line["part"] == "lead" and line["status"]}
    given = leads or {line["status"] for line in lines if line["status"]}
    if len(given) == 1:
        return next(iter(given))
    return "partly_done" if given & {"not_done", "partly_done"} else "in_progress"


def decided(item: str, seen: dict[str, str], decisions: dict[str, dict]) -> dict | None:
    """The Ministry's decision on the item, if it was made on these very statuses."""
    decision = decisions.get(item)
    return decision if decision and decision["seen"] == seen else None


def status_of(item: str, lines: list[dict], decisions: dict[str, dict]) -> tuple[str, dict | None]:
    """(status, decision): agreed, decided, or suggested until somebody decides."""
    seen = statuses_seen(lines)
    if not seen:
        return unanswered(lines), None
    if not differ(seen):
        return next(iter(seen.values())), None
    decision = decided(item, seen, decisions)
    return (decision["status"], decision) if decision else (suggest(lines), None)


def unanswered(lines: list[dict]) -> str:
    """The kind of non-answer of an item nobody gave a status for."""
    counts = Counter(line["answer"] for line in lines)
    return min(counts, key=lambda answer: (-counts[answer], ORDER.index(answer)))


def discrepancies(lines_by_item: dict[str, list[dict]], decisions: dict[str, dict]) -> list[dict]:
    """Items whose executors differ, with what each said, the suggestion and the decision that holds, in the order of the plan."""
    found = []
    for item, lines in lines_by_item.items():
        seen = statuses_seen(lines)
        if differ(seen):
            found.append({
                "item": item, "number": lines[0]["number"], "seen": seen, "suggested": suggest(lines),
                "leads": sorted(line["body"] for line in lines if line["part"] == "lead"),
                "decision": decided(item, seen, decisions),
                "outdated": item in decisions and decisions[item]["seen"] != seen,
            })  # fmt: skip
    return sorted(found, key=lambda row: row["number"])
