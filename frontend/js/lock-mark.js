const MARK = 'vrn-locked' // enabled.js reads it before the page is drawn

/**
 * That this tab is locked, for the moment between the key and the server's answer: a page that is loaded anew then
 * stays hidden. Nothing else is ever kept in the browser. Where it keeps nothing, the server's lock alone counts.
 */
export const lockMark = {
  set (owner) { attempt((store) => store.setItem(MARK, owner)) },
  of: () => attempt((store) => store.getItem(MARK)) ?? null,
  remove () {
    attempt((store) => store.removeItem(MARK))
    document.documentElement.classList.remove('vrn-locked')
  }
}

function attempt (what) {
  try {
    return what(window.sessionStorage)
  } catch {
    return null
  }
}
