import { renewToken, token } from './requests.js'

const WARN_SECONDS = 120

/**
 * Warn two minutes before the session ends, extend it with one key, and keep the page's text if it ends all
 * the same: the page is covered, not left, and uncovered when the same person has signed in again in another
 * tab. Tabs tell each other that the session lives, so that only the last idle one warns.
 */
export function watchSession (page) {
  const dialog = page.getElementById('vrn-session')
  if (!dialog || typeof dialog.showModal !== 'function') return

  const { extendUrl, owner } = dialog.dataset
  const seconds = Number(dialog.dataset.seconds)
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('vrn-session') : null
  let endsAt
  let timer
  let ended = false

  const shows = (part) => {
    for (const element of dialog.querySelectorAll('[data-session-part]')) {
      element.hidden = element.dataset.sessionPart !== part
    }
    dialog.setAttribute('aria-labelledby', `vrn-session-${part}`)
  }

  function open (part) {
    shows(part)
    dialog.classList.toggle('vrn-session--ended', part === 'ended')
    if (!dialog.open) dialog.showModal()
    dialog.querySelector(`[data-session-part="${part}"] [data-session-focus]`)?.focus()
  }

  function lives (seconds) {
    endsAt = Date.now() + seconds * 1000
    ended = false
    if (dialog.open) dialog.close()
    clearTimeout(timer)
    timer = setTimeout(warn, Math.max(0, seconds - WARN_SECONDS) * 1000)
  }

  // Behind the lock there is nothing to extend: its page is hidden, and the end is told as ever.
  function warn () {
    if (!page.documentElement.classList.contains('vrn-locked')) open('warning')
    clearTimeout(timer)
    timer = setTimeout(end, Math.max(0, endsAt - Date.now()))
  }

  function end () {
    ended = true
    clearTimeout(timer)
    open('ended')
  }

  async function extend () {
    try {
      const answer = await fetch(extendUrl, {
        method: 'POST',
        headers: { 'X-CSRFToken': token() },
        credentials: 'same-origin',
        redirect: 'manual'
      })
      if (answer.status === 423) {
        dialog.close()
        return page.dispatchEvent(new CustomEvent('vrn:refused-as-locked'))
      }
      if (!answer.ok) return end()
      lives(seconds)
      tabs?.postMessage({ owner, seconds, token: token() })
    } catch {
      open('offline')
    }
  }

  function heard ({ data }) {
    if (data.owner === owner) {
      renewToken(data.token)
      lives(data.seconds)
    } else if (data.owner || ended) {
      // Somebody else has signed in on this computer: nothing of this page is theirs to see.
      window.location.reload()
    }
  }

  // Timers stand still while a computer sleeps, so the clock is read again when the page is looked at.
  function look () {
    if (page.visibilityState !== 'visible' || ended) return
    const left = (endsAt - Date.now()) / 1000
    if (left <= 0) end()
    else if (left <= WARN_SECONDS && !dialog.open) warn()
  }

  for (const button of dialog.querySelectorAll('[data-session-extend]')) button.addEventListener('click', extend)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    if (!ended) extend()
  })
  // A browser lets the third Escape through: what is covered stays covered until its owner is back.
  dialog.addEventListener('close', () => { if (ended) open('ended') })
  page.addEventListener('visibilitychange', look)
  if (tabs) tabs.onmessage = heard

  lives(seconds)
  tabs?.postMessage({ owner, seconds, token: token() })
}
