"""What the databases say was done: each act once, each event's effect once and in order."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import asyncpg

from deploy.local.binaries import ROOT
from deploy.local.databases import SERVICES

# What is not written by the clients: the operators' and the machines' own ways, and a standard,
# which two persons publish once.
NOT_WRITTEN = re.compile(r".* operations|prechecks|standards|register")

# Every kind of act by its operation, and the audit row that it leaves, one a success.
LEAVES = {
    "create_round": "intake: round/draft",
    "change_round": "intake: round/change",
    "open_round": "intake: round/open",
    "close_round": "intake: round/close",
    "create_application": "intake: application/draft",
    "change_application": "intake: application/change",
    "create_application_document": "intake: application/attach_document",
    "put_application_document_content": "intake: application/receive_document",
    "delete_application_document": "intake: application/remove_document",
    "submit_application": "intake: application/submit",
    "withdraw_application": "intake: application/withdraw",
    "request_application_correction": "intake: application/request_correction",
    "accept_application": "intake: application/accept",
    "reject_application": "intake: application/reject",
    "record_application_findings": "intake: application/record_findings",
    "recommend_application": "intake: application/recommend",
    "decline_application": "intake: application/not_recommend",
    "record_judgments": "evaluation: evaluation/judge",
    "decide_evaluation": "evaluation: evaluation/decide",
    "draft_notice": "registry: notice/draft",
    "publish_notice": "registry: notice/publish",
    "close_notice": "registry: notice/close",
    "release_notice": "registry: notice/release",
    "propose_revocation": "registry: revocation/propose",
    "open_revocation": "registry: revocation/open",
    "notify_revocation": "registry: revocation/notify",
    "serve_revocation": "registry: revocation/serve",
    "answer_revocation": "registry: revocation/answer",
    "decide_revocation": "registry: revocation/decide",
    "write_annual_report": "monitoring: annual_report/write",
    "put_annual_report_seal_page": "monitoring: annual_report/seal",
    "submit_annual_report": "monitoring: annual_report/submit",
    "review_annual_report": "monitoring: annual_report/review",
    "return_annual_report": "monitoring: annual_report/return",
    "confirm_annual_report": "monitoring: annual_report/confirm",
}
# Acts that no client does yet: each is owed a story in `lives`, and then a line above.
UNTOLD = {
    "answer_annual_report_questions",
    "correct_annual_report",
    "hand_in_annual_report_roster",
    "import_annual_report_workbook",
    "record_tracking_note",
    "correct_tracking_note",
    "withdraw_tracking_note",
    "record_policy_document",
    "correct_policy_document",
    "withdraw_policy_document",
    "record_support_measure",
    "correct_support_measure",
    "withdraw_support_measure",
    "record_service_institution",
    "correct_service_institution",
    "withdraw_service_institution",
    "record_service_delivery",
    "assess_service_delivery",
    "withdraw_service_delivery",
    "draft_practice_case",
    "write_practice_case",
    "approve_practice_case",
    "return_practice_case",
    "publish_practice_case",
    "withdraw_practice_case",
    "complete_assessment",
    "extend_round",
    "file_objection",
    "take_up_objection",
    "keep_objection_as_lead",
    "answer_objection",
    "find_on_objection",
    "unseal_objection",
    "close_revocation",
    "file_change",
    "reinstate_cluster",
    "record_change",
    "refile_change",
    "return_change",
    "review_change",
    "hand_over_application",
    "import_application_workbook",
    "recommend_applications",
    "serve_application_notice",
    "verify_application_site",
    "draft_reporting_cycle",
    "open_reporting_cycle",
    "extend_obligation",
    "waive_obligation",
    "remind_in_writing",
    "record_incident",
    "determine_incident",
    "find_on_incident",
    "annul_incident",
    "assign_supervision_task",
    "answer_supervision_task",
    "complete_supervision_task",
    "escalate_supervision_task",
    "record_supervision_refusal",
    "propose_report_breach",
    "propose_supervision_breach",
    "propose_incident_breach",
    "withdraw_breach",
    "correct_cluster",
    "forward_application",
}
# The day itself closes a notice too, and may be first.
PERHAPS = "close_notice"

# (who announced, which event, with which outcome) → the audit row of its effect elsewhere.
EFFECTS = {
    ("intake", "round.opened", None): "registry: round/note",
    ("intake", "application.recommended", None): "evaluation: evaluation/open",
    ("evaluation", "evaluation.completed", "proposed"): "registry: proposal/take",
    ("evaluation", "evaluation.completed", "returned"): "intake: application/take_back",
    ("registry", "cluster.designated", None): "monitoring: cluster/cluster.designated",
    ("registry", "cluster.revoked", None): "monitoring: cluster/cluster.revoked",
}
HEARD = {
    *("round.opened", "round.closed"),
    *("application.submitted", "application.returned", "application.accepted"),
    *("application.rejected", "application.recommended", "application.not_recommended"),
    *("application.withdrawn", "evaluation.opened", "evaluation.completed"),
    *("notice.published", "notice.closed", "cluster.designated", "cluster.revoked"),
    *("report.requested", "report.submitted", "report.returned", "report.confirmed"),
    *("report.overdue", "revocation.opened", "revocation.notified", "revocation.closed"),
}

AUDITED = """
    SELECT kind || '/' || act AS what, content::json ->> 'actor' AS actor FROM audit
    """
SENT = "SELECT type, data::json ->> 'outcome' AS outcome FROM outbox"
# Where one worker reads, `applied_at` follows the order of the effects.
OUT_OF_LINE = """
    SELECT type, sequence, turn FROM (
      SELECT type, sequence, row_number() OVER (
        PARTITION BY stream, kind, aggregate_id ORDER BY {order}) AS turn FROM inbox) AS taken
    WHERE sequence <> turn
    """
TAKEN = "SELECT DISTINCT type FROM inbox WHERE state = 'applied'"


@cache
def operations() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and name of every write that persons do, from the published document."""
    document = json.loads((ROOT / "docs" / "api" / "openapi.json").read_text())
    return [
        (method.upper(), _pattern(path), operation["operationId"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "get" and not NOT_WRITTEN.fullmatch(operation["tags"][0])
    ]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("/[^/]+".join(map(re.escape, re.split(r"/\{[^}]+\}", path))))


def counted(requests: Iterable[tuple[str, str]]) -> Counter[str]:
    """How often each operation was asked for."""
    return Counter(_operation(method, path) for method, path in requests)


def _operation(asked_by: str, path: str) -> str:
    return next(
        name
        for method, pattern, name in operations()
        if method == asked_by and pattern.fullmatch(f"/v1{path}")
    )


async def audited(admin_url: str) -> tuple[Counter[str], Counter[str]]:
    """How often each act was recorded: by persons, and by the services themselves."""
    persons: Counter[str] = Counter()
    services: Counter[str] = Counter()
    for service in SERVICES:
        for row in await _asked(admin_url, service, AUDITED):
            by = services if row["actor"].startswith("service:") else persons
            by[f"{service}: {row['what']}"] += 1
    return persons, services


async def without_one_effect(admin_url: str, services: Counter[str]) -> list[str]:
    """The events whose effects elsewhere are not as many as they were announced."""
    sent: Counter[tuple[str, str, str | None]] = Counter()
    for service in SERVICES:
        for row in await _asked(admin_url, service, SENT):
            sent[service, row["type"], row["outcome"]] += 1
    wrong = []
    for (service, event, outcome), effect in EFFECTS.items():
        announced = sum(
            times
            for (by, what, how), times in sent.items()
            if (by, what) == (service, event) and outcome in {None, how}
        )
        if announced != services[effect] or not announced:
            wrong.append(f"{event} {outcome or ''}: {announced}, but {effect}: {services[effect]}")
    return wrong


async def out_of_line(admin_url: str, *, two_workers: str) -> list[str]:
    """The events that were not taken as 1, 2, 3 … of their aggregate, once each and in order."""
    wrong = []
    for service in SERVICES:
        # Of two workers one may begin first and wait: there only gaps and doubles are seen.
        order = "sequence" if service == two_workers else "applied_at, sequence"
        for row in await _asked(admin_url, service, OUT_OF_LINE.format(order=order)):
            wrong.append(f"{service}: {row['type']} no. {row['sequence']} as no. {row['turn']}")
    return wrong


async def heard(admin_url: str) -> set[str]:
    """The types of the events that were applied somewhere."""
    rows = [row for service in SERVICES for row in await _asked(admin_url, service, TAKEN)]
    return {row["type"] for row in rows}


async def _asked(admin_url: str, database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(admin_url, database=database)
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()
