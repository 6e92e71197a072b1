// Design tokens for what is drawn; `fn:theme` tells of a change.
export const token = (name, element = document.documentElement) => getComputedStyle(element).getPropertyValue(name).trim();
export const palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map(number => token('--c' + number));
export const onTheme = redraw => { addEventListener('fn:theme', redraw); return () => removeEventListener('fn:theme', redraw); };
export const config = element => JSON.parse(element.querySelector(':scope > script[type="application/json"]')?.textContent ?? '{}');
