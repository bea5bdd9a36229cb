@echo off
rem Double click to start. Only ASCII in here, whatever code page the machine reads it in; longer words are in api\install.txt.
setlocal EnableExtensions DisableDelayedExpansion
set PYTHONUTF8=1
set PYTHONHOME=
set PYTHONPATH=
rem Paths are whole: cmd cannot stand in a network folder, and pushd would leave a drive letter behind when the window is closed.
set "HERE=%~dp0"
rem A batch file that is opened inside a zip is alone in a folder of its own.
if not exist "%HERE%api\install.py" goto alone
chcp 65001 >nul
set PY=
call :try py -3
if not defined PY call :try python
for /d %%D in ("%LocalAppData%\Programs\Python\Python3*" "%ProgramFiles%\Python3*") do if not defined PY call :try "%%D\python.exe"
if not defined PY goto nopython
%PY% "%HERE%api\install.py"
if not "%errorlevel%"=="0" pause
exit /b
:try
%* -c "import sys; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2 ** 32)" >nul 2>nul && set PY=%*
exit /b
:nopython
type "%HERE%api\install.txt"
pause
exit /b 1
:alone
start "" mshta "javascript:alert('\u8bf7\u5148\u628a\u538b\u7f29\u5305\u5168\u90e8\u89e3\u538b\uff0c\u518d\u5728\u89e3\u538b\u540e\u7684\u6587\u4ef6\u5939\u91cc\u53cc\u51fb\u201c\u542f\u52a8\u201d\u3002');close()"
echo Unpack the whole folder first, then start again from there.
pause
exit /b 1
