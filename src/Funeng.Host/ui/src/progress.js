import * as Turbo from '@hotwired/turbo';

// A job's progress: <div data-sse="/jobs/7/events" data-next="/import/7"> with a <progress> and a [data-msg] inside.
export function start() {
  watch();
  for (const event of ['turbo:load', 'turbo:render']) addEventListener(event, watch);
  addEventListener('turbo:before-cache', () => document.querySelectorAll('[data-on]').forEach(box => box.removeAttribute('data-on')));
}

function watch() {
  for (const box of document.querySelectorAll('[data-sse]:not([data-on])')) {
    box.dataset.on = '1';
    const events = new EventSource(box.dataset.sse);
    events.onmessage = message => {
      if (!box.isConnected) { events.close(); return; }
      const state = JSON.parse(message.data);
      box.querySelector('progress').value = state.percent;
      box.querySelector('[data-msg]').textContent = state.message;
      if (state.done) { events.close(); Turbo.visit(box.dataset.next, { action: 'replace' }); }
    };
    events.onerror = () => { box.querySelector('[data-msg]').textContent = '连接中断，正在重连；任务仍在后台运行，可以离开本页。'; };
    addEventListener('turbo:before-render', () => events.close(), { once: true });
  }
}
