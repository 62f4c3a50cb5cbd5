/** The buttons beside a day in one box write their own word into it; the server reads every word back. */
export function tendDays (scope) {
  for (const button of scope.querySelectorAll('button[data-day-for]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      const box = document.getElementById(button.dataset.dayFor)
      box.value = button.textContent.trim()
      for (const kind of ['input', 'change']) box.dispatchEvent(new Event(kind, { bubbles: true }))
    })
  }
}
