import DmnModeler from 'dmn-js/lib/Modeler';
import DmnViewer from 'dmn-js/lib/NavigatedViewer';
import { words, translate } from './dmn-zh.js';

// The decision model as tables: read from the text element named by data-model, and, when editing, written back to it.
// Everything the form sends is that text, so that the page works the same without this.
const pack = 'https://www.omg.org/spec/DMN/20230324/MODEL/', editor = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
// The library drops elements whose ids are not ASCII, 结论 among them: they are spelt out on the way in and put back on the way out.
const inside = xml => xml.replaceAll(pack, editor).replace(/(\bid="|href="[^"#]*#)([^"]*)"/g, (_, before, id) => before + id.replace(/[^\x21-\x7e]/gu, letter => `_u${letter.codePointAt(0).toString(16)}_`) + '"');
const outside = xml => xml.replaceAll(editor, pack).replace(/(\bid="|href="[^"#]*#)([^"]*)"/g, (_, before, id) => before + id.replace(/_u([0-9a-f]{2,6})_/g, (_, code) => String.fromCodePoint(parseInt(code, 16))) + '"');
// Who only reads is shown labels: names are for other rules to refer to, and the points of a table have no label in the file.
const labelled = xml => {
  const file = new DOMParser().parseFromString(xml, 'text/xml');
  for (const decision of file.querySelectorAll('decision[label]')) decision.setAttribute('name', decision.getAttribute('label'));
  for (const output of file.querySelectorAll('output[name="points"]:not([label])')) output.setAttribute('label', '得分');
  return new XMLSerializer().serializeToString(file);
};
const shown = ['decisionTable', 'literalExpression'];
const chinese = { additionalModules: [{ translate: ['value', translate] }] };

class FnDmn extends HTMLElement {
  async connectedCallback() {
    this.source = document.getElementById(this.dataset.model);
    this.innerHTML = '<div class="dmn-pick"><label for="dmn-view">判定</label> <select class="sel" id="dmn-view"></select><span class="small muted" role="status"></span></div><div class="dmn-box"></div>';
    this.box = this.querySelector('.dmn-box');
    this.said = this.querySelector('[role=status]');
    const Library = this.dataset.mode === 'edit' ? DmnModeler : DmnViewer;
    this.dmn = new Library({ container: this.box, drd: chinese, decisionTable: chinese, literalExpression: chinese, boxedExpression: chinese });
    try {
      const text = inside(this.source.value ?? this.source.textContent);
      const { warnings } = await this.dmn.importXML(this.dataset.mode === 'edit' ? text : labelled(text));
      // What the library did not understand it would leave out when it writes.
      if (warnings?.length) throw new Error(warnings[0].message);
      await this.offer();
    } catch (problem) {
      this.fail('这份模型不能显示成表格，请在下面的模型文本里看：' + problem.message);
    }
  }

  // One decision at a time; those without a table or an expression are left to the text.
  async offer() {
    const views = this.dmn.getViews().filter(view => shown.includes(view.type));
    const pick = this.querySelector('select');
    for (const view of views) pick.add(new Option(view.element.get('label') || view.name, view.id));
    pick.addEventListener('change', () => this.open(views.find(view => view.id === pick.value)));
    if (views.length === 0) return this.fail('这份模型里没有判定表或表达式。');
    const wanted = decodeURIComponent(location.hash.slice(1));
    const first = views.find(view => view.id === wanted) ?? views.find(view => view.type === 'decisionTable') ?? views[0];
    pick.value = first.id;
    await this.open(first);
    this.watch = new MutationObserver(() => complete(this.box));
    this.watch.observe(this.box, { childList: true, subtree: true });
    this.setAttribute('data-ready', '');
  }

  async open(view) {
    await this.dmn.open(view);
    complete(this.box);
    const bus = this.dmn.getActiveViewer()?.get('eventBus');
    if (this.dataset.mode !== 'edit' || !bus || bus === this.bus) return;
    this.bus = bus;
    bus.on('elements.changed', () => this.keep());
  }

  // Written at once, not at the time of sending: the form may be sent by any button or key.
  keep() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const { xml } = await this.dmn.saveXML({ format: true });
      this.source.value = outside(xml);
      this.said.textContent = '有未保存的改动';
      this.source.dispatchEvent(new Event('input', { bubbles: true }));
    }, 60);
  }

  fail(text) {
    this.box.textContent = text;
    this.box.classList.add('cb');
    this.setAttribute('data-failed', '');
  }

  disconnectedCallback() {
    this.watch?.disconnect();
    clearTimeout(this.timer);
    this.dmn?.destroy();
    this.bus = null;
    this.innerHTML = '';
    this.removeAttribute('data-ready');
  }
}

// Some words do not pass through translate; the corner head of a table has no name of its own.
function complete(box) {
  for (const element of box.querySelectorAll('.hit-policy .dms-input,.input-variable,.output-variable,.dms-select-options .option,.hit-policy-value,.hit-policy'))
    for (const node of element.childNodes)
      if (node.nodeType === 3 && words[node.nodeValue.trim()]) node.nodeValue = words[node.nodeValue.trim()];
  for (const element of box.querySelectorAll('[title],[aria-label],[placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) {
      const word = words[element.getAttribute(name)];
      if (word) element.setAttribute(name, word);
    }
  // On a narrow screen the table scrolls inside; that must be possible by keyboard.
  for (const table of box.querySelectorAll('.tjs-table-container')) {
    table.tabIndex = 0;
    table.setAttribute('role', 'region');
    table.setAttribute('aria-label', '判定表');
  }
  for (const head of box.querySelectorAll('th.index-column')) {
    if (head.firstChild) continue;
    const name = document.createElement('span');
    name.className = 'vh';
    name.textContent = '序号';
    head.append(name);
  }
}

customElements.define('fn-dmn', FnDmn);
