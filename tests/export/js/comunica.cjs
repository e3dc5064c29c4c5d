// node comunica.cjs ENGINE QUERY SOURCE...
// Prints the solutions that Comunica finds in the sources, which ENGINE (its package) asks or follows links from.
const [engine, query, ...sources] = process.argv.slice(2);
const { QueryEngine } = require(engine);

(async () => {
  const found = await new QueryEngine().queryBindings(query, { sources, lenient: engine.endsWith("link-traversal") });
  const rows = (await found.toArray()).map((row) => Object.fromEntries([...row].map(([v, term]) => [v.value, term.value])));
  process.stdout.write(JSON.stringify(rows));
})().catch((error) => { console.error(error); process.exit(1); });
