"""A disk whose power can be cut: an ext4 image, copied as the device sees it at that instant.

What a stopped process had written but not synced is in the kernel's memory and not in the image.
"""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Disk:
    """One image, mounted; needs root and loop devices."""

    folder: Path
    megabytes: int = 300

    @property
    def image(self) -> Path:
        """What the device holds."""
        return self.folder / "disk.img"

    @property
    def mount(self) -> Path:
        """Where it is mounted."""
        return self.folder / "mounted"

    def make(self) -> None:
        """An empty file system, mounted."""
        self.mount.mkdir(parents=True)
        with self.image.open("wb") as image:
            image.truncate(self.megabytes * 1024 * 1024)
        _run("mkfs.ext4", "-qF", str(self.image))
        self._mount()

    def sync(self) -> None:
        """Everything written so far reaches the device."""
        os.sync()

    def cut(self, process: subprocess.Popen[bytes]) -> None:
        """Cut the power under a process group: what comes back is what the device held."""
        os.killpg(process.pid, signal.SIGSTOP)
        held = self.folder / "held.img"
        _run("cp", "--sparse=always", str(self.image), str(held))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.unmount()
        shutil.move(held, self.image)
        self._mount()

    def unmount(self) -> None:
        """Give the loop device back; orphans of the killed process may hold it for a moment."""
        for _ in range(50):
            if subprocess.run(["umount", str(self.mount)], check=False).returncode == 0:
                return
            _run("sleep", "0.1")
        _run("umount", "--lazy", str(self.mount))

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.mount))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
