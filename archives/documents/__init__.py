"""Documents as PDF: the register of a transfer, its digest sheet and its list."""
