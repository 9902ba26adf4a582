"""Files people bring along."""

import io
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(name: str = "photo.png") -> SimpleUploadedFile:
    """A small picture."""
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/png")


def workbook(name: str, rows: list[list[Any]]) -> bytes:
    """A unit list."""
    sheet = io.BytesIO()
    book = xlsxwriter.Workbook(sheet)
    page = book.add_worksheet(name)
    for place, row in enumerate([["房号", "建筑面积", "业主姓名", "联系电话"], *rows]):
        page.write_row(place, 0, row)
    book.close()
    return sheet.getvalue()
