import { announceFrom } from './announce.js'
import { token as csrfToken } from './requests.js'

const PAUSE_MS = 2000
const RETRY_MS = 5000
const LONGEST_RETRY_MS = 60000
const MOST_WHILE_LEAVING = 60000 // bytes; a browser carries no more than 64 kB for a page that is gone
const NOT_TYPED = ['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image']

/** What stands in the boxes of a form, by name: nothing hidden, no password, no file. */
function typedIn (form) {
  const typed = {}
  for (const box of form.elements) {
    if (!box.name || box.disabled || NOT_TYPED.includes(box.type)) continue
    if ((box.type === 'checkbox' || box.type === 'radio') && !box.checked) continue
    const values = box.type === 'select-multiple' ? [...box.selectedOptions].map((one) => one.value) : [box.value]
    typed[box.name] = (typed[box.name] ?? []).concat(values)
  }
  return JSON.stringify(typed)
}

/**
 * Keep what is typed into a form: two seconds after the last key, when a box is left and when the page is left.
 * Only the page's token goes with it and never a cookie, so that it works when the session has lapsed and makes
 * no session longer. It says "Saved 2:05pm" once, quietly, and is loud when it fails.
 */
class Draft {
  constructor (form, token) {
    this.form = form
    this.token = token
    this.kept = token.dataset.draftUnsaved ? '' : typedIn(form)
    this.seen = typedIn(form)
    this.changedAfter = 0
    this.after = 0
    this.since = performance.now()
    this.savedAt = ''
    this.wait = RETRY_MS
    this.failing = false
    this.finished = false
    this.submitting = false

    this.told = document.createElement('p')
    this.told.className = 'vrn-draft'
    this.told.hidden = true
    this.place()

    form.addEventListener('input', () => this.later())
    form.addEventListener('change', () => this.later())
    form.addEventListener('focusout', () => this.keep())
    form.addEventListener('submit', () => this.keep({ leaving: true }))
    window.addEventListener('pagehide', () => this.keep({ leaving: true }))
    window.addEventListener('online', () => this.keep())
    document.addEventListener('vrn:locked', () => this.keep())
    window.addEventListener('beforeunload', (event) => {
      if (this.failing && !this.submitting) event.preventDefault()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.keep({ leaving: true })
    })
    if (token.dataset.draftUnsaved) this.keep()
  }

  /** Quietly under the buttons; what went wrong in the bar that is always in view, over nothing that is pressed. */
  place (failed = false) {
    const bar = document.querySelector('.vrn-lock-bar')
    const buttons = this.form.querySelectorAll('.govuk-button-group')
    if (failed && bar) bar.prepend(this.told)
    else if (buttons.length) buttons[buttons.length - 1].after(this.told)
    else this.form.append(this.told)
  }

  /** Milliseconds since the page was shown; each answer of the server puts it right after a computer's sleep. */
  clock () {
    return Math.floor(this.after + performance.now() - this.since)
  }

  look () {
    const typed = typedIn(this.form)
    if (typed === this.seen) return
    this.seen = typed
    this.changedAfter = this.clock()
  }

  later () {
    this.look()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), PAUSE_MS)
  }

  async keep ({ leaving = false } = {}) {
    this.look()
    if (this.finished || this.seen === this.kept) return
    if (this.sending === this.seen || (this.sending && !leaving)) return
    clearTimeout(this.timer)
    const typed = this.sending = this.seen
    try {
      this.answered(await this.send(typed, leaving), typed)
    } catch {
      this.failed()
    } finally {
      if (this.sending === typed) this.sending = undefined
    }
    if (!this.failing && this.seen !== this.kept) this.later()
  }

  async send (typed, leaving, renewed = false) {
    const page = this.form.querySelector('input[name$="submission_key"]')?.value ?? null
    const told = { token: this.token.value, page, after: this.changedAfter, typed: JSON.parse(typed) }
    const body = JSON.stringify(told)
    const answer = await fetch(this.token.dataset.draft, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', 'X-Polling': 'draft' },
      credentials: 'omit',
      redirect: 'error',
      keepalive: leaving && new Blob([body]).size < MOST_WHILE_LEAVING
    })
    if (answer.status === 401 && !renewed && await this.renew()) return this.send(typed, leaving, true)
    return { status: answer.status, ...(answer.ok || answer.status === 409 ? await answer.json() : {}) }
  }

  /** A page that has been open for longer than its token is good gets another from its owner's own session. */
  async renew () {
    const answer = await fetch(this.token.dataset.draftRenew, {
      method: 'POST',
      body: new URLSearchParams({ token: this.token.value }),
      headers: { 'X-CSRFToken': csrfToken(), 'X-Polling': 'draft' },
      credentials: 'same-origin',
      redirect: 'manual'
    })
    if (answer.ok) this.token.value = (await answer.json()).token
    return answer.ok
  }

  answered ({ status, at, after }, typed) {
    if (after !== undefined && after > this.clock()) {
      this.after = after
      this.since = performance.now()
    }
    if (status === 200) return this.saved(at, typed)
    if (status === 409) return this.overtaken(typed)
    if (status === 410) return this.wasSent()
    this.failed()
  }

  saved (at, typed) {
    const first = !this.savedAt || this.failing
    this.kept = typed
    this.savedAt = at
    this.failing = false
    this.wait = RETRY_MS
    this.tell(`Saved ${at}`)
    if (first) {
      this.told.dataset.announce = `Saved ${at}`
      announceFrom(this.told)
    }
  }

  /** Something was typed into this form in another window since: that is kept, until somebody types here again. */
  overtaken (typed) {
    this.kept = typed
    this.tell('This form is open in another window, and what was typed there last is kept', 'aside')
  }

  wasSent () {
    this.finished = true
    if (this.submitting) return
    this.tell('Not saved: this page was sent already. Copy what you need, then open the form again', 'failed')
  }

  failed () {
    if (this.finished) return
    this.failing = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_RETRY_MS)
    this.tell(this.savedAt ? `Not saved since ${this.savedAt}. Keep this page open` : 'Not saved yet. Keep this page open', 'failed')
  }

  tell (words, how = '') {
    if (this.told.textContent === words && !this.told.hidden) return
    this.place(how === 'failed')
    this.told.className = how ? `vrn-draft vrn-draft--${how}` : 'vrn-draft'
    if (how === 'failed') this.told.setAttribute('role', 'alert')
    else this.told.removeAttribute('role')
    this.told.hidden = false
    this.told.textContent = words
  }
}

export function keepDrafts (page) {
  const drafts = [...page.querySelectorAll('input[data-draft]')].map((token) => new Draft(token.form, token))
  page.addEventListener('submit', ({ defaultPrevented }) => {
    // whichever form of the page is sent, the browser need not ask whether to leave it
    if (!defaultPrevented) drafts.forEach((draft) => { draft.submitting = true })
  })
}
