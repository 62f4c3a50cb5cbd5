const QUIET_MS = 5000
const AGAIN_MS = 50
let lastWords = ''
let lastTime = 0
let waiting

function speak (region, words) {
  lastWords = words
  lastTime = Date.now()
  region.textContent = ''
  setTimeout(() => { region.textContent = words }, AGAIN_MS) // the same words would be no change, and not be read out
}

/**
 * Say what a re-drawn part has to say, in the page's one live region.
 * A part that is drawn again every second would otherwise be read out every second:
 * the same words are said once, and new words at most every five seconds. What answers somebody's own change says so
 * with `data-announce-now`: each answer is said, whether or not it is the same again. What went wrong and stands until
 * it is put right has `data-announce-now="changed"`: it is said at once, and not again with every key.
 */
export function announceFrom (part) {
  const region = document.getElementById('vrn-live')
  const source = part.matches('[data-announce]') ? part : part.querySelector('[data-announce]')
  if (!region || !source) return
  const words = source.dataset.announce
  const now = source.dataset.announceNow
  if (words === lastWords && now !== '') return
  clearTimeout(waiting)
  const wait = now !== undefined ? 0 : lastTime + QUIET_MS - Date.now()
  if (wait <= 0) speak(region, words)
  else waiting = setTimeout(() => speak(region, words), wait)
}
