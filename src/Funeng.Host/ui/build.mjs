// Builds wwwroot/dist: app.css, app.js with its chunks, boot.js and the icon sprite. `--sizes` prints what each file weighs.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const out = '../wwwroot/dist';
const pages = ['../Web', '../../Funeng.Modules'];
const icons = 'node_modules/@tabler/icons/icons/outline';

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

const common = {
  bundle: true, minify: true, sourcemap: false, legalComments: 'linked', logLevel: 'warning',
  target: ['chrome100', 'firefox102', 'safari15.4'],
};
await build({ ...common, entryPoints: { app: 'src/app.js' }, outdir: out, format: 'esm', splitting: true, chunkNames: 'c/[name]-[hash]' });
await build({ ...common, entryPoints: { app: 'src/css/app.css' }, outdir: out });
// For the pages with the rule editor only; its icon font travels inside.
await build({ ...common, entryPoints: { dmn: 'src/css/dmn.css' }, outdir: out, loader: { '.woff2': 'dataurl', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' } });
await build({ ...common, entryPoints: { boot: 'src/boot.js' }, outdir: out, format: 'iife' });
fs.writeFileSync(path.join(out, 'icons.svg'), sprite(iconNames()));

if (process.argv.includes('--sizes'))
  for (const file of fs.readdirSync(out, { recursive: true }).map(name => path.join(out, name)).filter(file => fs.statSync(file).isFile())) {
    const bytes = fs.readFileSync(file);
    console.log(path.relative(out, file).padEnd(30), String(bytes.length).padStart(8), 'br', String(brotliCompressSync(bytes).length).padStart(7));
  }

// Icons are named in pages as <Icon N="home" />, N="@(open ? "x" : "y")", Icon="home", and in the modules' registrations as Icon: "home".
function iconNames() {
  const names = new Set();
  for (const file of pages.flatMap(filesWithIcons)) {
    const text = fs.readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/(?:<Icon\s+N="|\bIcon:\s*"|\bIcon="|\bIcon\s*=\s*")([a-z0-9-]+)"/g)) names.add(name);
    for (const [, chosen] of text.matchAll(/<Icon\s+N="@\((.*?)\)"\s/g))
      for (const [, name] of chosen.matchAll(/(?:=>|[?:])\s*"([a-z0-9-]+)"/g)) names.add(name);
  }
  return [...names].sort();
}

function filesWithIcons(folder) {
  return fs.readdirSync(folder, { recursive: true }).filter(name => /\.razor$|(Module|Area)\.cs$/.test(name)).map(name => path.join(folder, name));
}

function sprite(names) {
  const symbols = names.map(name => {
    const file = path.join(icons, name + '.svg');
    if (!fs.existsSync(file)) throw new Error(`There is no icon '${name}' (see tabler.io/icons, outline)`);
    const inner = fs.readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
      .replace(/<path stroke="none"[^>]*\/>/g, '').replace(/\s+/g, ' ').trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
