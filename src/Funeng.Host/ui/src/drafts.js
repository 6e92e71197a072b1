// What was typed into a form that was refused because the session had ended or the page was too old: kept in this tab until the same user is back on the
// same page, and put into its fields again. Nothing is kept of a form that arrived, and never a password or a file.
const place = 'funeng.draft';
const most = 200_000;
const kept = 'input:not([type=hidden],[type=password],[type=file],[type=submit]),select,textarea';

export function start() {
  addEventListener('turbo:submit-end', keep);
  addEventListener('turbo:load', restore);
  document.addEventListener('submit', event => { if (event.target.matches('form[data-sign-out]')) sessionStorage.removeItem(place); });
}

const user = () => document.querySelector('[data-user]')?.dataset.user;
const handler = form => form.querySelector('[name=_handler]')?.value ?? '';
const siblings = name => [...document.querySelectorAll('main form[method=post]')].filter(form => handler(form) === name);
const fields = form => [...form.querySelectorAll(kept)].filter(field => field.name);
const isChoice = field => field.type === 'checkbox' || field.type === 'radio';

function keep({ detail: { formSubmission: { formElement: form }, fetchResponse } }) {
  const response = fetchResponse?.response;
  if (!response || !user() || form.method !== 'post') return;
  if (response.status !== 400 && !(response.redirected && new URL(response.url).pathname === '/sign-in')) return;
  const values = fields(form).filter(field => !isChoice(field) || field.checked).map(field => [field.name, field.value]);
  const draft = JSON.stringify({ user: user(), path: location.pathname, handler: handler(form), index: siblings(handler(form)).indexOf(form), values });
  if (draft.length < most) sessionStorage.setItem(place, draft);
}

function restore() {
  const text = sessionStorage.getItem(place);
  if (!text || !user()) return;
  const draft = JSON.parse(text);
  const form = draft.path === location.pathname ? siblings(draft.handler)[draft.index] : null;
  if (draft.user !== user() || form) sessionStorage.removeItem(place);
  if (draft.user === user() && form) fill(form, draft.values);
}

function fill(form, values) {
  for (const field of fields(form)) {
    const own = values.filter(([name]) => name === field.name);
    if (isChoice(field)) field.checked = own.some(([, value]) => value === field.value);
    else if (own.length > 0) field.value = values.splice(values.indexOf(own[0]), 1)[0][1];
  }
  for (let box = form.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  const note = document.createElement('div');
  note.className = 'note ok';
  note.setAttribute('role', 'status');
  note.textContent = `刚才没有保存的内容已经放回，请核对后再提交一次。${form.querySelector('[type=file]') ? '文件要重新选择。' : ''}`;
  form.before(note);
}
