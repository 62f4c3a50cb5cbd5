#!/bin/sh
# Builds static/app.css, static/app.js, static/enabled.js, the icons, the licences and tests/axe.
# Needs node 20 and npm; run from anywhere. The result is committed: nobody else needs node.
set -eu
cd "$(dirname "$0")"
static=../static
moj=node_modules/@ministryofjustice/frontend/moj

npm ci --ignore-scripts --no-audit --no-fund

mkdir -p "$static/icons" "$static/licences" ../tests/axe

npx sass --load-path=. --no-source-map --style=compressed --quiet-deps --quiet app.scss > "$static/app.css.new"
# The crest of the footer is not ours to use, and a missing file would stop collectstatic.
sed 's#url("icons/govuk-crest.svg")#none#g' "$static/app.css.new" > "$static/app.css"
rm "$static/app.css.new"

npx esbuild app.js --bundle --minify --format=iife --target=es2020 --legal-comments=none --outfile="$static/app.js" --log-level=warning
npx esbuild enabled.js --minify --target=es2020 --outfile="$static/enabled.js" --log-level=warning

for icon in close-cross-black document tag-remove-cross tag-remove-cross-white toggle-plus-minus; do
  cp "$moj/assets/images/icon-$icon.svg" "$static/icons/"
done
cp icons/favicon.svg "$static/icons/"

cp licences/govuk-frontend.txt licences/moj-frontend.txt "$static/licences/"
cp node_modules/htmx.org/LICENSE "$static/licences/htmx.txt"
cp node_modules/axe-core/axe.min.js ../tests/axe/
cp node_modules/axe-core/LICENSE ../tests/axe/LICENSE
node versions.mjs > "$static/VERSIONS.md"

if grep -Eq 'sourceMappingURL|@font-face|crest|url\((")?/' "$static/app.css" "$static/app.js"; then
  echo "The built files name something that is not there or not ours" >&2
  exit 1
fi
