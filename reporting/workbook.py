"""The workbook that every sheet for people is written with: XlsxWriter's, where no text can be anything but text."""

import xlsxwriter
import xlsxwriter.worksheet

RAW = ("<r>", "</r>")  # XlsxWriter takes a text between these for markup of its own and writes it as it stands


class Worksheet(xlsxwriter.worksheet.Worksheet):
    """A sheet in which a typed text that looks like the library's markup stays a text: it would make the whole file unreadable."""

    def _write_string(self, row, col, string, cell_format=None):
        if string.startswith(RAW[0]) and string.endswith(RAW[1]):
            string += " "
        return super()._write_string(row, col, string, cell_format)


class Workbook(xlsxwriter.Workbook):
    """`xlsxwriter.Workbook` with such sheets."""

    worksheet_class = Worksheet
