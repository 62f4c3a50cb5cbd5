const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** What the browser needs to ask for a passkey; null where there is none, or where the browser knows none. */
export async function passkeyOptions (url) {
  if (!window.PublicKeyCredential) return null
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
    const options = answer.ok ? (await answer.json()).publicKey : null
    return options?.allowCredentials?.length ? options : null
  } catch {
    return null
  }
}

/** Ask for the passkey; gives what the server checks, as JSON text. Throws when the person turns it down. */
export async function askForPasskey (options) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) }))
    }
  })
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response
  return JSON.stringify({
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    clientExtensionResults: found.getClientExtensionResults(),
    response: {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null
    }
  })
}
