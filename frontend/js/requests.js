export function token () {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? ''
}

/** A fresh token for every form that is already on the page (after signing in again in another tab). */
export function renewToken (value) {
  const meta = document.querySelector('meta[name="csrf-token"]')
  if (meta) meta.content = value
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = value
}

/** What htmx sends: the token on writes, and no empty parameters in the address of a filtered list. */
export function connectRequests (page) {
  page.addEventListener('htmx:configRequest', ({ detail }) => {
    if (detail.verb !== 'get') {
      detail.headers['X-CSRFToken'] = token()
      return
    }
    const kept = [...detail.formData.entries()].filter(([, value]) => value !== '')
    for (const name of new Set(detail.formData.keys())) detail.formData.delete(name)
    for (const [name, value] of kept) detail.formData.append(name, value)
  })

  // A list that was filtered since the page was drawn has another address by now.
  page.addEventListener('submit', ({ target }) => {
    const back = target.querySelector('[data-way-back]')
    if (back) back.value = window.location.pathname + window.location.search
  }, true)

  // A session that ended, or a record that is no longer in scope: the whole page has to say so.
  page.addEventListener('htmx:responseError', ({ detail }) => {
    if ([401, 403, 404].includes(detail.xhr.status) && detail.requestConfig.verb === 'get') window.location.reload()
  })
}
