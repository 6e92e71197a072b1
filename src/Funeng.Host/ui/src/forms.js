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
  // Signing out leaves nothing behind in the page cache.
  document.addEventListener('submit', event => { if (event.target.matches('form[data-sign-out]')) Turbo.cache.clear(); });
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
