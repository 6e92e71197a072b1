import { start as display } from './display.js';
import { start as drafts } from './drafts.js';
import { start as focus } from './focus.js';
import { start as forms } from './forms.js';
import { start as islands } from './islands.js';
import { start as keys } from './keys.js';
import { start as loading } from './loading.js';
import { start as menus } from './menus.js';
import { start as progress } from './progress.js';

// Everything works without this file; it adds speed and comfort. Each part listens on the document, so pages that Turbo swaps in need no wiring.
for (const start of [display, menus, forms, drafts, keys, focus, islands, loading, progress]) start();
