// Drop-down menus are <details>; close them on a click elsewhere, on Escape and before a page is kept.
export function start() {
  document.addEventListener('click', event => closeAll(event.target));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const open = document.querySelector('details.menu[open]');
    if (!open) return;
    open.open = false;
    open.querySelector('summary').focus();
  });
  document.addEventListener('click', event => { if (event.target.closest('[data-print]')) print(); });
  addEventListener('turbo:before-cache', () => closeAll(null));
}

function closeAll(clicked) {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!clicked || !menu.contains(clicked)) menu.open = false;
}
