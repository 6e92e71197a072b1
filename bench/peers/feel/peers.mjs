// Evaluates one conjunction over rows with feelin and json-rules-engine. Reads { expression, conditions, rows, seconds } from standard
// input; prints one JSON line a peer. Both read the rule once: feelin through a function value, json-rules-engine through its engine.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { evaluate } from "feelin";
import { Engine } from "json-rules-engine";

const { expression, conditions, rows, seconds } = JSON.parse(readFileSync(0, "utf8"));
const names = Object.keys(rows[0]);
const require = createRequire(import.meta.url);
const version = name => JSON.parse(readFileSync(require.resolve(name).replace(/(node_modules\/[^/]+)\/.*/, "$1/package.json"))).version;

async function measure(name, peer, pass) {
  let held = 0;
  for (const row of rows) held += await pass(row) ? 1 : 0;
  const end = performance.now() + seconds * 500;
  while (performance.now() < end) for (const row of rows) await pass(row);
  const rates = [];
  for (let round = 0; round < 9; round++) rates.push(await rate(pass));
  console.log(JSON.stringify({ name, version: version(peer), held, rates }));
}

async function rate(pass) {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 200) {
    for (const row of rows) {
      const answer = pass(row);
      if (answer instanceof Promise) await answer;
    }
    count += rows.length;
  }
  return count / (performance.now() - start) * 1000;
}

const compiled = evaluate(`function(${names.join(", ")}) ${expression}`, {}).value;
await measure("feelin, read once", "feelin", row => compiled.invoke(names.map(name => row[name])));
await measure("feelin, read each time", "feelin", row => evaluate(expression, row).value);

const engine = new Engine([{ conditions: { all: conditions }, event: { type: "holds" } }]);
await measure("json-rules-engine", "json-rules-engine", row => engine.run(row).then(result => result.events.length > 0));
