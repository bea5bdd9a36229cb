"""What 启动.bat runs: makes the environment on the first double click, then starts the service in it.

Standard library only, and nothing of this project: it runs with the Python of the machine, before anything is installed. With a
folder `wheels` beside README (`pip wheel . -w wheels` on a machine of the same kind) no network is needed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY = ".venv/ready"
"""Written when everything is installed, with what it was installed for: one that was cut off, or made for another Python or
other needs of the project, is done again."""
FAILED = """安装没有完成。请逐项检查后再双击启动：
  1. 能不能上网；不能上网时，请管理员把安装包放进本文件夹的 wheels 文件夹；
  2. 本文件夹能不能写入：不要放在压缩包、只读的共享盘或 Program Files 里；
  3. 文件夹的路径是不是太长：可以移到 D 盘下，如 D:\\policykb。"""


def main(root: Path = ROOT) -> int:
    """Exit code of the service, or 1 where the installation failed."""
    ready, wanted = root / READY, _made_for(root)
    if not ready.exists() or ready.read_text("utf-8") != wanted:
        print("正在安装，约需几分钟，请不要关闭本窗口……", flush=True)
        ready.unlink(missing_ok=True)
        if any(subprocess.call(command, cwd=root) for command in commands(root)):
            print(FAILED, flush=True)
            return 1
        ready.write_text(wanted, "utf-8")
    return subprocess.call([str(python(root)), "-m", "api.start"], cwd=root)


def python(root: Path) -> Path:
    """The interpreter of the environment."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def commands(root: Path) -> list[list[str]]:
    """What installs: an environment, then the project with what it needs, from `wheels` where there is such a folder."""
    pip = [str(python(root)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wheels = ["--no-index", "--find-links", "wheels", "policykb"]
    return [[sys.executable, "-m", "venv", "--clear", ".venv"], pip + (wheels if (root / "wheels").is_dir() else ["."])]


def _made_for(root: Path) -> str:
    """This Python, and what the project needs."""
    project = root / "pyproject.toml"
    needs = project.read_bytes() if project.exists() else b""
    return f"{sys.version}\n{sys.base_prefix}\n{hashlib.sha256(needs).hexdigest()}"


if __name__ == "__main__":
    sys.exit(main())
