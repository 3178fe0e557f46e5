"""打包: parcels, labels, handing over."""
