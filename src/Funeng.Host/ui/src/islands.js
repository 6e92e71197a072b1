// An island is a custom element drawn by the browser; its code is fetched when its tag is first found.
const islands = {
  'fn-chart': () => import('./islands/chart.js'), 'fn-dmn': () => import('./islands/dmn.js'), 'fn-keep': () => import('./islands/keep.js'),
  'fn-draft': () => import('./islands/draft.js'),
};
const seen = new Set();

export function start() {
  scan();
  for (const event of ['turbo:load', 'turbo:render', 'turbo:frame-load']) addEventListener(event, scan);
}

function scan() {
  for (const [tag, load] of Object.entries(islands)) {
    if (seen.has(tag) || !document.querySelector(tag)) continue;
    seen.add(tag);
    load().catch(problem => {
      seen.delete(tag);
      for (const element of document.querySelectorAll(tag)) element.setAttribute('data-failed', '');
      console.error(problem);
    });
  }
}
