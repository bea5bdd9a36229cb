"""What 启动.bat runs: makes the environment on the first double click, then starts the service in it.

Standard library only, and nothing of this project: it runs with the Python of the machine, before anything is installed. With a
folder `wheels` beside README (`pip wheel . -w wheels` on a machine of the same kind) no network is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY = ".venv/ready"
"""Written when everything is installed: an installation that was cut off is done again."""


def main(root: Path = ROOT) -> int:
    """Exit code of the service, or 1 where the installation failed."""
    if not (root / READY).exists():
        print("第一次使用，正在安装，约需几分钟……", flush=True)
        if any(subprocess.call(command, cwd=root) for command in commands(root)):
            print("安装没有完成。请检查网络，或请管理员把安装包放进本文件夹的 wheels 文件夹，再双击启动。", flush=True)
            return 1
        (root / READY).write_text("", "utf-8")
    return subprocess.call([str(python(root)), "-m", "api.start"], cwd=root)


def python(root: Path) -> Path:
    """The interpreter of the environment."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def commands(root: Path) -> list[list[str]]:
    """What installs: an environment, then the project with what it needs, from `wheels` where there is such a folder."""
    pip = [str(python(root)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wheels = ["--no-index", "--find-links", "wheels", "policykb"]
    return [[sys.executable, "-m", "venv", ".venv"], pip + (wheels if (root / "wheels").is_dir() else ["."])]


if __name__ == "__main__":
    sys.exit(main())
