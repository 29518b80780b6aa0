#!/bin/sh
# Makes fonts/bricolage.woff2 from the npm package: the letters of the languages that the pages speak, one
# weight (680). Needs fonttools and brotli (Debian: fonttools, python3-brotli). Run it in assets/ after `npm ci`;
# the result is committed, so a build does not need it.
set -eu
source=node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2
whole=$(mktemp --suffix=.ttf)
trap 'rm -f "$whole"' EXIT
fonttools varLib.instancer --quiet "$source" wght=680 --output "$whole"
pyftsubset "$whole" --flavor=woff2 --layout-features=kern,liga,locl,mark,ccmp,tnum,lnum \
    --unicodes=U+20-7E,U+A0-FF,U+152,U+153,U+178,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+202F,U+20AC,U+2190,U+2192,U+B7 \
    --output-file=fonts/bricolage.woff2
