@echo off
rem Double click to start: installs once (from the folder wheels where there is one, so no network is needed), then opens the page.
chcp 65001 >nul
title 政策文件知识库
cd /d "%~dp0"
set PYTHONUTF8=1
if exist .venv\Scripts\policykb-start.exe goto run
where py >nul 2>nul && (set "PY=py -3") || (set "PY=python")
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
  echo 没有找到 Python 3.11 或更新的版本。请先安装 Python，安装时勾选 "Add python.exe to PATH"，再双击本文件。
  pause
  exit /b 1
)
echo 第一次使用，正在安装，约需几分钟……
%PY% -m venv .venv || goto failed
if exist wheels\ (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels policykb || goto failed
) else (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check . || goto failed
)
:run
.venv\Scripts\policykb-start
if errorlevel 1 pause
exit /b
:failed
echo 安装没有完成。请检查网络，或请管理员把安装包放进本文件夹的 wheels 文件夹后再试。
rmdir /s /q .venv 2>nul
pause
exit /b 1
