// The query editor. Without it the page's plain text field does the same work.
import { autocompletion, completionKeymap, startCompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, linter, lintKeymap } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const form = document.getElementById("ask");
const field = document.getElementById("query");
const words = JSON.parse(form.dataset.words);
const lang = document.documentElement.lang;
const root = new URL(form.action).pathname.replace(/\/sparql$/, "");

const KEYWORDS = new Set(("base prefix select distinct reduced construct describe ask from named where order group by having asc desc " +
  "limit offset values undef optional graph service silent minus union filter bind as not exists in count sum min max avg sample " +
  "group_concat separator if coalesce bound str lang langmatches lcase ucase concat contains strafter strbefore strstarts strends " +
  "strlen regex replace iri uri isiri isblank isliteral datatype year month day now true false a").split(" "));

const sparql = StreamLanguage.define({
  name: "sparql",
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/#.*/)) return "comment";
    if (stream.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/)) return "string";
    if (stream.match(/<[^<>"{}|^`\\\s]*>/)) return "link";
    if (stream.match(/[?$]\w+/)) return "variableName";
    if (stream.match(/[A-Za-z][\w-]*:[\w.%-]*|:[\w-]+/)) return "propertyName";
    if (stream.match(/[+-]?\d+(?:\.\d+)?/)) return "number";
    const word = stream.match(/[A-Za-z_]\w*/);
    if (word) return KEYWORDS.has(word[0].toLowerCase()) ? "keyword" : null;
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "{", "[", '"'] } },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--kw)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--var)" },
  { tag: [tags.string, tags.number], color: "var(--str)" },
  { tag: tags.comment, color: "var(--rem)", fontStyle: "italic" },
  { tag: [tags.link, tags.propertyName], color: "var(--iri)" },
]);

const look = EditorView.theme({
  "&": { border: "1px solid var(--edge)", borderRadius: "4px", backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "3px solid var(--gold)" },
  ".cm-scroller": { fontFamily: '"Noto Sans Mono", ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5", minHeight: "18rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--tint)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--strong)", color: "var(--on-strong)" },
  ".cm-completionDetail": { color: "inherit", opacity: "1", fontStyle: "normal" },
  ".cm-diagnosticAction": { backgroundColor: "var(--strong)", color: "var(--on-strong)", font: "inherit", borderRadius: "4px", padding: "2px 8px" },
});

async function post(address, body, signal) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...body, lang }), signal });
  return answer.ok ? answer.json() : [];
}

// What can really follow here, asked of the graph.
async function follow(context) {
  const word = context.matchBefore(/[?$<]?[\w:/.#-]*$/);
  if (!context.explicit && (!word || word.from === word.to)) return null;
  const found = await post(root + "/editor/complete", { query: context.state.doc.toString(), offset: context.pos });
  if (!found.length) return null;
  // Chosen and ranked by the server, which knows what occurs here.
  return {
    from: word ? word.from : context.pos,
    filter: false,
    options: found.map((o) => ({
      label: o.insert,
      apply: o.kind === "value" && word === null ? o.insert : o.insert + (o.insert.endsWith("(") ? "" : " "),
      detail: [o.label, o.count ? o.count.toLocaleString(lang) : ""].filter(Boolean).join(" · "),
    })),
  };
}

// What a name under the pointer, or at the cursor, means and how often it occurs.
const meaning = hoverTooltip(async (v, pos) => {
  const told = await post(root + "/editor/meaning", { query: v.state.doc.toString(), offset: pos });
  if (!told.name) return null;
  return {
    pos: told.from, end: told.to, above: true,
    create() {
      const dom = document.createElement("div");
      dom.style.cssText = "max-width: 26rem; padding: .5rem .7rem";
      const name = document.createElement("b");
      name.textContent = told.label + " · " + told.name;
      const what = document.createElement("p");
      what.style.margin = ".2rem 0";
      what.textContent = told.definition;
      const more = document.createElement("a");
      more.href = told.href;
      more.style.color = "var(--link)";
      more.textContent = told.counted;
      dom.append(name, what, more);
      return { dom };
    },
  };
});

const checks = linter(async (view) => {
  const text = view.state.doc.toString();
  if (!text.trim()) return [];
  const found = await post(root + "/editor/check", { query: text });
  if (view.state.doc.toString() !== text) return [];
  const clamp = (n) => Math.max(0, Math.min(n, text.length));
  return found.map((p) => ({
    from: clamp(p.from), to: clamp(Math.max(p.to, p.from + 1)), severity: p.severity, message: p.message,
    actions: p.fixes.map((fix) => ({ name: fix.label, apply: (v) => v.dispatch({ changes: { from: 0, to: v.state.doc.length, insert: fix.text } }) })),
  }));
}, { delay: 500 });

// The editor lives in a shadow root, where its styles are constructed sheets and the page's policy needs no exception.
const place = document.getElementById("editor");
const shadow = place.attachShadow({ mode: "open" });
const runKey = { key: "Mod-Enter", run() { run(); return true; } };
const view = new EditorView({
  root: shadow,
  parent: shadow,
  state: EditorState.create({
    doc: field.value,
    extensions: [
      Prec.highest(keymap.of([runKey])),
      lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(),
      sparql, syntaxHighlighting(colours), look, lintGutter(), checks, meaning,
      autocompletion({ override: [follow], activateOnTyping: true, icons: false }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": words.label, "aria-multiline": "true", role: "textbox", tabindex: "0" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) field.value = update.state.doc.toString(); }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, { key: "Ctrl-Space", run: startCompletion }, indentWithTab]),
    ],
  }),
});
place.hidden = false;
field.hidden = true;
document.querySelector(".keys").hidden = false;
document.querySelector('label[for="query"]').addEventListener("click", () => view.focus());

function write(text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  view.focus();
}

// Running: the page's own answer is fetched and its result put in place; stopping ends the request.
let running = null;
const stop = document.getElementById("cancel");
stop.addEventListener("click", () => running && running.abort());

const progress = document.getElementById("progress");

// The address of the query as it stands; of a result already shown, how it is sorted, filtered and paged comes with it.
function asked_now() {
  return new URL(form.action + "?" + new URLSearchParams([...new FormData(form)].filter(([, value]) => value)), location.href).href;
}

async function run(address = asked_now()) {
  if (running) running.abort();
  const mine = new AbortController();
  running = mine;
  stop.hidden = false;
  const result = document.getElementById("result");
  result.setAttribute("aria-busy", "true");
  const began = performance.now();
  const clock = setInterval(() => {
    progress.hidden = false;
    progress.textContent = words.running + " " + ((performance.now() - began) / 1000).toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + " s";
  }, 100);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A page that refuses or fails has no result; its own words say why.
    result.replaceChildren(...(page.getElementById("result") || page.querySelector("main") || page.body).childNodes);
    for (const button of result.querySelectorAll("[data-copy], [data-png]")) button.hidden = false;
    window.history.replaceState(null, "", address);
    remember(new URL(address).searchParams.get("query"));
  } catch (error) {
    result.textContent = error.name === "AbortError" ? words.cancelled : String(error);
  }
  clearInterval(clock);
  progress.hidden = true;
  result.removeAttribute("aria-busy");
  if (running === mine) {
    running = null;
    stop.hidden = true;
  }
}
form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
form.elements.view.addEventListener("change", () => { if (document.querySelector("#result > *")) run(); });

// Fixes offered below the editor mend its text in place and run it.
document.getElementById("result").addEventListener("click", (event) => {
  const link = event.target.closest(".problem a.button");
  if (!link) return;
  event.preventDefault();
  write(new URL(link.href).searchParams.get("query"));
  run();
});

// Sorting, filtering and paging change the result in place, and leave the editor as it is.
document.getElementById("result").addEventListener("click", (event) => {
  const link = event.target.closest("thead a, .pager a, .hint a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || !link.pathname.endsWith("/sparql")) return;
  event.preventDefault();
  run(link.href);
});
document.getElementById("result").addEventListener("submit", (event) => {
  if (!event.target.matches(".table-tools")) return;
  event.preventDefault();
  const filled = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
  run(new URL(event.target.action + "?" + filled, location.href).href);
});

// The schema: classes with what they have; a name is written where the cursor stands.
const schema = document.getElementById("schema");
function insert(text) {
  view.dispatch(view.state.replaceSelection(text + " "));
  view.focus();
}
function term(name, count, title) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.title = title;
  button.textContent = name + (count ? " " + count.toLocaleString(lang) : "");
  button.addEventListener("click", () => insert(name));
  return button;
}
schema.hidden = false;
schema.addEventListener("toggle", async () => {
  if (!schema.open || schema.dataset.filled) return;
  schema.dataset.filled = "yes";
  const kinds = await (await fetch(root + "/editor/schema?lang=" + lang)).json();
  const find = document.createElement("input");
  find.type = "search";
  find.setAttribute("aria-label", words.find);
  find.placeholder = words.find;
  const list = document.createElement("div");
  for (const kind of kinds) {
    const one = document.createElement("details");
    one.dataset.text = [kind.name, kind.label, ...kind.held.flatMap((held) => [held.name, held.label])].join(" ").toLowerCase();
    const summary = document.createElement("summary");
    summary.textContent = kind.name + " " + kind.things.toLocaleString(lang);
    one.append(summary, term(kind.name, 0, kind.definition), ...kind.held.map((held) => term(held.name, held.things, held.leads)));
    list.append(one);
  }
  find.addEventListener("input", () => {
    const wanted = find.value.toLowerCase();
    for (const one of list.children) one.hidden = !one.dataset.text.includes(wanted);
  });
  schema.append(find, list);
});

// What was asked before, kept on this device alone.
const KEY = "asked";
const KEPT = 100;
function asked() {
  try {
    // A text alone is how an earlier version kept it.
    return (JSON.parse(localStorage.getItem(KEY)) || []).map((one) => (typeof one === "string" ? { text: one } : one));
  } catch { return []; }
}
function keep(all) { try { localStorage.setItem(KEY, JSON.stringify(all.slice(0, KEPT))); } catch { /* not kept */ } }
function remember(text) {
  if (!text) return;
  const all = asked();
  const before = all.find((one) => one.text === text) || { text };
  keep([{ ...before, when: Date.now() }, ...all.filter((one) => one.text !== text)]);
  list();
}
function called(one) {
  const telling = one.text.split("\n").filter((line) => line.trim() && !/^\s*(PREFIX|BASE)\b/i.test(line));
  return one.name || (telling[0] || one.text).trim().replace(/^#\s*/, "").slice(0, 60);
}
function list(wanted = "") {
  const box = document.getElementById("history");
  const all = asked();
  box.hidden = !all.length;
  const items = document.createElement("ul");
  items.className = "examples";
  const fitting = all.filter((one) => (called(one) + one.text).toLowerCase().includes(wanted.trim().toLowerCase()));
  for (const one of fitting.slice(0, wanted ? KEPT : 12)) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = called(one);
    if (one.when) button.title = new Date(one.when).toLocaleString(lang);
    button.addEventListener("click", () => write(one.text));
    const name = document.createElement("button");
    name.type = "button";
    name.className = "linky";
    name.textContent = words.name;
    name.setAttribute("aria-label", words.name + ": " + called(one));
    name.addEventListener("click", () => {
      const given = prompt(words.name_it, called(one));
      if (given !== null) { keep(asked().map((other) => (other.text === one.text ? { ...other, name: given } : other))); list(wanted); }
    });
    item.append(button, " ", name);
    items.append(item);
  }
  const shown = box.querySelector("ul");
  if (shown && wanted) { shown.replaceWith(items); return; }
  const title = document.createElement("h2");
  title.textContent = words.history;
  const find = document.createElement("input");
  find.type = "search";
  find.setAttribute("aria-label", words.search);
  find.placeholder = words.search;
  find.value = wanted;
  find.addEventListener("input", () => { list(find.value || " "); });
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "chip";
  forget.textContent = words.forget;
  forget.addEventListener("click", () => { try { localStorage.removeItem(KEY); } catch { /* nothing kept */ } list(); });
  box.replaceChildren(title, find, items, forget);
}
list();
