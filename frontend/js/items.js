/**
 * Answers typed in by item number: a digit that can be an answer goes on to the next box, where that is switched on
 * (the page says so beforehand), and Enter and the arrow keys go from box to box. What cannot be an answer stays.
 */
export function tendItems (scope) {
  for (const form of scope.querySelectorAll('form[data-items]')) start(form)
}

function start (form) {
  const boxes = [...form.querySelectorAll('input[data-item]')]
  const onward = form.querySelector('[data-items-onward]')
  form.querySelector('.vrn-items__keys').hidden = false

  function go (from, step) {
    const to = boxes[boxes.indexOf(from) + step]
    if (!to) return
    to.focus()
    to.select()
  }

  form.addEventListener('input', (event) => {
    const box = event.target
    if (!box.matches('input[data-item]') || !onward.checked || event.inputType?.startsWith('delete')) return
    if (box.dataset.item.split(' ').includes(box.value.trim())) go(box, 1)
  })

  form.addEventListener('keydown', (event) => {
    const box = event.target
    if (!box.matches('input[data-item]') || event.ctrlKey || event.altKey || event.metaKey) return
    const step = { Enter: 1, ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const back = event.key === 'Backspace' && !box.value
    if (!step && !back) return
    if (event.key === 'Enter' && box === boxes[boxes.length - 1]) return
    event.preventDefault()
    go(box, back ? -1 : step)
  })
}
