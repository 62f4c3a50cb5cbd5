// Writes static/VERSIONS.md from what package.json pins.
import { readFileSync } from 'node:fs'

const { devDependencies: pinned } = JSON.parse(readFileSync('package.json', 'utf8'))
const rows = [
  ['govuk-frontend', 'app.css, app.js', 'MIT', 'licences/govuk-frontend.txt'],
  ['@ministryofjustice/frontend', 'app.css, app.js, icons/', 'MIT', 'licences/moj-frontend.txt'],
  ['htmx.org', 'app.js', '0BSD', 'licences/htmx.txt'],
  ['axe-core', '../tests/axe/axe.min.js (tests only)', 'MPL-2.0', '../tests/axe/LICENSE'],
  ['sass', 'builds app.css', 'MIT', 'not distributed'],
  ['esbuild', 'builds app.js', 'MIT', 'not distributed']
]

console.log(`# What is in this folder

Built by \`make assets\` from \`frontend/\`; do not edit by hand. The header, the crown, the crest and the
GOV.UK typeface and blue are left out: they belong to services on gov.uk.

| Package | Version | Where | Licence | Text |
|---|---|---|---|---|`)
for (const [name, where, licence, text] of rows) {
  console.log(`| ${name} | ${pinned[name]} | ${where} | ${licence} | ${text} |`)
}
