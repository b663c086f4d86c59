"""The process as a calculation: pure values in, pure values out."""
