"""What is refused about signed extracts."""

from common.errors import Kind, Refusal, Text


class ExtractsNotSetUp(Refusal):
    code = "extracts_not_set_up"
    kind = Kind.UNAVAILABLE
    title = Text("暂不提供电子摘录", "Signed extracts are not available")
    detail = Text(
        "尚未配置签名密钥或公开地址，暂不能出具电子摘录、证书和状态列表。",
        "No signing key or public address is set up yet, so no extract, certificate or status list"
        " can be given.",
    )
