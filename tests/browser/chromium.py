"""A headless Chromium, told what to do over its own pipe (DevTools Protocol), scripts off."""

import asyncio
import base64
import itertools
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

# So that every machine shows Chinese, in the faces that the papers are printed with.
FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{faces}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>"""
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--remote-debugging-pipe",
)
PATIENCE_S: Final = 20


@dataclass(slots=True)
class Chromium:
    """One browser with one page."""

    directory: Path
    session: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _answers: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _process: Any = None
    _out: int = -1
    _in: Any = None
    _listening: Any = None

    async def start(self, *, faces: Path) -> None:
        """Start it with a page open."""
        fonts = self.directory / "fonts.conf"
        fonts.write_text(FONTS.format(faces=faces, cache=self.directory / "fonts"))
        to_child, self._out = os.pipe()
        back, from_child = os.pipe()
        # Chromium reads its third file and writes its fourth.
        script = f'exec "$@" 3<&{to_child} 4>&{from_child}'
        profile = f"--user-data-dir={self.directory / 'profile'}"
        program = shutil.which("chromium") or "chromium"
        self._process = await asyncio.create_subprocess_exec(
            "bash", "-c", script, "bash", program, *OPTIONS, profile, "about:blank",
            pass_fds=(to_child, from_child),
            env={**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(self.directory)},
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_child)
        os.close(from_child)
        reader = asyncio.StreamReader(limit=1 << 28)
        loop = asyncio.get_running_loop()
        protocol = asyncio.StreamReaderProtocol(reader)
        self._in, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(back, "rb"))
        self._listening = asyncio.create_task(self._listen(reader))
        target = await self.tell("Target.createTarget", url="about:blank")
        wanted = {"targetId": target["targetId"], "flatten": True}
        self.session = (await self.tell("Target.attachToTarget", **wanted))["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.tell(f"{domain}.enable")
        await self.tell("Emulation.setScriptExecutionDisabled", value=True)

    async def stop(self) -> None:
        """End it."""
        self._process.terminate()
        await self._process.wait()
        self._listening.cancel()
        self._in.close()
        os.close(self._out)

    async def tell(self, method: str, /, **parameters: Any) -> Any:
        """Have it do something; returns what it answers."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        os.write(self._out, json.dumps(message).encode() + b"\0")
        async with asyncio.timeout(PATIENCE_S):
            return await answer

    async def size(self, width: int, *, phone: bool) -> None:
        """Take the size of a device."""
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": phone}
        await self.tell("Emulation.setDeviceMetricsOverride", **metrics)

    async def visit(self, url: str) -> None:
        """Open an address and wait until everything is there."""
        await self._loaded(self.tell("Page.navigate", url=url))

    async def click(self, selector: str) -> None:
        """Click what a selector names, as a hand does, and wait for the next page."""
        quoted = json.dumps(selector)
        box = await self.evaluate(
            "(e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })"
            f"(document.querySelector({quoted}))"
        )
        at = {"x": box[0], "y": box[1], "button": "left", "clickCount": 1}
        await self.tell("Input.dispatchMouseEvent", type="mousePressed", **at)
        await self._loaded(self.tell("Input.dispatchMouseEvent", type="mouseReleased", **at))

    async def type_into(self, selector: str, text: str) -> None:
        """Put the cursor into a field and type."""
        await self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        await self.tell("Input.insertText", text=text)

    async def choose(self, selector: str, value: str) -> None:
        """Choose from a list."""
        wanted = json.dumps(value)
        await self.evaluate(f"document.querySelector({json.dumps(selector)}).value = {wanted}")

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression, asked from outside: the page's own scripts stay off."""
        answer = await self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def text(self) -> str:
        """What the page says."""
        return str(await self.evaluate("document.body.innerText"))

    async def photograph(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        shot = await self.tell("Page.captureScreenshot", captureBeyondViewport=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))  # noqa: ASYNC240 (one page at a time)

    def requested(self) -> list[str]:
        """The addresses that were asked for since the last visit."""
        return [
            each["params"]["request"]["url"]
            for each in self.heard
            if each["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What the browser found wrong with the page: what its policy kept out, and the like."""
        return [
            each["params"]["entry"]["text"]
            for each in self.heard
            if each["method"] == "Log.entryAdded"
        ]

    async def _loaded(self, doing: Any) -> None:
        self.heard.clear()
        await doing
        async with asyncio.timeout(PATIENCE_S):
            while not any(each["method"] == "Page.loadEventFired" for each in self.heard):
                await asyncio.sleep(0.01)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while True:
            message = json.loads((await reader.readuntil(b"\0"))[:-1])
            if "id" not in message:
                self.heard.append(message)
            elif waiting := self._answers.pop(message["id"], None):
                if "error" in message:
                    waiting.set_exception(RuntimeError(message["error"]["message"]))
                else:
                    waiting.set_result(message["result"])
