"""What the gateway itself answers when no service can: problem documents in both languages."""

import json
from typing import Any, Final

# Caddy compares headers by pattern, so it looks at the first language the caller names.
PREFERS_ENGLISH: Final = {"header_regexp": {"Accept-Language": {"pattern": "(?i)^\\s*en"}}}

NOT_FOUND: Final = {
    "status": 404,
    "code": "not_found",
    "zh": ("未找到", "没有这个地址。"),
    "en": ("Not found", "There is nothing at this address."),
}
TOO_LARGE: Final = {
    "status": 413,
    "code": "too_large",
    "zh": ("内容过大", "请求体超过上限。"),
    "en": ("Too large", "The body is over the limit."),
}
UPSTREAM_AWAY: Final = {
    "status": "{http.error.status_code}",
    "code": "service_unavailable",
    "zh": ("服务暂不可用", "处理该请求的服务暂时没有响应，请稍后重试。"),
    "en": ("Service unavailable", "The service for this request does not answer; try again."),
}


def problem(kind: dict[str, Any]) -> dict[str, Any]:
    """A handler that answers with the problem in the caller's language."""
    english = {"match": [PREFERS_ENGLISH], "handle": [_answer(kind, "en", "en")]}
    chinese = {"handle": [_answer(kind, "zh", "zh-CN")]}
    return {"handler": "subroute", "routes": [english | {"terminal": True}, chinese]}


def _answer(kind: dict[str, Any], key: str, language: str) -> dict[str, Any]:
    title, detail = kind[key]
    body = {
        "type": f"/problems/{kind['code']}",
        "title": title,
        "status": kind["status"],
        "detail": detail,
        "code": kind["code"],
        "trace_id": "{http.request.uuid}",
    }
    text = json.dumps(body, ensure_ascii=False)
    return {
        "handler": "static_response",
        "status_code": str(kind["status"]),
        "headers": {
            "Content-Type": ["application/problem+json"],
            "Content-Language": [language],
            "Cache-Control": ["no-store"],
        },
        # The status of an error is known when it happens, and is a number in the document.
        "body": text.replace('"{http.error.status_code}"', "{http.error.status_code}"),
    }
