import { Keep, tolerant } from './keep.js';

// A long form that is kept while somebody types, and that a colleague may be filling in at the same time. Each field travels with what was
// seen when it was opened (seen.…), so that the server can tell who changed what; a field both changed is shown with both values and is
// not sent again until its owner touches it. On a bad line the touched fields stay in this browser until the server has them.
const pause = 1200, again = 15000, prefix = 'f.', seen = 'seen.';

class Draft extends Keep {
  connectedCallback() {
    this.touched = new Set();
    this.theirs = new Map();
    super.connectedCallback();
    this.form.addEventListener('input', event => this.touch(event.target.name ?? ''), { signal: this.stop.signal, capture: true });
    window.addEventListener('online', () => this.save(), { signal: this.stop.signal });
    this.touchTyped();
    if (this.touched.size > 0) this.save();
  }

  // What was typed before this script was there.
  touchTyped() {
    for (const field of this.form.elements) {
      const shown = field.options ? [...field.options].find(option => option.defaultSelected)?.value ?? field.options[0]?.value : field.defaultValue;
      if (field.name.startsWith(prefix) && shown !== undefined && field.value !== shown) this.touched.add(field.name.slice(prefix.length));
    }
  }

  disconnectedCallback() {
    clearTimeout(this.saving);
    super.disconnectedCallback();
  }

  touch(name) {
    if (!name.startsWith(prefix)) return;
    const key = name.slice(prefix.length);
    if (this.theirs.has(key)) {
      // He has seen the other value and types on: his counts.
      this.form.elements[seen + key].value = this.theirs.get(key);
      this.theirs.delete(key);
      this.say(key, '');
    }
    this.touched.add(key);
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), pause);
  }

  async save() {
    const keys = [...this.touched].filter(key => !this.theirs.has(key));
    if (keys.length === 0 || !this.isConnected) return;
    const sent = new Map(keys.map(key => [key, this.form.elements[prefix + key].value]));
    const body = new FormData();
    body.set('__RequestVerificationToken', this.form.elements.__RequestVerificationToken.value);
    for (const [key, value] of sent) {
      body.set(prefix + key, value);
      body.set(seen + key, this.form.elements[seen + key].value);
    }
    let answer;
    try {
      answer = await fetch(this.dataset.save, { method: 'POST', body, headers: { Accept: 'application/json' } });
    } catch {
      this.offline(true);
      clearTimeout(this.saving);
      this.saving = setTimeout(() => this.save(), again);
      return;
    }
    this.offline(false);
    if (!answer.ok) return this.status(answer.status === 409 ? (await answer.json()).reason : '没有存上，请点“保存，以后再填”。');
    this.take(await answer.json(), sent);
  }

  take(kept, sent) {
    for (const [key, value] of sent) {
      const [problem, contested] = [kept.problems[key], kept.contested[key]];
      this.say(key, problem ?? contested ?? '');
      if (contested) this.theirs.set(key, kept.seen[key]);
      else if (!problem) {
        this.form.elements[seen + key].value = kept.seen[key];
        if (this.form.elements[prefix + key].value === value) this.touched.delete(key);
      }
    }
    this.store();
    this.status(this.theirs.size > 0 ? '有一项与同事填的不同，见红字' : `已自动保存 ${kept.at}`);
  }

  say(key, words) {
    const place = this.querySelector(`[data-say="${CSS.escape(key)}"]`);
    if (!place) return;
    place.hidden = words === '';
    place.querySelector('[data-words]').textContent = words;
  }

  status(words) { this.querySelector('[data-saved]').textContent = words; }

  offline(is) { this.querySelector('.keep-note').hidden = !is; }

  // Only what was touched and not yet kept by the server: the rest may be newer there.
  store() {
    if (this.touched.size === 0 && this.sent !== true) return this.forget();
    const values = { sent: this.sent === true, once: this.form.elements._once.value, fields: {} };
    for (const key of this.touched) values.fields[key] = [this.form.elements[prefix + key].value, this.form.elements[seen + key].value];
    tolerant(() => localStorage.setItem(this.key, JSON.stringify(values)));
  }

  restore() {
    if (document.querySelector('.errsum')) return;
    const values = tolerant(() => JSON.parse(localStorage.getItem(this.key)));
    if (!values?.fields) return;
    if (values.sent) { this.sent = true; this.form.elements._once.value = values.once; }
    for (const [key, [typed, was]] of Object.entries(values.fields)) {
      const field = this.form.elements[prefix + key];
      if (!field) continue;
      field.value = typed;
      this.form.elements[seen + key].value = was;
      this.touched.add(key);
    }
  }
}

customElements.define('fn-draft', Draft);
