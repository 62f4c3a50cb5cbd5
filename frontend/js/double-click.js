const RELEASE_MS = 10000

/**
 * Let a form be sent once. Its button stays in place, says that it is busy, and is released after ten
 * seconds (a download leaves the page standing) or when the page is shown again from the browser's memory.
 * The server refuses a second submission by its key in any case; this spares the person the message.
 */
export function protectButtons (page) {
  const busy = new Set()

  function release (form) {
    busy.delete(form)
    for (const button of page.querySelectorAll('[aria-disabled="true"][data-was-sent]')) {
      button.removeAttribute('aria-disabled')
      button.removeAttribute('data-was-sent')
    }
  }

  page.addEventListener('submit', (event) => {
    const button = event.submitter
    const form = event.target
    if (busy.has(form)) {
      event.preventDefault()
      return
    }
    if (!button || !button.matches('[data-prevent-double-click]')) return
    busy.add(form)
    button.setAttribute('aria-disabled', 'true')
    button.setAttribute('data-was-sent', '')
    setTimeout(() => release(form), RELEASE_MS)
  })

  window.addEventListener('pageshow', () => busy.forEach(release))
}
