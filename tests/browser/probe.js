// Returns what a reader could not read on this page: words cut off, words on words, headings out of order.
(() => {
  const troubles = [];
  const root = document.documentElement;
  const words = (node) => JSON.stringify(node.textContent.trim().replace(/\s+/g, " ").slice(0, 40));

  // On a phone the headings of tables are there for screen readers only.
  const isUnseen = (element) => {
    const head = element.closest("thead");
    return (head && getComputedStyle(head).position === "absolute") || !element.checkVisibility();
  };

  if (root.scrollWidth > root.clientWidth) {
    troubles.push(`the page scrolls sideways: ${root.scrollWidth} on ${root.clientWidth}`);
  }

  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => +one.tagName[1]);
  if (levels[0] !== 1 || levels.filter((one) => one === 1).length !== 1) troubles.push("not one h1");
  levels.forEach((level, at) => {
    if (at && level > levels[at - 1] + 1) troubles.push(`a heading h${level} after h${levels[at - 1]}`);
  });

  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("title, desc") || isUnseen(parent)) continue;
    if (!parent.closest("svg") && parent.clientWidth && parent.scrollWidth > parent.clientWidth + 1) {
      troubles.push(`cut off: ${words(node)}`);
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      const chart = parent.closest("svg");
      const room = (chart || parent.closest(".scroll table") || root).getBoundingClientRect();
      if (rect.left < room.left - 1 || rect.right > room.right + 1) troubles.push(`outside: ${words(node)}`);
      if (chart && (rect.top < room.top - 3 || rect.bottom > room.bottom + 3)) {
        troubles.push(`outside its chart: ${words(node)}`);
      }
      // A line's box is higher than its letters.
      const spare = rect.height * 0.22;
      boxes.push({ node, chart, left: rect.left + 0.5, right: rect.right - 0.5, top: rect.top + spare, bottom: rect.bottom - spare });
    }
  }

  boxes.sort((one, other) => one.top - other.top);
  boxes.forEach((one, at) => {
    for (let next = at + 1; next < boxes.length && boxes[next].top < one.bottom; next += 1) {
      const other = boxes[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      if (across > 1 && down > 1 && one.node !== other.node) {
        troubles.push(`on each other: ${words(one.node)} and ${words(other.node)}`);
      }
    }
  });
  return troubles.slice(0, 20);
})()
