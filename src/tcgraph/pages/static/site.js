// What the pages can do better with script; every page works without it.
const root = document.documentElement;

function dark() {
  return (root.dataset.shade || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

function nameShade(button) {
  button.title = dark() ? button.dataset.light : button.dataset.dark;
  button.setAttribute("aria-label", button.title);
}

function prepare(scope) {
  for (const button of scope.querySelectorAll(".shade")) {
    button.hidden = false;
    nameShade(button);
  }
  for (const button of scope.querySelectorAll("[data-copy], [data-png]")) button.hidden = false;
  if (matchMedia("(max-width: 60rem)").matches) {
    const wanted = document.getElementById(location.hash.slice(1));
    for (const folded of scope.querySelectorAll(".filters, .topic")) folded.open = folded.contains(wanted);
  }
}

// Links and forms marked data-soft change the page's main part in place; the address and the back button stay true.
const place = (url) => url.pathname + url.search;
let shown = place(location);
async function go(address, keep) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" } });
  } catch {
    location.href = address;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main) {
    location.href = address;
    return;
  }
  const at = new URL(address, location.href);
  if (place(at) !== place(location)) return; // the reader has gone on meanwhile
  shown = place(at);
  const y = scrollY;
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  document.querySelector(".tongues").replaceWith(page.querySelector(".tongues"));
  prepare(main);
  const target = at.hash.slice(1);
  const panel = target && document.getElementById(target);
  scrollTo(0, y);
  if (panel) {
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  } else if (!keep) main.focus({ preventScroll: true });
}

addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (link && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState(null, "", link.href);
    go(link.href);
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".shade")) {
    root.dataset.shade = dark() ? "light" : "dark";
    try { localStorage.setItem("shade", root.dataset.shade); } catch { /* not kept */ }
    nameShade(button);
  } else if (button.matches("[data-copy]")) {
    navigator.clipboard.writeText(button.dataset.copy || location.href).then(() => { button.textContent = button.dataset.done; });
  } else if (button.matches("[data-png]")) picture(button.dataset.png, button.dataset.name);
});

// A menu closes when something else is touched, or by Escape.
function close(except) {
  for (const open of document.querySelectorAll("details.get[open], details.choose[open]")) if (!open.contains(except)) open.open = false;
}
addEventListener("click", (event) => close(event.target));
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.get[open], details.choose[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// An address need not name what was left empty.
addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-soft]")) return;
  event.preventDefault();
  const filled = new URLSearchParams(new FormData(form)).toString();
  const address = form.action + (filled ? "?" + filled : "");
  history.pushState(null, "", address);
  go(address, true);
});

addEventListener("change", (event) => {
  const form = event.target.closest("form[data-soft]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

// Within a page, as a link to its main part leads, nothing is to be fetched, and the focus stays.
addEventListener("popstate", () => { if (place(location) !== shown) go(location.href); });

// A picture's SVG twin, drawn on a canvas at twice its size and saved as PNG.
async function picture(address, name) {
  const svg = (await (await fetch(address)).text()).replaceAll("currentColor", "#14141f");
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(blob),
      download: `${name}.png`,
    });
    link.click();
  });
}

for (const today of document.querySelectorAll("[data-today]")) today.textContent = new Date().toLocaleDateString(root.lang, { dateStyle: "long" });
const menu = document.querySelector(".menu");
if (matchMedia("(max-width: 60rem)").matches) menu.open = false;
prepare(document);

// The editor comes at once where there is room for it, and on a telephone when its text is touched.
const desk = document.querySelector("#editor[data-source]");
if (desk) {
  const load = () => import(desk.dataset.source);
  if (matchMedia("(min-width: 40rem)").matches) load();
  else document.getElementById("query").addEventListener("focus", () => load().then(() => document.querySelector("label[for=query]").click()), { once: true });
}

// Names of things that have the words, while one types them.
let waiting;
addEventListener("input", (event) => {
  const box = event.target.closest("input[type=search][name=q]");
  clearTimeout(waiting);
  if (!box || box.value.trim().length < 2) return;
  waiting = setTimeout(async () => {
    const words = new URLSearchParams({ q: box.value, lang: root.lang, limit: 8 });
    const answer = await fetch(`${box.form.action.replace(/search$/, "api/search")}?${words}`).catch(() => null);
    if (!answer || !answer.ok) return;
    let list = document.getElementById("suggested");
    if (!list) {
      list = document.createElement("datalist");
      list.id = "suggested";
      document.body.append(list);
    }
    const names = new Set((await answer.json()).hits.map((hit) => hit.label));
    list.replaceChildren(...[...names].map((name) => new Option(name, name)));
    box.setAttribute("list", list.id);
  }, 150);
});
