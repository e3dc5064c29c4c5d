// Search in an index beside the page; without script the page lists every thing.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const asked = plain(words).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

for (const field of document.querySelectorAll('input[name="q"]')) field.value = words;

if (asked.length) {
  const rows = await (await fetch(new URL("search.json", location.href))).json();
  const found = [];
  for (const [name, kind, way, more] of rows) {
    const title = plain(name);
    const all = ` ${title} ${plain(more)}`;
    if (!asked.every((word) => all.includes(` ${word}`) || all.includes(`-${word}`) || all.includes(`(${word}`))) continue;
    const score = (title === plain(words) ? 4 : 0) + asked.filter((word) => ` ${title}`.includes(` ${word}`)).length;
    found.push({ name, kind, way, more, score });
  }
  found.sort((a, b) => b.score - a.score || a.name.localeCompare(b.name));
  const list = document.createElement("ol");
  list.id = "found";
  for (const { name, kind, way, more } of found.slice(0, 60)) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = way;
    link.textContent = name;
    item.append(` (${kind})`);
    if (more) item.appendChild(document.createElement("small")).textContent = more.slice(0, 160);
  }
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  count.textContent = String(found.length);
  document.querySelector("#everything").before(count, list);
}
