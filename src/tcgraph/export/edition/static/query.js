// Questions answered in the browser, by Oxigraph as WebAssembly over the edition's own download.
import init, { Store } from "./oxigraph/web.js";

const base = new URL(".", import.meta.url);
const form = document.querySelector("#ask");
const field = document.querySelector("#query");
const result = document.querySelector("#result");
const words = JSON.parse(form.dataset.words);
const given = new URLSearchParams(location.search);
const prefixes = await (await fetch(new URL("prefixes.json", base))).json();
let loading;

function say(text, kind = "hint") {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  result.replaceChildren(line);
}

async function quads(name) {
  const data = await fetch(new URL(`../downloads/${name}.nq.gz`, base));
  if (!data.ok) throw new Error(`${data.url}: ${data.status}`);
  const bytes = new Uint8Array(await data.arrayBuffer());
  // Some servers say that a .gz file is packed, and the browser has unpacked it then.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

function store() {
  loading ??= (async () => {
    const [asserted, inferred] = await Promise.all([quads("tcgraph"), quads("tcgraph-inferred"), init()]);
    const made = new Store();
    for (const part of [asserted, inferred]) made.load(part, { format: "application/n-quads", no_transaction: true });
    return made;
  })();
  return loading;
}

// The prefixes that every query of the graph may use without declaring them, on one line so that places stay true.
function before(text) {
  const missing = Object.entries(prefixes).filter(([name]) => !new RegExp(`PREFIX\\s+${name}:`, "i").test(text));
  return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
}

// A place on the first line is counted from where the reader's own text begins.
function own(message, text) {
  return message.replace(/\b1:(\d+)/, (_, column) => `1:${Math.max(1, column - before(text).length)}`);
}

function written(term) {
  if (!term) return "";
  return term.type === "uri" ? term.value.replace("https://w3id.org/tcgraph/id/", "") : term.value;
}

function cell(term) {
  const made = document.createElement("td");
  made.textContent = written(term);
  if (term?.["xml:lang"]) made.lang = term["xml:lang"];
  return made;
}

function table({ head, results }) {
  const made = document.createElement("table");
  made.className = "plain";
  const top = made.createTHead().insertRow();
  for (const name of head.vars) {
    const heading = top.appendChild(document.createElement("th"));
    heading.scope = "col";
    heading.textContent = name;
  }
  const body = made.createTBody();
  for (const row of results.bindings) body.insertRow().append(...head.vars.map((name) => cell(row[name])));
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", document.title);
  scroll.append(made);
  return scroll;
}

async function run(text) {
  say("…");
  try {
    const graph = await store();
    const options = { use_default_graph_as_union: !/\bFROM\b/i.test(text), results_format: "json" };
    let answer = JSON.parse(graph.query(before(text) + text, options));
    // For CONSTRUCT and DESCRIBE the same name means JSON-LD; Turtle reads better.
    if (!answer.head) answer = graph.query(before(text) + text, { ...options, results_format: "text/turtle" });
    if (typeof answer === "string") {
      const shown = document.createElement("pre");
      shown.tabIndex = 0;
      shown.textContent = answer;
      result.replaceChildren(shown);
    } else if ("boolean" in answer) say(String(answer.boolean), "empty");
    else {
      const count = document.createElement("p");
      count.setAttribute("role", "status");
      const { length } = answer.results.bindings;
      count.textContent = `${length} ${length === 1 ? words.row : words.rows}`;
      result.replaceChildren(count, table(answer));
    }
  } catch (error) {
    say(own(error instanceof Error ? error.message : String(error), text), "problem");
  }
}

const clause = (name) => new RegExp(`(\\bVALUES\\s+\\?${name}\\s*\\{\\s*)([^{}]*?)(\\s*\\})`);

// A value as the term that its parameter's type makes of it; the same rules as on the server.
function term(type, value) {
  const typed = (text, name) => `"${text}"^^<http://www.w3.org/2001/XMLSchema#${name}>`;
  const quoted = `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
  if (type === "integer" && /^[+-]?\d+$/.test(value)) return typed(String(BigInt(value)), "integer");
  if (type === "decimal" && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value)) return typed(value, "decimal");
  if (type === "boolean" && /^(true|false)$/i.test(value)) return typed(value.toLowerCase(), "boolean");
  if (type === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return typed(value, "date");
  if (type === "language" && /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(value)) return `"${value.toLowerCase()}"`;
  if (type === "iri" && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(value)) {
    const [name, local] = value.split(/:(.*)/s);
    return name in prefixes ? `<${prefixes[name]}${local}>` : `<${value}>`;
  }
  if (["string", "code"].includes(type)) return quoted;
  throw new Error(`${value}: ${type}?`);
}

async function named(name) {
  const questions = await (await fetch(new URL("questions.json", base))).json();
  const question = questions[name];
  if (!question) throw new Error(`${name}?`);
  let text = question.text;
  for (const [parameter, type] of Object.entries(question.parameters)) {
    const value = given.get(parameter)?.trim();
    if (value) text = text.replace(clause(parameter), (_, before, __, after) => before + term(type, value) + after);
  }
  return text;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", "?" + new URLSearchParams({ query: field.value }));
  run(field.value);
});

try {
  if (given.has("name")) field.value = await named(given.get("name"));
  else if (given.has("query")) field.value = given.get("query");
  if (given.has("name") || given.has("query")) await run(field.value);
} catch (error) {
  say(error instanceof Error ? error.message : String(error), "problem");
}
