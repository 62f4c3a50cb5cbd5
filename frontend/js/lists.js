const NARROW = '(max-width: 1019px)' // as `$beside` in _lists.scss: the filter is behind a button

/**
 * What is fetched takes the place of what stood there; somebody whose focus was in it finds it on the same link, or
 * at the beginning of the new part. Where the filter stands above the results, applying it closes it and goes on to
 * them.
 */
export function tendLists (page) {
  const asked = new WeakMap() // by filter, what it asked for last
  let held = null
  let applied = false

  // Leaving a box whose words were searched for while they were typed is no other search. It is asked here, because
  // later an answer that is under way would have been given up for it.
  page.addEventListener('htmx:confirm', (event) => {
    const { elt, triggeringEvent } = event.detail
    if (!elt.matches('.moj-filter__options')) return
    const words = new URLSearchParams(new FormData(elt)).toString()
    if (triggeringEvent?.type !== 'submit' && asked.get(elt) === words) event.preventDefault()
    asked.set(elt, words)
  })

  page.addEventListener('submit', ({ target }) => {
    if (target.matches('.moj-filter__options')) applied = window.matchMedia(NARROW).matches
  })
  page.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const focused = page.activeElement
    held = detail.target?.id && detail.target.contains(focused)
      ? { part: detail.target.id, words: focused.textContent.trim() }
      : null
  })
  page.addEventListener('htmx:afterSettle', ({ detail }) => {
    const part = page.getElementById(detail.target?.id)
    if (!part) return
    if (applied && part.matches('.vrn-list__results')) {
      applied = false
      page.querySelector('.moj-filter__close')?.click()
      focusOn(part)
    } else if (held?.part === part.id && page.activeElement === page.body) {
      const same = [...part.querySelectorAll('a, button')].find((one) => one.textContent.trim() === held.words)
      if (same) same.focus()
      else focusOn(part)
    }
    held = null
  })
}

function focusOn (part) {
  part.tabIndex = -1
  part.focus()
}
