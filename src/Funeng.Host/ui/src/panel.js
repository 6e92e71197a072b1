import * as Turbo from '@hotwired/turbo';

// The search panel: one field over pages and whatever the modules contribute, answered by /search/suggest.
const html = `<div class="pal-q"><svg class="i" aria-hidden="true"><use href="#"></use></svg><input type="text" role="combobox" aria-expanded="true"
  aria-controls="pal-l" aria-autocomplete="list" aria-label="搜索企业、政策、标准与页面" placeholder="企业、政策、标准、培育库或页面的名称，或信用代码" autocomplete="off" spellcheck="false"></div>
  <ul id="pal-l" role="listbox" aria-label="结果"></ul><p class="pal-s vh" role="status"></p>
  <footer><span><kbd>↑</kbd> <kbd>↓</kbd> 选择</span><span><kbd>Enter</kbd> 打开</span><span><kbd>Esc</kbd> 关闭</span></footer>`;

let dialog, hits = [], chosen = 0, asked = 0;

export function openPanel() {
  if (document.querySelector('dialog.pal[open]') || !document.querySelector('[data-panel]')) return;
  if (!dialog?.isConnected) make();
  dialog.querySelector('input').value = '';
  dialog.showModal();
  ask('');
}

function make() {
  dialog = document.createElement('dialog');
  dialog.className = 'pal';
  dialog.setAttribute('aria-label', '搜索');
  dialog.innerHTML = html;
  dialog.querySelector('use').setAttribute('href', document.querySelector('[data-panel] use').getAttribute('href'));
  document.body.append(dialog);
  const input = dialog.querySelector('input');
  let timer;
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => ask(input.value), 100); });
  input.addEventListener('keydown', event => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[chosen]?.href ?? '/search?q=' + encodeURIComponent(input.value));
    }
  });
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();
    const row = event.target.closest('li[data-i]');
    if (row) go(hits[+row.dataset.i].href);
  });
  addEventListener('turbo:before-cache', () => { dialog.remove(); }, { once: true });
}

function go(href) {
  dialog.close();
  Turbo.visit(href);
}

async function ask(text) {
  const mine = ++asked;
  let answer = [];
  try {
    const response = await fetch('/search/suggest?q=' + encodeURIComponent(text), { headers: { Accept: 'application/json' } });
    if (response.ok) answer = await response.json();
  } catch { /* offline: the empty list says so */ }
  if (mine !== asked) return;
  hits = answer;
  paint(text);
}

function paint(text) {
  const list = dialog.querySelector('ul');
  list.replaceChildren(...hits.map(row));
  if (!hits.length) {
    const none = document.createElement('li');
    none.className = 'none';
    none.setAttribute('role', 'option');
    none.setAttribute('aria-disabled', 'true');
    none.textContent = `没有找到“${text}”。可以搜企业（名称中的两三个字或完整的信用代码）、惠企政策、认定标准、培育库和页面；换个说法，或只写两三个字再试。`;
    list.append(none);
  }
  dialog.querySelector('[role=status]').textContent = hits.length ? `${hits.length} 条结果` : '没有结果';
  choose(0);
}

function row(hit, index) {
  const item = document.createElement('li');
  item.id = 'pal-' + index;
  item.dataset.i = index;
  item.setAttribute('role', 'option');
  const title = document.createElement('span');
  title.textContent = hit.title;
  const kind = document.createElement('small');
  kind.textContent = hit.detail ? `${hit.kind}　${hit.detail}` : hit.kind;
  item.append(title, kind);
  return item;
}

function choose(index) {
  chosen = hits.length ? (index + hits.length) % hits.length : 0;
  const input = dialog.querySelector('input');
  dialog.querySelectorAll('li[data-i]').forEach((item, at) => {
    item.setAttribute('aria-selected', String(at === chosen));
    if (at === chosen) item.scrollIntoView({ block: 'nearest' });
  });
  if (hits.length) input.setAttribute('aria-activedescendant', 'pal-' + chosen);
  else input.removeAttribute('aria-activedescendant');
}
