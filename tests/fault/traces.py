"""What every kind of act leaves behind, and what every event brings about elsewhere."""

from collections import Counter

# The five kinds of what officials write down, and what may become of an entry.
ENTRIES = (
    "tracking_note",
    "policy_document",
    "support_measure",
    "service_institution",
    "service_delivery",
)
# Every kind of act by its operation, and the audit row that it leaves, one a success.
LEAVES = {
    **{f"record_{kind}": f"monitoring: {kind}/record" for kind in ENTRIES},
    **{f"correct_{kind}": f"monitoring: {kind}/correct" for kind in ENTRIES[:-1]},
    **{f"withdraw_{kind}": f"monitoring: {kind}/withdraw" for kind in ENTRIES},
    "assess_service_delivery": "monitoring: service_delivery/assess",
    "create_round": "intake: round/draft",
    "change_round": "intake: round/change",
    "open_round": "intake: round/open",
    "close_round": "intake: round/close",
    "extend_round": "intake: round/extend",
    "create_application": "intake: application/draft",
    "change_application": "intake: application/change",
    "create_application_document": "intake: application/attach_document",
    "put_application_document_content": "intake: application/receive_document",
    "delete_application_document": "intake: application/remove_document",
    "import_application_workbook": "intake: application/change",
    "submit_application": "intake: application/submit",
    "withdraw_application": "intake: application/withdraw",
    "request_application_correction": "intake: application/request_correction",
    "accept_application": "intake: application/accept",
    "reject_application": "intake: application/reject",
    "hand_over_application": "intake: application/hand_over",
    "serve_application_notice": "intake: application/serve_notice",
    "verify_application_site": "intake: application/verify_site",
    "record_application_findings": "intake: application/record_findings",
    "recommend_application": "intake: application/recommend",
    "recommend_applications": "intake: application/recommend",
    "decline_application": "intake: application/not_recommend",
    "forward_application": "intake: application/forward",
    "record_judgments": "evaluation: evaluation/judge",
    "decide_evaluation": "evaluation: evaluation/decide",
    "draft_notice": "registry: notice/draft",
    "publish_notice": "registry: notice/publish",
    "close_notice": "registry: notice/close",
    "release_notice": "registry: notice/release",
    "file_objection": "registry: objection/file",
    "take_up_objection": "registry: objection/take_up",
    "keep_objection_as_lead": "registry: objection/keep_as_lead",
    "unseal_objection": "registry: objection/unseal",
    "answer_objection": "registry: objection/answer",
    "find_on_objection": "registry: objection/find",
    "propose_revocation": "registry: revocation/propose",
    "open_revocation": "registry: revocation/open",
    "notify_revocation": "registry: revocation/notify",
    "serve_revocation": "registry: revocation/serve",
    "answer_revocation": "registry: revocation/answer",
    "decide_revocation": "registry: revocation/decide",
    "close_revocation": "registry: revocation/close",
    "reinstate_cluster": "registry: revocation/set_aside",
    "correct_cluster": "registry: cluster/state_facts",
    "file_change": "registry: change_filing/file",
    "review_change": "registry: change_filing/review",
    "return_change": "registry: change_filing/return",
    "refile_change": "registry: change_filing/refile",
    "record_change": "registry: change_filing/record",
    "draft_reporting_cycle": "monitoring: reporting_cycle/draft",
    "open_reporting_cycle": "monitoring: reporting_cycle/open",
    "extend_obligation": "monitoring: obligation/extend",
    "waive_obligation": "monitoring: obligation/waive",
    "remind_in_writing": "monitoring: obligation/remind",
    "assign_supervision_task": "monitoring: supervision_task/assign",
    "answer_supervision_task": "monitoring: supervision_task/answer",
    "escalate_supervision_task": "monitoring: supervision_task/escalate",
    "complete_supervision_task": "monitoring: supervision_task/complete",
    "record_supervision_refusal": "monitoring: supervision_task/record_refusal",
    "record_incident": "monitoring: incident/record",
    "determine_incident": "monitoring: incident/determine",
    "find_on_incident": "monitoring: incident/find",
    "annul_incident": "monitoring: incident/annul",
    "propose_report_breach": "monitoring: breach/propose",
    "propose_supervision_breach": "monitoring: breach/propose",
    "propose_incident_breach": "monitoring: breach/propose",
    "withdraw_breach": "monitoring: breach/withdraw",
    "complete_assessment": "monitoring: assessment/complete",
    "draft_practice_case": "monitoring: practice_case/draft",
    "write_practice_case": "monitoring: practice_case/write",
    "approve_practice_case": "monitoring: practice_case/approve",
    "return_practice_case": "monitoring: practice_case/return",
    "publish_practice_case": "monitoring: practice_case/publish",
    "withdraw_practice_case": "monitoring: practice_case/withdraw",
    "write_annual_report": "monitoring: annual_report/write",
    "import_annual_report_workbook": "monitoring: annual_report/write",
    "hand_in_annual_report_roster": "monitoring: annual_report/hand_in_roster",
    "answer_annual_report_questions": "monitoring: annual_report/answer",
    "correct_annual_report": "monitoring: annual_report/correct",
    "put_annual_report_seal_page": "monitoring: annual_report/seal",
    "submit_annual_report": "monitoring: annual_report/submit",
    "review_annual_report": "monitoring: annual_report/review",
    "return_annual_report": "monitoring: annual_report/return",
    "confirm_annual_report": "monitoring: annual_report/confirm",
}
# What an act leaves beside its own row: of a list the row of its second application (the stories
# recommend two at once), of a correction the entry that stands instead, of a decision its notice.
NOTIFIED = ("request_application_correction", "accept_application", "reject_application")
BESIDE = {
    **dict.fromkeys((*NOTIFIED, "decline_application"), "intake: application/give_notice"),
    **{f"correct_{kind}": f"monitoring: {kind}/record" for kind in ENTRIES[:-1]},
    "recommend_applications": "intake: application/recommend",
    "reinstate_cluster": "registry: cluster/reinstate",
    "record_change": "registry: cluster/state_facts",
}
# What is left by one outcome of an act only, or once for each entry of a list, or if figures warn.
SOMETIMES = {
    "registry: proposal/take_out",
    "registry: cluster/designate",
    "registry: cluster/revoke",
    "monitoring: cluster/warn_early",
}
# The day itself closes a notice too, and may be first.
PERHAPS = "close_notice"

# The audit row of an effect elsewhere, and of what it is one: who announced which event, with
# which outcome.
EFFECTS: dict[str, tuple[tuple[str, str, str | None], ...]] = {
    "registry: round/note": (("intake", "round.opened", None),),
    "evaluation: evaluation/open": (
        ("intake", "application.recommended", None),
        ("intake", "application.forwarded", None),
    ),
    "monitoring: application/application.recommended": (
        ("intake", "application.recommended", None),
    ),
    "monitoring: application/application.forwarded": (("intake", "application.forwarded", None),),
    "registry: cluster/note_renewal": (("intake", "application.submitted", "renewal"),),
    "registry: proposal/take": (("evaluation", "evaluation.completed", "proposed"),),
    "intake: application/take_back": (("evaluation", "evaluation.completed", "returned"),),
    "evaluation: evaluation/reopen": (("registry", "objection.decided", "upheld"),),
    "evaluation: evaluation/note_designation": (("registry", "cluster.designated", None),),
    "evaluation: evaluation/recompute": (("registry", "change.filed", None),),
    "registry: change_filing/recompute": (("evaluation", "criteria.recomputed", None),),
    "monitoring: cluster/cluster.designated": (("registry", "cluster.designated", None),),
    "monitoring: cluster/cluster.changed": (("registry", "cluster.changed", None),),
    "monitoring: cluster/cluster.revoked": (("registry", "cluster.revoked", None),),
    "monitoring: cluster/cluster.reinstated": (("registry", "cluster.reinstated", None),),
    "registry: case_fact/report_submitted": (("monitoring", "report.submitted", None),),
    "registry: case_fact/report_confirmed": (("monitoring", "report.confirmed", None),),
    "registry: case_fact/written_reminder": (("monitoring", "report.reminded", None),),
    "registry: case_fact/supervision_refused": (("monitoring", "supervision.refused", None),),
    "registry: case_fact/incident_determined": (("monitoring", "incident.determined", None),),
    "registry: case_fact/incident_found": (("monitoring", "incident.found", None),),
    "registry: case_fact/incident_annulled": (("monitoring", "incident.annulled", None),),
    "registry: revocation/propose": (("monitoring", "supervision.breach_found", None),),
    "registry: case_fact/breach_withdrawn": (("monitoring", "supervision.breach_withdrawn", None),),
    "registry: revocation/withdraw_lead": (("monitoring", "supervision.breach_withdrawn", None),),
}
HEARD = {
    *("round.opened", "round.extended", "round.closed", "application.forwarded"),
    *("application.submitted", "application.returned", "application.accepted"),
    *("application.rejected", "application.recommended", "application.not_recommended"),
    *("application.withdrawn", "evaluation.opened", "evaluation.completed"),
    *("evaluation.reopened", "criteria.recomputed", "change.filed", "change.recorded"),
    *("objection.filed", "objection.taken_up", "objection.decided"),
    *("notice.published", "notice.closed", "cluster.designated", "cluster.revoked"),
    *("cluster.changed", "cluster.reinstated"),
    *("report.requested", "report.submitted", "report.returned", "report.confirmed"),
    *("report.overdue", "report.reminded", "assessment.completed"),
    *("supervision.refused", "supervision.breach_found", "supervision.breach_withdrawn"),
    *("incident.determined", "incident.found", "incident.annulled"),
    *("revocation.opened", "revocation.notified", "revocation.closed"),
}


def owed(times: Counter[str]) -> Counter[str]:
    """How often each audit row has to be there, after so many successes of each operation."""
    rows: Counter[str] = Counter()
    for name, row in LEAVES.items():
        for left in (row, BESIDE.get(name)):
            if left is not None:
                rows[left] += times[name]
    return rows
