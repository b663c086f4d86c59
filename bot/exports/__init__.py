"""Tables for other programs: XLSX and CSV files that open as they should and run nothing."""
