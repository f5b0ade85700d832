"""Refusals: typed, explained in both languages, with the clause; raised, never returned."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages; `{name}` is filled from the refusal's values."""

    zh: str
    en: str

    def filled(self, values: dict[str, Any]) -> "Text":
        """The same sentence with its values."""
        return Text(self.zh.format(**values), self.en.format(**values))


class Kind(Enum):
    """What sort of refusal it is; only `common.http` knows the statuses."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    METHOD = "method"
    NOT_ACCEPTABLE = "not_acceptable"
    PRECONDITION_REQUIRED = "precondition_required"
    STALE = "stale"
    NOT_POSSIBLE = "not_possible"
    CONTENT = "content"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place: a JSON pointer, a stable code, a sentence; never the value."""

    pointer: str
    code: str
    detail: Text


class Refusal(Exception):
    """A request that is understood and refused; subclasses state code, kind and texts."""

    code: ClassVar[str]
    kind: ClassVar[Kind]
    title: ClassVar[Text]
    detail: ClassVar[Text]
    clause: str | None = None

    def __init__(
        self,
        *,
        errors: Iterable[FieldError] = (),
        allowed_actions: Iterable[str] = (),
        clause: str | None = None,
        retry_after_s: int | None = None,
        **values: Any,
    ) -> None:
        self.errors = tuple(errors)
        self.allowed_actions = tuple(allowed_actions)
        self.clause = clause or type(self).clause
        self.retry_after_s = retry_after_s
        self.values = values
        super().__init__(self.code)

    def explained(self) -> Text:
        """The detail with its values, in both languages."""
        return self.detail.filled(self.values)


class Malformed(Refusal):
    code = "malformed_json"
    kind = Kind.MALFORMED
    title = Text("请求无法解析", "The request cannot be parsed")
    detail = Text(
        "请求体不是有效的 JSON：语法错误、重复的键、NaN 或无穷大均不接受。",
        "The body is not valid JSON; duplicate keys, NaN and infinities are refused too.",
    )


class HeaderMissing(Refusal):
    code = "header_missing"
    kind = Kind.MALFORMED
    title = Text("缺少请求头", "A header is missing")
    detail = Text("此请求须带 {header} 请求头。", "This request needs the header {header}.")


class HeaderMalformed(Refusal):
    code = "header_malformed"
    kind = Kind.MALFORMED
    title = Text("请求头格式不正确", "A header is malformed")
    detail = Text(
        "{header} 请求头格式不正确：ETag 须连同双引号写明。",
        "The header {header} is malformed: give the ETag with its double quotes.",
    )


class Interrupted(Refusal):
    code = "upload_interrupted"
    kind = Kind.MALFORMED
    title = Text("上传中断", "The upload broke off")
    detail = Text(
        "请求体未完整到达，未保存任何内容，请重新上传。",
        "The body did not arrive completely; nothing was kept. Send it again.",
    )


class Unauthenticated(Refusal):
    code = "unauthenticated"
    kind = Kind.UNAUTHENTICATED
    title = Text("未通过身份验证", "Not authenticated")
    detail = Text(
        "缺少访问令牌，或令牌无效、已过期。", "The access token is missing, invalid or expired."
    )


class NotFound(Refusal):
    code = "not_found"
    kind = Kind.NOT_FOUND
    title = Text("未找到", "Not found")
    detail = Text("没有此对象，或您无权查看。", "There is no such thing, or you may not see it.")


class Forbidden(Refusal):
    code = "forbidden"
    kind = Kind.FORBIDDEN
    title = Text("无权办理", "Not allowed")
    detail = Text("您的角色不能办理此事项。", "Your role may not do this.")


class MethodNotAllowed(Refusal):
    code = "method_not_allowed"
    kind = Kind.METHOD
    title = Text("不支持此方法", "Method not allowed")
    detail = Text("此地址不支持该请求方法。", "This address does not take that method.")


class NotAcceptable(Refusal):
    code = "not_acceptable"
    kind = Kind.NOT_ACCEPTABLE
    title = Text("没有所要求的格式", "Not to be had in that format")
    detail = Text("此地址可提供：{offers}。", "This address answers with: {offers}.")


class PreconditionRequired(Refusal):
    code = "precondition_required"
    kind = Kind.PRECONDITION_REQUIRED
    title = Text("缺少前提条件", "A precondition is required")
    detail = Text(
        "请带 If-Match 请求头，写明您所见版本的 ETag。",
        "Send If-Match with the ETag of the version you saw.",
    )


class Stale(Refusal):
    code = "stale"
    kind = Kind.STALE
    title = Text("内容已被更新", "It has changed meanwhile")
    detail = Text(
        "您所见版本之后已有更新，请重新读取后再办理。",
        "It has changed since the version you saw. Read it again, then act.",
    )


class NotPossible(Refusal):
    code = "not_possible_in_this_status"
    kind = Kind.NOT_POSSIBLE
    title = Text("当前状态不能办理", "Not possible in this status")
    detail = Text("当前状态下不能办理此事项。", "This cannot be done in the present status.")


class BeyondCalendar(Refusal):
    code = "beyond_calendar"
    kind = Kind.NOT_POSSIBLE
    title = Text("工作日历未载入", "The calendar of that year is not loaded")
    detail = Text(
        "尚未载入 {year} 年工作日安排，不能推算期限。",
        "The working days of {year} are not loaded; a period is never guessed.",
    )


class RequestInFlight(Refusal):
    code = "request_in_flight"
    kind = Kind.NOT_POSSIBLE
    title = Text("相同请求正在处理", "The same request is being handled")
    detail = Text(
        "带有同一 Idempotency-Key 的请求正在处理，请稍后重试。",
        "A request with the same Idempotency-Key is being handled. Try again shortly.",
    )


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    kind = Kind.CONTENT
    title = Text("幂等键被重复使用", "The idempotency key was used before")
    detail = Text(
        "此 Idempotency-Key 已用于内容不同的请求。",
        "This Idempotency-Key was used for a request with other content.",
    )


class InvalidContent(Refusal):
    code = "invalid_content"
    kind = Kind.CONTENT
    title = Text("内容不符合要求", "The content is not acceptable")
    detail = Text("请按所列各项更正。", "Correct the places listed.")


class TooLarge(Refusal):
    code = "too_large"
    kind = Kind.TOO_LARGE
    title = Text("内容过大", "Too large")
    detail = Text(
        "请求体超过上限 {limit_bytes} 字节。", "The body is over the limit of {limit_bytes} bytes."
    )


class TooSlow(Refusal):
    code = "too_slow"
    kind = Kind.TOO_SLOW
    title = Text("传输过慢", "Too slow")
    detail = Text("请求体到达过慢，已中止。", "The body arrived too slowly and was cut off.")


class TooManyRequests(Refusal):
    code = "too_many_requests"
    kind = Kind.TOO_MANY
    title = Text("请求过于频繁", "Too many requests")
    detail = Text(
        "此类请求每分钟最多 {per_minute} 次，请 {seconds} 秒后再试。",
        "At most {per_minute} requests of this kind a minute; try again in {seconds} s.",
    )


class Unavailable(Refusal):
    code = "unavailable"
    kind = Kind.UNAVAILABLE
    title = Text("暂时无法服务", "Not available just now")
    detail = Text("服务暂时不可用，请稍后重试。", "The service is not available. Try again later.")
