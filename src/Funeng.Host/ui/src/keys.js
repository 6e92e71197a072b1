import * as Turbo from '@hotwired/turbo';
import { openPanel } from './panel.js';

// Ctrl+K opens the panel. Single keys rest while typing and can be switched off in the settings (data-keys="off").
let jump = 0;

export function start() {
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPanel();
    } else if (!typing(event) && document.documentElement.dataset.keys !== 'off') single(event);
  });
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-panel]')) return;
    event.preventDefault();
    openPanel();
  });
}

const typing = event => event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.('input,select,textarea,[contenteditable]');

function single(event) {
  if (event.key === '/') {
    const search = document.querySelector('[data-hotkey="/"]');
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === '?') Turbo.visit('/settings?tab=keys');
  else if (event.key === 'g') jump = Date.now();
  else if (Date.now() - jump < 1200) {
    jump = 0;
    document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
  }
}
