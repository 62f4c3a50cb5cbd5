import { token } from './requests.js'

const LOOK_EVERY_MS = 1000
const TELL_EVERY_MS = 15000
const SIGNS = ['keydown', 'pointerdown', 'wheel', 'input'] // what only a person does, and no script

/**
 * Lock when nobody did anything in any tab for `seconds`. The server counts requests alone, so it is told, at most
 * every 15 seconds, that somebody is typing or reading.
 */
export function watchIdleness (page, { seconds, activeUrl, lock }) {
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('vrn-active') : null
  const locked = () => page.documentElement.classList.contains('vrn-locked')
  let lastSign = Date.now()
  let toldAt = Date.now()

  function sign () {
    if (locked()) return
    const now = Date.now()
    if (now - lastSign >= seconds * 1000) return lock() // the computer slept: this sign may be somebody else's
    if (now - lastSign >= LOOK_EVERY_MS) tabs?.postMessage(now)
    lastSign = now
    if (now - toldAt < TELL_EVERY_MS) return
    toldAt = now
    fetch(activeUrl, { method: 'POST', headers: { 'X-CSRFToken': token() }, credentials: 'same-origin', redirect: 'manual' })
      .then((answer) => { if (answer.status === 423) page.dispatchEvent(new CustomEvent('vrn:refused-as-locked')) })
      .catch(() => {}) // the next sign of life tells it again
  }

  function look () {
    if (!locked() && Date.now() - lastSign >= seconds * 1000) lock()
  }

  for (const name of SIGNS) page.addEventListener(name, sign, { capture: true, passive: true })
  page.addEventListener('visibilitychange', look)
  setInterval(look, LOOK_EVERY_MS)
  if (tabs) tabs.onmessage = ({ data }) => { lastSign = Math.max(lastSign, data) }

  return {
    begin () {
      lastSign = toldAt = Date.now()
    }
  }
}
