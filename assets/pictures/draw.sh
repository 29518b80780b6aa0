#!/bin/sh
# Draws the PNG sizes of the icon from icon.svg with headless Chromium. The results are committed.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for size in 180 192 512; do
    printf '<style>*{margin:0}img{display:block}</style><img src="data:image/svg+xml;base64,%s" width=%s height=%s>' \
        "$(base64 -w0 icon.svg)" $size $size >"$folder/icon.html"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$folder/profile" \
        --default-background-color=00000000 --window-size=$size,$size --screenshot="$PWD/icon-$size.png" "file://$folder/icon.html"
done
