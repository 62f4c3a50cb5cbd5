const TOTALS_EVERY_MS = 3000

/**
 * A register by keyboard: in a row one letter marks, up and down go to another row; totals run along.
 * Letters act only while a choice of the row has the focus, are listed in view and can be switched off (WCAG 2.1.4).
 * Each mark is said with the name; the totals at most every three seconds. Without script it is a plain form.
 */
export function tendRegister (scope) {
  for (const form of scope.querySelectorAll('form[data-register]')) start(form)
}

function start (form) {
  const rows = [...form.querySelectorAll('[data-register-row]')]
  const letters = form.querySelector('[data-register-letters]')
  const keys = [...form.querySelectorAll('[data-register-key]')]
  const valueOf = Object.fromEntries(keys.map((key) => [key.textContent.trim().toLowerCase(), key.dataset.registerKey]))
  const totals = totalsOf(form, rows)

  form.querySelector('.vrn-register__keys').hidden = false
  totals.show()

  form.addEventListener('change', (event) => {
    const row = event.target.closest('[data-register-row]')
    if (!row || event.target.type !== 'radio') return
    fillMinutes(form, row, event.target.value)
    form.querySelector('[data-register-said]').textContent = `${row.dataset.registerRow}: ${labelOf(event.target)}`
    totals.show()
    totals.say()
  })

  form.addEventListener('keydown', (event) => {
    const row = event.target.closest('[data-register-row]')
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step) {
      event.preventDefault()
      sameBox(rows, row, event.target, step)
      return
    }
    const value = valueOf[event.key.toLowerCase()]
    if (value === undefined || !letters.checked || event.target.type !== 'radio') return
    event.preventDefault()
    const radio = row.querySelector(`input[type="radio"][value="${value}"]`)
    radio.checked = true
    radio.focus()
    radio.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function labelOf (radio) {
  return radio.labels[0].textContent.trim()
}

/** The row above or below, at the same kind of box: the marked choice, or the first. Rows without any are passed. */
function sameBox (rows, row, box, step) {
  const kind = box.type === 'radio' ? 'input[type="radio"]' : 'input[type="text"]'
  for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
    const boxes = [...rows[at].querySelectorAll(kind)]
    if (!boxes.length) continue
    const to = boxes.find((one) => one.checked) || boxes[0]
    to.focus()
    if (to.select && to.type === 'text') to.select()
    return
  }
}

/** Whoever attended gets the usual minutes where the box is empty; who did not has none. */
function fillMinutes (form, row, value) {
  const box = row.querySelector('input[type="text"]')
  if (value === 'attended' && !box.value) box.value = form.dataset.usualMinutes || ''
  if (value !== 'attended') box.value = ''
}

function totalsOf (form, rows) {
  const shown = form.querySelector('[data-register-totals]')
  const said = form.querySelector('[data-register-totals-said]')
  let last = 0
  let waiting

  function words () {
    const counts = new Map()
    let blank = 0
    for (const row of rows) {
      const radios = [...row.querySelectorAll('input[type="radio"]')]
      if (!radios.length) continue
      for (const radio of radios) if (!counts.has(labelOf(radio))) counts.set(labelOf(radio), 0)
      const marked = radios.find((radio) => radio.checked)
      if (marked) counts.set(labelOf(marked), counts.get(labelOf(marked)) + 1)
      else blank += 1
    }
    return [...counts, ['Not marked', blank]].map(([label, count]) => `${label}: ${count}`).join(' · ')
  }

  return {
    show () { shown.textContent = words() },
    say () {
      clearTimeout(waiting)
      waiting = setTimeout(() => {
        last = Date.now()
        said.textContent = words()
      }, Math.max(0, last + TOTALS_EVERY_MS - Date.now()))
    }
  }
}
