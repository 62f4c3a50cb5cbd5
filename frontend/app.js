import { FilterToggleButton, initAll as initMoj } from '@ministryofjustice/frontend'
import { createAll, initAll as initGovuk } from 'govuk-frontend'
import htmx from 'htmx.org'

import { announceFrom } from './js/announce.js'
import { tendDays } from './js/day.js'
import { protectButtons } from './js/double-click.js'
import { keepDrafts } from './js/drafts.js'
import { tendItems } from './js/items.js'
import { tendLists } from './js/lists.js'
import { watchLock, watchLockPage } from './js/lock.js'
import { tendRegister } from './js/register.js'
import { waitForRelease } from './js/press.js'
import { connectRequests } from './js/requests.js'
import { tendScrollBoxes } from './js/scroll-box.js'
import { watchSession } from './js/session.js'
import { carrySharedComputer } from './js/shared-computer.js'

/** Bring the components inside one part of the page to life. */
function start (scope) {
  initGovuk({ scope })
  initMoj({ scope })
  createAll(FilterToggleButton, {}, { scope })
  tendScrollBoxes(scope)
  tendDays(scope)
  tendRegister(scope)
  tendItems(scope)
}

start(document)
connectRequests(document)
protectButtons(document)
tendLists(document)
waitForRelease(document)
watchSession(document)
keepDrafts(document)
watchLock(document)
watchLockPage(document)
carrySharedComputer(document)

// The body comes through here as well when the page has loaded; it was started above.
htmx.onLoad((part) => {
  if (part === document.body) return
  start(part)
  announceFrom(part)
})
