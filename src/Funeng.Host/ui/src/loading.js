// While the demo city is being loaded: <div role="status" data-loading="/sign-in">. Asks the page again and puts the accounts in below, so that whoever
// reads or types stays where he is.
const again = 3000;

export function start() {
  watch();
  for (const event of ['turbo:load', 'turbo:render']) addEventListener(event, watch);
  addEventListener('turbo:before-cache', () => document.querySelectorAll('[data-loading][data-on]').forEach(box => box.removeAttribute('data-on')));
}

function watch() {
  for (const box of document.querySelectorAll('[data-loading]:not([data-on])')) {
    box.dataset.on = '1';
    setTimeout(ask, again, box);
  }
}

async function ask(box) {
  if (!box.isConnected) return;
  const page = await read(box.dataset.loading);
  if (!page || page.querySelector('[data-loading]')) { setTimeout(ask, again, box); return; }
  const accounts = page.querySelector('#demo');
  if (accounts) box.after(document.adoptNode(accounts));
  delete box.dataset.loading;
  box.textContent = accounts ? '演示城市已经装好，可以用下面的演示账号登录。' : '演示城市已经装好。';
}

async function read(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
  } catch {
    return null;
  }
}
