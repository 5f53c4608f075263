"""Verify a receipt (交接凭证) without the archives: Python, cryptography, pikepdf, and the directory `verifiers`.

    python verify_receipt.py FILE [--ca ca.pem] [--log-key log.vkey] [--crl ca.crl] [--files DIR]
                             [--language en|zh-Hans|zh-Hant] [--json]

Ends with 0 when all is good, 1 when something is not, 2 for bad use. README.txt says more.
"""

import sys

from verifiers.receipt import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
