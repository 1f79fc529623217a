"""What goes out: files, tables, a workbook and two reports, all made from a round and its proposal."""
