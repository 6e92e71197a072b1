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

// A round is about two milliseconds, so that some of them run undisturbed on a shared machine.
async function measure(name, peer, pass) {
  let held = 0, next = 0;
  for (const row of rows) held += await pass(row) ? 1 : 0;
  const run = async count => {
    const start = performance.now();
    for (let times = 0; times < count; times++) {
      const answer = pass(rows[next++ % rows.length]);
      if (answer instanceof Promise) await answer;
    }
    return count / (performance.now() - start) * 1000;
  };
  let rate = 0;
  for (const end = performance.now() + seconds * 500; performance.now() < end;) rate = Math.max(rate, await run(16));
  const rates = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) rates.push(await run(Math.ceil(rate / 500)));
  console.log(JSON.stringify({ name, version: version(peer), held, rates }));
}

const compiled = evaluate(`function(${names.join(", ")}) ${expression}`, {}).value;
await measure("feelin, read once", "feelin", row => compiled.invoke(names.map(name => row[name])));
await measure("feelin, read each time", "feelin", row => evaluate(expression, row).value);

const engine = new Engine([{ conditions: { all: conditions }, event: { type: "holds" } }]);
await measure("json-rules-engine", "json-rules-engine", row => engine.run(row).then(result => result.events.length > 0));
