"""Programs that are given away with what they verify. They know nothing of the archives: Python, cryptography, pikepdf.

`verify_receipt.py` and this directory stand beside an exported receipt, `verify_trail.py` beside an exported trail.
Nothing here imports our other packages; a contract holds it.
"""
