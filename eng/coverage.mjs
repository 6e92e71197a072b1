// coverage.mjs PROJECT REPORT…: the share of a project's lines that at least one of the Cobertura reports saw run.
// What generators write (regular expressions) is not ours and is left out.
import { readFileSync } from 'node:fs';

const [project, ...reports] = process.argv.slice(2);
const lines = new Map();
for (const report of reports) {
  const xml = readFileSync(report, 'utf8');
  const own = xml.match(new RegExp(`<package name="${project.replace('.', '\\.')}"[\\s\\S]*?</package>`))?.[0] ?? '';
  for (const [, attributes, body] of own.matchAll(/<class ([^>]*)>([\s\S]*?)<\/class>/g)) {
    const file = attributes.match(/filename="([^"]*)"/)[1].replaceAll('\\', '/');
    if (file.includes('/obj/') || file.endsWith('.g.cs')) continue;
    for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
      const key = `${file.slice(file.lastIndexOf('/src/') + 1)}:${number}`;
      lines.set(key, (lines.get(key) ?? false) || hits !== '0');
    }
  }
}

const run = [...lines.values()].filter(Boolean).length;
console.log(`${project}: ${((100 * run) / lines.size).toFixed(1)} % of ${lines.size} lines`);
