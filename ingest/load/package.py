"""Zip packages of XML parts (Word, OFD): opened with limits, no part is unpacked beyond them whatever its header says."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from ingest.issues import IngestError

MAX_PART = 32 * 1024 * 1024
"""Bytes of one unpacked part. The XML of a plan of 50,000 characters has about 1 MB."""

BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError)
"""What `zipfile` raises for a file that is damaged, encrypted or packed in a way it does not know."""


class Package:
    """A zip file in memory. All methods raise IngestError where the file is damaged, encrypted or too large."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise self.broken() from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part that is there."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise IngestError(f"{self._path}：文件有密码保护，无法读取。", "请取消密码后再收录。")
            with self._zip.open(info) as part:
                found = part.read(MAX_PART + 1)
        except BROKEN as error:
            raise self.broken() from error
        if len(found) > MAX_PART:
            raise IngestError(f"{self._path}：其中的 {name} 解开后超过 {MAX_PART // 2**20} MB。", "请拆分文件后再收录。")
        return found

    def xml(self, name: str) -> Any:
        """The root element of an XML part (of lxml); entities are left alone, nothing is fetched, deep nesting is refused."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise self.broken() from error

    def broken(self) -> IngestError:
        """The error of a package whose parts are not what they should be."""
        return IngestError(f"{self._path}：文件已损坏，无法读取。", "请用原来的程序打开，重新保存后再收录。")
