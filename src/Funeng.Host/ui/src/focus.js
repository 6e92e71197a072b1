// Where the cursor stands after a page change, and what a screen reader hears; Turbo does neither.
// Error summary if there is one; else the control just used when the path is the same; else the title.
let path = location.pathname, used = null, submitted = false, first = true, changed = null;
let live;

export function start() {
  addEventListener('turbo:before-visit', remember);
  document.addEventListener('submit', remember, true);
  // A select that submits its form by itself was used, wherever the cursor stood.
  document.addEventListener('change', event => { changed = event.target; }, true);
  addEventListener('turbo:load', () => { submitted = false; place(); speak(); sight(); });
  addEventListener('turbo:render', summary);
  live = document.createElement('div');
  live.className = 'vh';
  live.id = 'live';
  live.setAttribute('role', 'status');
  live.setAttribute('aria-live', 'polite');
  document.body.append(live);
  summary();
}

// Parts of a list in which the cursor stays after they were used: a link or button there is found again by its words, or by its place.
const parts = ['.filters', '.chips', '.tabs'];

// A submitted form says what was used before Turbo disables its button, which takes the focus away; the visit that follows says no more.
function remember(event) {
  if (submitted && event.type !== 'submit') return;
  submitted = event.type === 'submit';
  const active = submitted && changed?.form === event.target && !event.submitter ? changed : document.activeElement;
  changed = null;
  const head = active?.closest?.('th');
  const part = parts.find(name => active?.closest?.('main ' + name));
  used = active?.name && active.form ? { name: active.name }
    : head ? { column: [...head.parentElement.children].indexOf(head) }
    : part ? { part, text: active.textContent.trim(), index: controls(part).indexOf(active) }
    : null;
}

const controls = part => [...document.querySelectorAll(`main ${part} :is(a[href], button)`)];

function again({ part, text, index }) {
  const all = controls(part);
  return all.find(one => one.textContent.trim() === text) ?? all[Math.min(index, all.length - 1)]
    ?? document.querySelector('main .filters :is(input:not([type=hidden]), select, button)');
}

function place() {
  const moved = location.pathname !== path;
  path = location.pathname;
  if (!first && !summary() && !location.hash) target(moved)?.focus({ preventScroll: true });
  first = false;
}

function target(moved) {
  const title = document.querySelector('main h1');
  if (moved || !used) return title;
  if (used.column !== undefined) return document.querySelectorAll('main thead th')[used.column]?.querySelector('a') ?? title;
  if (used.part) return again(used) ?? title;
  return document.querySelector(`main [name="${CSS.escape(used.name)}"]:not([type=hidden])`) ?? title;
}

// On a narrow screen a row of tabs scrolls: the one that is open is in sight.
function sight() {
  for (const tab of document.querySelectorAll('main .tabs [aria-current]')) {
    const row = tab.closest('.tabs');
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }
}

function summary() {
  const box = document.querySelector('.errsum');
  if (!box) return false;
  if (!box.dataset.seen) { box.dataset.seen = '1'; box.focus(); }
  return true;
}

function speak() {
  document.body.append(live);
  live.textContent = '';
  const count = document.querySelector('[data-count]')?.textContent;
  setTimeout(() => { live.textContent = document.title.split(' - ')[0] + (count ? '，' + count.trim() : ''); }, 150);
}
