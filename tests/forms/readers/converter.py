"""Workbooks into XForms by pyxform: one JSON line asks, one answers, until the input ends.

Asked: {"xlsx": base64} or {"path": file}. Answered: {"xml": text} or {"refused": text}.
With two folders it copies the old workbooks of the first into the second as .xlsx instead, so
that what they say is read and not only their wrapping.
"""

import base64
import io
import json
import pathlib
import shutil
import sys
import warnings

import openpyxl
import xlrd
from pyxform.xls2xform import convert


def answer(asked):
    try:
        if "path" in asked:
            book = pathlib.Path(asked["path"]).read_bytes()
        else:
            book = base64.b64decode(asked["xlsx"])
        result = convert(io.BytesIO(book), file_type=".xlsx", form_name="data")
        return {"xml": result.xform}
    except Exception as error:  # Whatever it raises is how it refuses.
        return {"refused": f"{type(error).__name__}: {error}"}


def cell(value, kind, datemode):
    if kind == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return value if value != "" else None


def modern(old, new):
    source = xlrd.open_workbook(old)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in source.sheets():
        copy = book.create_sheet(sheet.name)
        for row in range(sheet.nrows):
            values = zip(sheet.row_values(row), sheet.row_types(row))
            copy.append([cell(value, kind, source.datemode) for value, kind in values])
    book.save(new)


def copy_all(origin, target):
    for file in sorted(pathlib.Path(origin).rglob("*.xls*")):
        name = f"{file.parent.name}-{file.name}"
        if file.suffix == ".xls":
            modern(file, pathlib.Path(target) / f"{name}x")
        else:
            shutil.copy(file, pathlib.Path(target) / name)
    for file in pathlib.Path(origin).rglob("*.csv"):
        shutil.copy(file, pathlib.Path(target) / file.name)


def main():
    warnings.simplefilter("ignore")
    if len(sys.argv) == 3:
        copy_all(sys.argv[1], sys.argv[2])
        return
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
