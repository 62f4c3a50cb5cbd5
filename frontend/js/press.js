const CLICK_MS = 50 // a finger's click comes after it was lifted

/**
 * What is fetched takes its place in the page only when nothing is being pressed: a link that is exchanged, or a
 * button that is moved, between press and release is not pressed. The answer waits until the release.
 */
export function waitForRelease (page) {
  const waiting = new Map()
  let pressed = false

  function release () {
    if (!pressed) return
    pressed = false
    setTimeout(() => {
      const answers = [...waiting.values()]
      waiting.clear()
      for (const answer of answers) answer.onload()
    }, CLICK_MS)
  }

  page.addEventListener('pointerdown', () => { pressed = true }, true)
  for (const end of ['pointerup', 'pointercancel', 'dragend']) page.addEventListener(end, release, true)
  window.addEventListener('blur', release)
  // let go outside the window
  page.addEventListener('pointermove', ({ buttons }) => { if (!buttons) release() }, true)

  page.addEventListener('htmx:beforeRequest', ({ detail }) => waiting.delete(detail.elt))
  page.addEventListener('htmx:beforeOnLoad', (event) => {
    if (!pressed) return
    event.preventDefault()
    waiting.set(event.detail.elt, event.detail.xhr)
  })
}
