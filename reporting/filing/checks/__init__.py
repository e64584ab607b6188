"""What a row must say before the report can be submitted, and what it is asked about (DOMAIN §4): one home for pages, API and files.

One function is one rule: it looks at a `Subject` and yields problems, each with the field to link to. Blockers stop the submission;
questions are answered in words. A new check is one function and its line in `CHECKS`; what it may say and why it is asked stands above
it, and the page of checks, its files and the help beside a field are made of that.
"""

from reporting.filing.checks.judging import CHECKS, judge, open_questions, row_state
from reporting.filing.checks.subject import Check, Subject, check, question_key

__all__ = ["CHECKS", "Check", "Subject", "check", "judge", "open_questions", "question_key", "row_state"]
