const QUIET_MS = 5000
let lastWords = ''
let lastTime = 0
let waiting

function speak (region, words) {
  lastWords = words
  lastTime = Date.now()
  region.textContent = words
}

/**
 * Say what a re-drawn part has to say, in the page's one live region.
 * A part that is drawn again every second would otherwise be read out every second:
 * the same words are said once, and new words at most every five seconds.
 */
export function announceFrom (part) {
  const region = document.getElementById('vrn-live')
  const source = part.matches('[data-announce]') ? part : part.querySelector('[data-announce]')
  if (!region || !source || source.dataset.announce === lastWords) return
  const words = source.dataset.announce
  clearTimeout(waiting)
  const wait = source.dataset.announceNow === undefined ? lastTime + QUIET_MS - Date.now() : 0
  if (wait <= 0) speak(region, words)
  else waiting = setTimeout(() => speak(region, words), wait)
}
