// A box that can be scrolled must take focus; one that shows everything would only be one more stop for the Tab key.
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0')
    else target.removeAttribute('tabindex')
  }
})

export function tendScrollBoxes (scope) {
  for (const box of scope.querySelectorAll('.vrn-scroll')) watcher.observe(box)
}
