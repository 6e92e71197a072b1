// Theme, size and density: a click on a setting takes effect at once and is stored by posting the same form that serves without script.
const root = document.documentElement;

export function start() {
  document.addEventListener('submit', event => {
    const form = event.target, button = event.submitter;
    if (!form.matches?.('form[data-display]') || !button?.value.includes(':')) return;
    event.preventDefault();
    apply(button.value);
    const body = new FormData(form);
    body.set('set', button.value);
    fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  });
  // A page that Turbo fetched does not bring its <html> attributes along.
  addEventListener('turbo:load', mark);
  addEventListener('turbo:render', mark);
  mark();
}

function apply(setting) {
  const [name, value] = setting.split(':');
  const automatic = setting === 'theme:auto';
  root.toggleAttribute('data-auto', automatic || (name !== 'theme' && root.hasAttribute('data-auto')));
  root.dataset[name] = automatic ? (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light') : value;
  mark();
  dispatchEvent(new Event('fn:theme'));
}

function mark() {
  for (const button of document.querySelectorAll('form[data-display] button[value*=":"]')) {
    const [name, value] = button.value.split(':');
    const chosen = name === 'theme' && root.hasAttribute('data-auto') ? 'auto' : root.dataset[name];
    button.setAttribute('aria-pressed', String(chosen === value));
  }
}
