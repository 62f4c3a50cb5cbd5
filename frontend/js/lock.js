import { watchIdleness } from './idleness.js'
import { lockMark } from './lock-mark.js'
import { openAgain } from './open-again.js'
import { token } from './requests.js'

const LOCKED = 423
const TRY_AGAIN_MS = 5000
const TITLE = 'Locked – Violence Reduction Network'

/**
 * Hide the page at once, at the button, at its key, or when a shared computer is left alone; keep what was typed
 * where it is; and show it again when the server has been given the password or a passkey. Every tab of the
 * session is hidden with it. `vrn:locked` and `vrn:opened` are told to the document, for what saves by itself.
 */
export function watchLock (page) {
  const bar = page.querySelector('[data-lock]')
  const template = page.getElementById('vrn-lock-template')
  if (!bar || !template || !('HTMLDialogElement' in window)) return lockMark.remove()

  const { lockUrl, unlockUrl, passkeyUrl, activeUrl, owner, key, idleSeconds } = bar.dataset
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('vrn-lock') : null
  const dialog = template.content.firstElementChild.cloneNode(true)
  page.body.append(dialog)
  const opening = openAgain(dialog, { unlockUrl, passkeyUrl, ready: () => told, opened: open })
  let told = Promise.resolve()
  let before = null

  function hide () {
    if (before) return
    before = { title: page.title, focus: page.activeElement }
    page.title = TITLE
    lockMark.set(owner)
    page.documentElement.classList.add('vrn-locked')
    dialog.showModal()
    opening.begin()
    page.dispatchEvent(new CustomEvent('vrn:locked'))
  }

  function show () {
    if (!before) return
    const { title, focus } = before
    before = null
    page.title = title
    lockMark.remove()
    dialog.close()
    opening.end()
    focus?.focus()
    page.dispatchEvent(new CustomEvent('vrn:opened'))
  }

  function lock () {
    told = tell() // first, so that nothing that hiding asks of the server overtakes it
    hide()
    tabs?.postMessage({ owner, locked: true })
  }

  function open () {
    show()
    idle?.begin()
    tabs?.postMessage({ owner, locked: false })
  }

  // The page is hidden whether or not the server hears of it; it is told until it has heard or the page is open again.
  async function tell () {
    try {
      await fetch(lockUrl, {
        method: 'POST',
        headers: { Accept: 'application/json', 'X-CSRFToken': token() },
        credentials: 'same-origin',
        keepalive: true,
        redirect: 'manual'
      })
      opening.reached(true)
    } catch {
      opening.reached(false)
      setTimeout(() => { if (before) told = tell() }, TRY_AGAIN_MS)
    }
  }

  // What cannot be found out counts as locked.
  async function stillLocked () {
    await told
    try {
      const headers = { Accept: 'application/json', 'X-Polling': '1' }
      const answer = await fetch(unlockUrl, { headers, credentials: 'same-origin', redirect: 'manual' })
      return !answer.ok || (await answer.json()).locked
    } catch {
      return true
    }
  }

  // Another tab says that the session is open; it may have been drawn before this one was locked.
  async function heardOpen () {
    if (!before) return
    if (await stillLocked()) tabs.postMessage({ owner, locked: true })
    else show()
  }

  const idle = idleSeconds ? watchIdleness(page, { seconds: Number(idleSeconds), activeUrl, lock }) : null
  bar.addEventListener('submit', (event) => {
    event.preventDefault()
    lock()
  })
  page.addEventListener('keydown', (event) => {
    const alone = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
    if (!key || event.key !== key || !alone || event.repeat) return
    event.preventDefault()
    lock()
  })
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  dialog.addEventListener('close', () => { if (before) dialog.showModal() })
  page.addEventListener('htmx:responseError', ({ detail }) => { if (detail.xhr.status === LOCKED) hide() })
  page.addEventListener('vrn:refused-as-locked', hide)
  window.addEventListener('pageshow', async (event) => {
    if (!event.persisted) return
    hide()
    if (!(await stillLocked())) show()
  })
  if (tabs) {
    tabs.onmessage = ({ data }) => {
      if (data.owner !== owner) return
      if (data.locked) hide()
      else heardOpen()
    }
    tabs.postMessage({ owner, locked: false })
  }
  // The page was loaded anew before the server had heard of the lock.
  if (lockMark.of() === owner) lock()
  else lockMark.remove()
}

/** The lock page that the server answers with: a passkey opens it too, and so does another tab that was opened. */
export function watchLockPage (page) {
  const form = page.querySelector('[data-open-again]')
  if (!form) return
  lockMark.remove() // the server locks it from here on
  const { unlockUrl, passkeyUrl, owner } = form.dataset
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('vrn-lock') : null
  const next = () => window.location.assign(form.elements.next.value || '/')
  tabs?.postMessage({ owner, locked: true })
  if (tabs) tabs.onmessage = ({ data }) => { if (data.owner === owner && !data.locked) next() }
  const opening = openAgain(form, {
    unlockUrl,
    passkeyUrl,
    ready: () => Promise.resolve(),
    opened: (onward) => {
      tabs?.postMessage({ owner, locked: false })
      window.location.assign(onward)
    }
  })
  opening.offerPasskey()
  if (!page.querySelector('.govuk-error-summary')) form.elements.password.focus()
}
