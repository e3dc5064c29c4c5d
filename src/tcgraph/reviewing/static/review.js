// The review in a browser. The server holds its state: each deed is sent, and the patches that come back are shown.
"use strict";
const given = JSON.parse(document.getElementById("given").textContent);
const words = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), given.words[key]);
const where = (place) => place.replace(/\b(table|row|column|line) (\d+)/g, (_, noun, n) => `${words(`place_${noun}`)} ${n}`);
const byId = (id) => document.getElementById(id);
const sheets = {}, called = {}, earlier = {};
let current = null, undoable = 0, splitting = null;

let turn = Promise.resolve();
function call(path, body) { return (turn = turn.then(() => asked(path, body))); }
async function asked(path, body) {
  let answer;
  try {
    answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch { say(words("gone")); return null; }
  if (!answer.ok && answer.status !== 409) { say(words("gone")); return null; }
  return answer.json();
}
function say(text) { byId("said").textContent = text; clearTimeout(say.timer); say.timer = setTimeout(() => { byId("said").textContent = ""; }, 7000); }
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

// State
const rows = (sheet) => sheets[sheet] || [];
const action = (id) => rows("Actions").find((row) => row.id === id);
const askOf = (row) => rows("Asked").find((ask) => ask.reference === row.ask);
function apply(patches) {
  for (const { sheet, row, after, at } of patches) {
    const list = sheets[sheet], index = list.findIndex((one) => one.id === row);
    if (after === null) list.splice(index, 1);
    else if (index < 0) list.splice(at, 0, { id: row, ...after });
    else list[index] = { id: row, ...after };
  }
}
const unlinked = (row) => Boolean(row.earlier && !row.same);
const unsure = (row) => (row.pairing === "inferred" ? 0 : 2) + (unlinked(row) ? 0 : 2) + (row.status ? 2 : 0) + Number(row.confidence || 0);
function queue() {
  const filter = byId("filter").value, all = rows("Actions");
  if (filter === "all") return all;
  if (filter !== "open") return all.filter((row) => row.take === filter);
  return all.filter((row) => !row.take).sort((a, b) => unsure(a) - unsure(b));
}

// Deeds
async function deed(name, values, after) {
  const answer = await call("do", { do: name, ...values });
  if (answer === null) return false;
  if (answer.refused) { say(answer.refused); return false; }
  const before = queue(), place = before.findIndex((row) => row.id === current);
  apply(answer.patches);
  Object.assign(called, answer.called);
  undoable = answer.undo;
  problems = answer.problems;
  if (after === "on") goOn(before, place);
  show();
  return answer;
}
let problems = {};
function goOn(before, place) {
  const open = new Set(queue().map((row) => row.id));
  const next = [...before.slice(place + 1), ...before.slice(0, Math.max(place, 0))].find((row) => open.has(row.id) && row.id !== current);
  if (next) current = next.id;
  else if (queue().length) current = queue()[0].id;
  if (!rows("Actions").some((row) => !row.take)) say(words("none_left"));
}
const alike = (row) => rows("Actions").filter((one) => one.id !== row.id && one.ask && !one.take && one.wording.toLowerCase() === row.wording.toLowerCase()).map((one) => one.id);
const these = () => [current, ...(byId("alike").checked ? alike(action(current)) : [])];
const chosen = () => document.querySelector("#statuses input:checked")?.value || "";
const deeds = {
  accept: () => deed("accept", { ids: these(), status: chosen() }, "on"),
  "leave-out": () => deed("leave-out", { ids: these() }, "on"),
  again: () => deed("decide-again", { ids: [current] }),
  merge: () => deed("merge", { row: current }),
  next: () => step(1),
  previous: () => step(-1),
  split: beginSplit,
  undo: async () => {
    const answer = await call("undo", {});
    if (!answer) return;
    apply(answer.patches);
    undoable = answer.undo;
    const last = answer.patches.filter((patch) => patch.sheet === "Actions" && patch.after !== null).pop();
    if (last) current = last.row;
    if (answer.patches.length) say(words("undone"));
    show();
  },
  drop: () => { const ask = askOf(action(current)); if (ask) deed("drop", { row: ask.id }, "on"); },
  describe: async () => { if (await deed("describe-body", { name: "" })) { byId("bodies").querySelector(".body:last-child input").focus(); } },
  "many-open": () => { countMany(); byId("many").showModal(); },
  "names-open": () => { showNames(); byId("names").showModal(); nextName(); },
  "names-all": async () => { if (await deed("create", { rows: undecided().filter(creatable).map((row) => row.id), what: "" })) { showNames(); nextName(); } },
  "about-open": () => { showAbout(); byId("about").showModal(); },
  "finish-open": () => { byId("finish-said").textContent = ""; byId("finish-findings").replaceChildren(); byId("finish").showModal(); },
  "keys-open": () => byId("keys").showModal(),
  check: () => finish({ write: false }),
  into: () => finish({ write: true }),
  later: async () => { if (await call("save", {})) { if (await call("leave", {})) end(words("left")); } },
};
function step(by) {
  const list = queue(), place = list.findIndex((row) => row.id === current);
  const next = list[Math.min(list.length - 1, Math.max(0, place + by))];
  if (next) { current = next.id; problems = {}; show(); byId("proposal").scrollIntoView({ block: "nearest" }); }
}
async function finish(body) {
  byId("finish-said").textContent = words("working");
  const answer = await call("finish", body);
  if (!answer) return;
  if (answer.refused) { byId("finish-said").textContent = answer.refused; return; }
  if (answer.target) { end(words("accepted", { target: answer.target })); return; }
  byId("finish-said").textContent = answer.sound ? words("sound", answer) : words("unsound");
  byId("finish-findings").replaceChildren(...answer.findings.map((finding) => {
    const go = make("button", { type: "button" }, finding.words);
    go.addEventListener("click", () => visit(finding.row));
    return make("li", {}, finding.row ? go : finding.words);
  }));
}
function visit(id) {
  byId("finish").close();
  if (rows("New bodies").some((row) => row.id === id)) { deeds["about-open"](); return; }
  const ask = rows("Asked").find((row) => row.id === id);
  const row = ask ? rows("Actions").find((one) => one.ask === ask.reference) : action(id);
  if (!row) return;
  byId("filter").value = "all";
  current = row.id;
  show();
  if (ask) byId("ask-about").open = true;
  byId("proposal").focus();
}
function end(text) {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  document.querySelector("main").replaceChildren(make("p", { class: "empty", role: "status" }, text));
  document.querySelector(".tools").remove();
}

// Splitting: the wording becomes words to choose from.
function beginSplit() {
  const row = action(current), item = document.querySelector("#answers [aria-current]");
  if (!row || !item) return;
  splitting = current;
  item.classList.add("splitting");
  item.replaceChildren();
  for (const match of row.wording.matchAll(/\S+/g)) {
    const word = make("button", { type: "button", "data-at": match.index, tabindex: -1, "aria-pressed": "false" }, match[0]);
    word.addEventListener("click", () => deed("split", { row: splitting, at: match.index }).finally(endSplit));
    item.append(word, " ");
  }
  byId("split-help").hidden = false;
  const all = [...item.querySelectorAll("button")];
  // A second sentence or a lettered part is where one splits most often.
  const begins = all.find((word, place) => place && (/^\(?[b-z]\)$/.test(word.textContent) || (/[.;!?]$/.test(all[place - 1].textContent) && /^[\p{Lu}(]/u.test(word.textContent))));
  chooseWord(begins || all[Math.floor(all.length / 2)]);
}
function chooseWord(word) {
  if (!word) return;
  for (const one of document.querySelectorAll(".splitting button")) one.setAttribute("aria-pressed", "false");
  word.setAttribute("aria-pressed", "true");
  word.focus();
}
function endSplit() { splitting = null; byId("split-help").hidden = true; show(); }
document.addEventListener("keydown", (event) => {
  if (splitting === null) return;
  const all = [...document.querySelectorAll(".splitting button")], place = all.indexOf(document.activeElement);
  if (event.key === "ArrowRight") chooseWord(all[place + 1]);
  else if (event.key === "ArrowLeft") chooseWord(all[place - 1]);
  else if (event.key === "Escape") endSplit();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
});

// What is shown
function show() {
  const list = queue(), all = rows("Actions"), done = all.filter((row) => row.take).length;
  if (!action(current)) current = (list[0] || all[0] || {}).id || null;
  byId("progress").max = Math.max(1, all.length);
  byId("progress").value = done;
  byId("counted").textContent = words("decided", { n: done, all: all.length });
  byId("undo").disabled = !undoable;
  byId("queue").replaceChildren(...list.map(inQueue));
  if (!list.length) byId("queue").append(make("li", {}, words("none_here")));
  byId("queue").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  if (action(current)) showOne(action(current));
}
function inQueue(row) {
  const sure = row.status || row.proposed !== "none" ? `${Math.round(100 * Number(row.confidence || 0))} %` : "–";
  const state = row.take ? `${words(row.take)} · ` : "";
  const button = make("button", { type: "button", "aria-current": row.id === current ? "true" : null },
    make("i", { class: row.status || row.proposed, "aria-hidden": "true" }), ` ${row.key} · ${row.label}`, make("small", {}, `${state}${given.statuses[row.status || row.proposed] || "?"}${row.status || !(row.proposed in given.statuses) ? "" : ` (${words("proposed")})`} · ${sure}`));
  button.addEventListener("click", () => { current = row.id; problems = {}; show(); byId("proposal").focus({ preventScroll: innerWidth > 768 }); });
  return make("li", {}, button);
}
function showOne(row) {
  const ask = askOf(row);
  byId("ask-number").textContent = row.ask || "";
  byId("ask-words").textContent = ask ? ask.wording : earlier[row.ask] || row.ask || words("nothing_asked");
  byId("ask-about").hidden = !ask;
  if (ask) for (const cell of ["label", "addressee", "theme"]) fill(byId(`ask-${cell}`), ask, cell);
  byId("answers").replaceChildren(...rows("Actions").filter((one) => (row.ask ? one.ask === row.ask : one.id === row.id)).map((one) => answer(one, row)));
  byId("place").textContent = where(row.place);
  for (const part of ["beside", "reason"]) { byId(part).textContent = row[part] || ""; byId(`${part}-title`).hidden = !row[part]; }
  byId("key").textContent = row.key;
  byId("take").textContent = row.take ? words(row.take) : "";
  byId("take").hidden = !row.take;
  for (const radio of document.querySelectorAll("#statuses input")) radio.checked = radio.value === row.status;
  const others = alike(row).length;
  byId("alike").parentElement.hidden = !others;
  byId("alike-count").textContent = words("alike", { n: others });
  if (!others || byId("alike").dataset.row !== row.id) byId("alike").checked = false;
  byId("alike").dataset.row = row.id;
  const known = row.proposed in given.statuses;
  byId("why").textContent = known ? `${given.statuses[row.proposed]} (${words("proposed")}): ${words("because", { sure: Math.round(100 * Number(row.confidence)), why: row.basis })}` : words("no_status", { why: row.basis || "–" });
  const terms = ["payer", "amount", "sure", "condition", "role"];
  for (const cell of ["label", "summary", "agent", "expected", "same", "note", ...terms]) fill(byId(cell), row, cell);
  if (terms.some((cell) => row[cell])) byId("terms").open = true;
  for (const cell of ["agent", "expected", "same", "payer", "amount"]) byId(`${cell}-problem`).textContent = problems[cell] || "";
  for (const cell of ["addressee", "theme"]) byId(`ask-${cell}-problem`).textContent = problems[cell] || "";
  showMentions(row);
  showAsks(row);
  showEarlier(row);
}
function fill(field, row, cell) { if (document.activeElement !== field || field.dataset.row !== row.id) field.value = row[cell] || ""; field.dataset.row = row.id; }
function answer(one, row) {
  if (one.id === row.id) return make("li", { "aria-current": "true" }, one.wording);
  const button = make("button", { type: "button" }, one.wording);
  button.addEventListener("click", () => { if (!queue().some((other) => other.id === one.id)) byId("filter").value = "all"; current = one.id; show(); });
  return make("li", {}, button);
}
function showMentions(row) {
  const parts = (row.mentions || "").split(";").map((part) => part.trim()).filter(Boolean);
  byId("mentions").replaceChildren(...parts.map((part) => {
    const remove = make("button", { type: "button", "aria-label": words("unlink", { what: called[part] || part }) }, "×");
    remove.addEventListener("click", () => change("Actions", row.id, "mentions", parts.filter((one) => one !== part).join("; ")));
    return make("li", { class: "pill", title: part }, called[part] || part, remove);
  }));
}
function showEarlier(row) {
  const told = (row.earlier || "").split("\n").filter(Boolean);
  byId("again-on").hidden = !told.length && !row.same && !rows("Document")[0].Cycle;
  byId("earlier").replaceChildren(...told.map((words) => {
    const code = words.split(": ")[0], chosen = row.same === code;
    const button = make("button", { type: "button", class: "plainly", "aria-pressed": String(chosen) }, words);
    button.addEventListener("click", () => change("Actions", row.id, "same", chosen ? "" : code));
    return make("li", {}, button);
  }));
}
function showAsks(row) {
  const asks = rows("Asked"), select = byId("ask");
  const options = asks.map((ask) => make("option", { value: ask.reference }, `${ask.reference} · ${ask.label}`));
  if (!asks.some((ask) => ask.reference === row.ask)) options.unshift(make("option", { value: row.ask || "" }, row.ask || "–"));
  select.replaceChildren(...options);
  select.value = row.ask || "";
}
function field(sheet, row, cell, choices) {
  const input = choices ? make("select", {}, make("option", { value: "" }, choices[row.guess] ? `${choices[row.guess]} (?)` : words("to_choose")), ...Object.entries(choices).map(([code, name]) => make("option", { value: code }, name))) : make("input", {});
  input.dataset.sheet = sheet; input.dataset.cell = cell; input.dataset.row = row.id;
  input.value = row[cell] || "";
  return make("label", {}, words(cell), input);
}
function showAbout() {
  const about = rows("Document")[0];
  byId("document").replaceChildren(...["Title", "Symbol", "Date", "Body", "Cycle", "Language", "Name"].map((cell) => field("Document", about, cell)), make("p", { class: "problem", id: "about-problem", role: "status" }));
  byId("bodies").replaceChildren(...rows("New bodies").map((row) => make("div", { class: "body" }, field("New bodies", row, "name"), field("New bodies", row, "short"), field("New bodies", row, "code"), field("New bodies", row, "kind", given.kinds))));
}
const undecided = () => rows("New bodies").filter((row) => "as" in row && !row.as && !row.kind && row.said);
const creatable = (row) => row.proposed === "organisation" ? Boolean(row.guess) : ["instrument", "programme"].includes(row.proposed);
function showNames() {
  const proposed = undecided().filter(creatable).length;
  byId("names-all").textContent = words("names_all", { n: proposed });
  byId("names-all").disabled = !proposed;
  const list = rows("New bodies").filter((row) => row.said);
  byId("names-list").replaceChildren(...list.map((row) => make("li", {}, make("strong", {}, row.name), row.short && row.short !== row.name ? ` (${row.short})` : "", make("small", {}, ` ${words("names_times", { n: row.times || 1 })} ${row.place ? where(row.place) : ""}`),
    make("span", { class: "choices" }, ...(row.proposed === "organisation" ? [field("New bodies", row, "kind", given.kinds)] : []), ...["organisation", "instrument", "programme", "leave"].map((what) => nameButton(row, what))))));
  const open = (fits) => undecided().filter((row) => row.proposed && !creatable(row) && fits(row)).map((row) => row.name).join(", ");
  const kindless = open((row) => row.proposed === "organisation"), places = open((row) => row.proposed !== "organisation");
  byId("names-open-still").textContent = [kindless && words("names_kindless", { names: kindless }), places && words("names_places", { names: places })].filter(Boolean).join(" ");
}
function nameButton(row, what) {
  const proposed = (row.proposed || "leave") === what;
  const button = make("button", { type: "button", class: proposed ? null : "plainly", "aria-pressed": row.as === what ? "true" : "false", "data-proposed": proposed && !row.as && !row.kind }, words(`as_${what}`));
  button.addEventListener("click", async () => { if (await deed("create", { rows: [row.id], what })) { showNames(); nextName(); } });
  return button;
}
function nextName() { (byId("names-list").querySelector("[data-proposed]") || byId("names").querySelector("[data-close]")).focus(); }
function countMany() { byId("many-count").textContent = words("many_count", { n: many().length }); }
const many = () => rows("Actions").filter((row) => !row.take && row.ask && row.pairing !== "inferred" && !unlinked(row) && row.proposed in given.statuses && Number(row.confidence) >= Number(byId("threshold").value) / 100);

// Cells
async function change(sheet, id, cell, value) {
  const row = rows(sheet).find((one) => one.id === id);
  if (!row || (row[cell] || "") === value.trim()) return;
  const answer = await deed("change", { sheet, row: id, values: { [cell]: value } });
  const problem = answer && answer.problems[cell];
  if (byId("about").open) byId("about-problem").textContent = problem || "";
  if (byId("names").open && answer) showNames();
}
document.addEventListener("change", (event) => {
  const { sheet, cell, row } = event.target.dataset;
  if (sheet) change(sheet, row, cell, event.target.value);
  else if (event.target.id === "filter") { const list = queue(); if (list.length) current = list[0].id; show(); }
  else if (event.target.id === "ask") deed("move", { row: current, ask: event.target.value });
  else if (event.target.id === "link") link();
  else if (event.target.name === "status") change("Actions", current, "status", event.target.value);
  else if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
});
let finding;
byId("link").addEventListener("input", () => {
  clearTimeout(finding);
  finding = setTimeout(async () => {
    const found = await call(`find?q=${encodeURIComponent(byId("link").value)}`);
    if (found) byId("found").replaceChildren(...found.map((one) => make("option", { value: one.thing }, one.name)));
  }, 150);
});
async function link() {
  const value = byId("link").value.trim();
  if (value && await deed("link", { row: current, thing: value })) byId("link").value = "";
}
byId("threshold").addEventListener("input", countMany);
byId("many").querySelector("form").addEventListener("submit", async () => {
  const count = many().length;
  if (await deed("accept-above", { confidence: Number(byId("threshold").value) / 100 }, "on")) say(words("many_done", { n: count }));
});
byId("about").addEventListener("close", show);

// Keys and buttons
for (const [id, run] of Object.entries(deeds)) byId(id)?.addEventListener("click", run);
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) { document.activeElement.blur(); byId("proposal").focus(); return; }
  if (!byId("keys-on").checked || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (/TEXTAREA|SELECT/.test(event.target.tagName) || (event.target.tagName === "INPUT" && !["radio", "checkbox"].includes(event.target.type))) return;
  const key = event.key.toLowerCase(), number = Number(key);
  const radio = number > 0 ? document.querySelectorAll("#statuses input")[number - 1] : null;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`), focus = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  if (radio) { radio.checked = true; change("Actions", current, "status", radio.value); }
  else if (target) { if (!target.disabled) target.click(); }
  else if (focus) { focus.focus(); focus.select?.(); }
  else return;
  event.preventDefault();
});

(async () => {
  byId("keys-on").checked = localStorage.getItem("keys") !== "off";
  const narrow = matchMedia("(max-width: 48rem)");
  byId("queue-fold").open = !narrow.matches;
  const state = await call("state");
  if (!state) return;
  Object.assign(sheets, state.sheets);
  Object.assign(called, state.called);
  Object.assign(earlier, state.earlier);
  undoable = state.undo;
  current = (queue()[0] || rows("Actions")[0] || {}).id || null;
  show();
  document.body.dataset.ready = "true";
})();
