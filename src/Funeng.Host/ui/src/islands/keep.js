// A form on a bad line: what was typed stays in this browser until the server has it, and is sent again with the key of the first sending,
// so that nothing is lost and nothing stored twice. Without script the form is a plain form.
const again = 15000;

// A full or closed store keeps nothing; the form works all the same.
export const tolerant = act => { try { return act(); } catch { return undefined; } };

export class Keep extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    this.key = 'fn.keep.' + this.dataset.key;
    this.restore();
    this.stop = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.stop.signal });
    on(this.form, 'input', () => this.change());
    on(this.form, 'submit', () => { this.sent = true; this.store(); });
    on(this, 'turbo:fetch-request-error', event => { event.preventDefault(); this.wait(); });
    on(this, 'turbo:submit-end', event => { if (event.detail.success) this.forget(); });
    on(window, 'online', () => this.waiting && this.form.requestSubmit());
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  // What is changed after it was sent is another report: it gets a key of its own.
  change() {
    if (this.sent && !this.waiting) {
      this.sent = false;
      this.form.elements._once.value = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
    }
    this.store();
  }

  store() {
    const values = { sent: this.sent === true };
    for (const [name, value] of new FormData(this.form)) if (typeof value === 'string' && name !== '__RequestVerificationToken') values[name] = value;
    tolerant(() => localStorage.setItem(this.key, JSON.stringify(values)));
  }

  restore() {
    // A page that came back with problems shows what was typed already.
    if (document.querySelector('.errsum')) return;
    const values = tolerant(() => JSON.parse(localStorage.getItem(this.key)));
    if (!values) return;
    this.sent = values.sent === true;
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements[name];
      if (field && field.type !== 'file' && (name === '_once' || !field.value || field.tagName === 'SELECT')) field.value = value;
    }
  }

  wait() {
    this.waiting = true;
    this.querySelector('.keep-note').hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.form.requestSubmit(), again);
  }

  forget() {
    this.waiting = false;
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
  }
}

customElements.define('fn-keep', Keep);
