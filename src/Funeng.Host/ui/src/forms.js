import * as Turbo from '@hotwired/turbo';

export function start() {
  // A changed select or tick of a filter form submits it.
  document.addEventListener('change', event => {
    if (event.target.matches('form[data-auto] select, form[data-auto] input[type=checkbox]')) event.target.form.requestSubmit();
    if (event.target.matches('table input[type=checkbox]')) select(event.target);
  });
  // Empty conditions stay out of the address.
  document.addEventListener('formdata', event => {
    if (event.target.method !== 'get') return;
    for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
  });
  // A summary link puts the cursor into its field.
  document.addEventListener('click', event => {
    const link = event.target.closest('.errsum a[href*="#"]');
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.matches('input,select,textarea') ? field : field.querySelector('input,select,textarea') ?? field).focus();
  });
  // A form that did not get through says so where it stands. Forms that keep what was typed send it again by themselves.
  document.addEventListener('turbo:fetch-request-error', event => { if (!event.defaultPrevented && event.target.matches?.('form')) unsent(event.target); });
  document.addEventListener('turbo:submit-start', () => document.querySelectorAll('.unsent').forEach(note => note.remove()));
  // Signing out leaves nothing behind in the page cache.
  document.addEventListener('submit', event => { if (event.target.matches('form[data-sign-out]')) Turbo.cache.clear(); });
}

// The server knows the key of the form: what it has stored already it does not store again.
function unsent(form) {
  const note = document.createElement('div');
  note.className = 'note bad unsent';
  note.setAttribute('role', 'alert');
  const file = form.querySelector('input[type=file]') ? '（选好的文件如果又改动过或移走了，请重新选择）' : '';
  note.textContent = form.method === 'get' ? '没有连上服务器。请检查网络，再试一次。' : `没有收到服务器的回应，这一次可能没有保存。请检查网络${file}，再提交一次；已经保存的不会再记一遍。`;
  (form.closest('table,.row,.acts') ?? form).before(note);
  note.scrollIntoView({ block: 'nearest' });
}

// Row selection: the head's box selects the page, the bar below shows how many are chosen.
function select(box) {
  const table = box.closest('table');
  const rows = [...table.querySelectorAll('tbody input[type=checkbox]')];
  if (box.closest('thead')) for (const row of rows) row.checked = box.checked;
  for (const row of rows) row.closest('tr').setAttribute('aria-selected', row.checked);
  const chosen = rows.filter(row => row.checked).length;
  const bar = document.querySelector('.bulk');
  if (!bar) return;
  bar.classList.toggle('on', chosen > 0);
  bar.querySelector('b').textContent = chosen;
}
