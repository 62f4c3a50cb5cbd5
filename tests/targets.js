// What is pressed, stands alone and answers over less height than it must: `least`, or in a table's row 24 px, where
// a link has its row to itself. A link inside a sentence is as high as its line. Measured as a finger finds it, point
// by point, so that an area which another covers does not count, nor what stands behind a dialog; the window has to be
// as high as the page.
(least) => {
  const inline = (element) => getComputedStyle(element).display === "inline";

  function blockOf(element) {
    while (inline(element)) element = element.parentElement;
    return element;
  }

  function inSentence(link) {
    const block = blockOf(link);
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const around = texts.currentNode.parentElement;
      const said = /[\p{L}\p{N}]/u.test(texts.currentNode.data) && !around.closest("a, button, .govuk-visually-hidden");
      if (said && around.checkVisibility() && blockOf(around) === block) return true;
    }
    return false;
  }

  function heightPressed(element) {
    const labels = element.type === "checkbox" || element.type === "radio" ? [...element.labels] : [];
    const box = element.getClientRects()[0];
    const [x, middle] = [box.left + Math.min(box.width / 2, 16), Math.round(box.top + box.height / 2)];
    const answers = (y) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && [element, ...labels].some((one) => one.contains(hit));
    };
    const reach = (step) => {
      let last = middle;
      for (let y = middle; Math.abs(y - last) < 8; y += step) if (answers(y)) last = y; // between two lines is a gap
      return last;
    };
    return answers(middle) ? reach(1) - reach(-1) + 1 : 0;
  }

  const small = [];
  for (const element of document.querySelectorAll("a[href], button, summary, select, textarea, input")) {
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
    if (!shown || (element.tagName === "A" && inline(element) && inSentence(element))) continue;
    element.scrollIntoView({ block: "nearest", inline: "nearest" }); // a wide table scrolls by itself
    const wanted = element.closest("td, th") && element.tagName === "A" ? 24 : least;
    const height = heightPressed(element);
    const name = (element.innerText || element.name || element.getAttribute("aria-label") || "").trim().slice(0, 40);
    if (height > 0 && height < wanted) small.push(`${height} of ${wanted} px: ${element.tagName} ${element.className} “${name}”`);
  }
  return small;
}
