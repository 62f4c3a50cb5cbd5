import { askForPasskey, passkeyOptions } from './passkey.js'
import { token } from './requests.js'

const UNREACHED = 'The service could not be reached. Check your connection, then try again.'
const ENDED = 'You have been signed out. Sign in in a new tab, then open this one with your password.'
const TURNED_DOWN = 'The passkey was not used. Try again, or type your password.'

/**
 * The form that opens a locked session, in `part`: by password or, where the person has one, by passkey.
 * `ready` gives a promise to wait for, `opened` is called with the address to go on to.
 */
export function openAgain (part, { unlockUrl, passkeyUrl, ready, opened }) {
  const form = part.matches('form') ? part : part.querySelector('form')
  const password = form.querySelector('[name="password"]')
  const passkey = part.querySelector('[data-lock-passkey]')
  const errors = part.querySelector('[data-lock-errors]')
  const offline = part.querySelector('[data-lock-offline]')
  let options = null
  let busy = false

  function complain (texts, ofPassword = false) {
    password.closest('.govuk-form-group').classList.toggle('govuk-form-group--error', ofPassword)
    password.classList.toggle('govuk-input--error', ofPassword)
    password.setAttribute('aria-invalid', ofPassword)
    errors.replaceChildren(...texts.map((text) => {
      const line = document.createElement('p')
      line.className = 'govuk-error-message'
      line.textContent = text
      return line
    }))
  }

  async function send (proof) {
    const data = new FormData(form)
    data.delete('password')
    for (const [name, value] of Object.entries(proof)) data.set(name, value)
    const answer = await fetch(unlockUrl, {
      method: 'POST',
      headers: { Accept: 'application/json', 'X-CSRFToken': token() },
      body: new URLSearchParams(data),
      credentials: 'same-origin',
      redirect: 'manual'
    })
    if (answer.type === 'opaqueredirect' || answer.status === 403) return complain([ENDED])
    const said = await answer.json()
    if (!answer.ok) return complain(said.errors, 'password' in proof)
    complain([])
    opened(said.next)
  }

  async function attempt (proof) {
    if (busy) return
    busy = true
    try {
      await ready()
      await send(await proof())
    } catch (fault) {
      complain([fault instanceof DOMException ? TURNED_DOWN : UNREACHED])
    } finally {
      busy = false
      password.value = ''
    }
  }

  async function offerPasskey () {
    await ready()
    options = await passkeyOptions(passkeyUrl)
    passkey.hidden = !options
  }

  async function usePasskey () {
    const asked = options
    await attempt(async () => ({ credential: await askForPasskey(asked) }))
    offerPasskey() // a challenge works once
  }

  if (form !== part) {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      attempt(async () => ({ password: password.value })).then(() => password.focus())
    })
  }
  passkey.addEventListener('click', usePasskey)

  return {
    offerPasskey,
    begin () {
      complain([])
      password.focus()
      offerPasskey()
    },
    end () {
      password.value = ''
      passkey.hidden = true
    },
    reached (yes) {
      if (offline) offline.hidden = yes
    }
  }
}
