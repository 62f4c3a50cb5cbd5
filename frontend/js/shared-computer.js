const NAME = 'shared_computer'

/** Sign-in by passkey is a form of its own: what was ticked goes with it too. */
export function carrySharedComputer (page) {
  const box = page.querySelector(`input[type="checkbox"][name="${NAME}"]`)
  const passkey = page.getElementById('mfa_login')
  if (!box || !passkey) return
  const carried = Object.assign(page.createElement('input'), { type: 'hidden', name: NAME, value: 'on' })
  passkey.append(carried)
  const follow = () => { carried.disabled = !box.checked }
  box.addEventListener('change', follow)
  window.addEventListener('pageshow', follow)
  follow()
}
