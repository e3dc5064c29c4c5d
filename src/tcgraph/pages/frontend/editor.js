// The query editor. Without it the page's plain text field does the same work.
import { autocompletion, completionKeymap, startCompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, linter, lintKeymap } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
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
  return {
    from: word ? word.from : context.pos,
    options: found.map((o, i) => ({
      label: o.insert + (o.label ? " " + o.label : ""),
      displayLabel: o.insert,
      apply: o.insert + " ",
      detail: [o.label, o.count ? String(o.count) : ""].filter(Boolean).join(" · "),
      type: { class: "class", property: "property", value: "constant", variable: "variable" }[o.kind],
      boost: 90 - i,
    })),
  };
}

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
      sparql, syntaxHighlighting(colours), look, lintGutter(), checks,
      autocompletion({ override: [follow], activateOnTyping: true, icons: false }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": words.label, "aria-multiline": "true", role: "textbox" }),
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

async function run() {
  if (running) running.abort();
  const mine = new AbortController();
  running = mine;
  stop.hidden = false;
  const result = document.getElementById("result");
  result.setAttribute("aria-busy", "true");
  const address = form.action + "?" + new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    result.replaceChildren(...page.getElementById("result").childNodes);
    for (const button of result.querySelectorAll("[data-copy], [data-png]")) button.hidden = false;
    window.history.replaceState(null, "", address);
    remember(field.value);
  } catch (error) {
    result.textContent = error.name === "AbortError" ? words.cancelled : String(error);
  }
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

// What was asked before, kept on this device alone.
const KEY = "asked";
function asked() { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; } }
function remember(text) {
  try { localStorage.setItem(KEY, JSON.stringify([text, ...asked().filter((one) => one !== text)].slice(0, 20))); } catch { /* not kept */ }
  list();
}
function list() {
  const box = document.getElementById("history");
  const all = asked();
  box.hidden = !all.length;
  const title = document.createElement("h2");
  title.textContent = words.history;
  const items = document.createElement("ul");
  items.className = "examples";
  for (const text of all) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    const telling = text.split("\n").filter((line) => line.trim() && !/^\s*(PREFIX|BASE)\b/i.test(line));
    button.textContent = (telling[0] || text).trim().replace(/^#\s*/, "").slice(0, 60);
    button.addEventListener("click", () => write(text));
    item.append(button);
    items.append(item);
  }
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "chip";
  forget.textContent = words.forget;
  forget.addEventListener("click", () => { try { localStorage.removeItem(KEY); } catch { /* nothing kept */ } list(); });
  box.replaceChildren(title, items, forget);
}
list();
