"""The description of the verbs on a whole report (OpenAPI 3)."""

from drf_spectacular.utils import OpenApiExample

from reporting.filing import serializers as say
from reporting.filing import verb_serializers as verbs
from reporting.filing.described import CHANGED, key, told

KEY = (key(required=True),)
AMENDED = OpenApiExample("Newer data", request_only=True, value={"code": "new_data", "reason": "Статистика нақтыланды"})
IDLE = OpenApiExample("No activity", request_only=True, value={"note": "Жұмыс 2027 жылы басталады"})
SENT = OpenApiExample("Sent to the next who confirms", request_only=True, value={"do": "send"})
SENT_BACK = OpenApiExample("Sent back with remarks", request_only=True, value={"do": "send_back", "remarks": "Уточните сумму в строке 7"})

RECALL = told("recall", say.ReportSummary, *CHANGED, headers=KEY, request=verbs.Recall)
AMEND = told("amend", say.ReportSummary, *CHANGED, headers=KEY, examples=(AMENDED,), request=verbs.Amend)
CLOSE_AMENDMENT = told("close_amendment", say.ReportSummary, *CHANGED, headers=KEY, request=verbs.Nothing)
ASK_RETURN = told("ask_for_return", say.ReportSummary, *CHANGED, headers=KEY, request=verbs.AskReturn)
NO_ACTIVITY = told("mark_no_activity", say.ReportSummary, *CHANGED, headers=KEY, examples=(IDLE,), request=verbs.NoActivity)
SOME_ACTIVITY = told("unmark_no_activity", None, 403, 404, 409, ok=204)
CONFIRMATION = told("read_confirmation", verbs.ChainAnswer, 404)
ACT_ON_CONFIRMATION = told(
    "act_on_confirmation", verbs.ChainAnswer, *CHANGED, headers=KEY, examples=(SENT, SENT_BACK), request=verbs.Step
)
