@echo off
rem Double click to start. Only ASCII in here, whatever code page the machine reads it in; the words are in api\install.py.
cd /d "%~dp0"
set PYTHONUTF8=1
set PY=python
where py >nul 2>nul && set PY=py -3
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 goto nopython
chcp 65001 >nul
%PY% api\install.py
if errorlevel 1 pause
exit /b
:nopython
mshta "javascript:alert('\u6ca1\u6709\u627e\u5230 Python 3.11 \u6216\u66f4\u65b0\u7684\u7248\u672c\u3002\u8bf7\u5148\u5b89\u88c5 Python\uff08\u5b89\u88c5\u65f6\u52fe\u9009 Add python.exe to PATH\uff09\uff0c\u518d\u53cc\u51fb\u201c\u542f\u52a8\u201d\u3002');close()"
exit /b 1
