"""``python -m tests.helpers.packing_child DATA``: packs and sends until it is killed.

Says each thing on a line of its own once it is on disk.
"""

from __future__ import annotations

import sys
from pathlib import Path

from inventory.fulfilment import making, packing, parcels, shipping
from studio.bootstrap import open_studio
from tests.helpers.screens import FakeSecrets


def main() -> None:
    with open_studio(Path(sys.argv[1]), secrets=FakeSecrets()) as studio:
        write = studio.books.write
        write(lambda db, now: making.make(db, now)).result()
        look = studio.store.read(lambda db: parcels.listed(db, 0))
        for parcel in look.result():
            while parcel.state == parcels.TO_PACK:
                sku = next(line.sku for line in parcel.lines if line.lacking)

                def scan(db, now, name=parcel.id, sku=sku):
                    return packing.scan(db, name, sku, device="scanner", at_ms=now)

                parcel = write(scan).result().parcel
                _say("scanned", parcel.code, parcel.scanned)
            write(lambda db, now, name=parcel.id: shipping.ship(db, [name], now)).result()
            _say("shipped", parcel.code)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
