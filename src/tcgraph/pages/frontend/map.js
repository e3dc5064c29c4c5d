// Writes the map of the world that the pages draw: Natural Earth's countries (public domain), projected and simplified.
//
//     npm run map
//
// Projection: Equal Earth (Šavrič, Patterson and Jenny, 2018), so that areas compare; 2000 units wide. Arcs that two
// countries share are simplified once, so that no gap opens between them. Countries are named by ISO 3166-1 alpha-3;
// what the reference data has no code for is drawn as land without a name. Borders are those of the United Nations' maps
// where the atlas has others: what it shows apart is joined, and where the maps break a line, ours is broken.
import { readFileSync, writeFileSync } from "node:fs";

const WIDTH = 2000;
const TOLERANCE = 1.5; // what a line may move, in units
const ISLET = 14; // islands smaller than this many square units are left out, unless a country has no larger one
const SOUTH = -56; // Antarctica is left out
const SHARE = { "N. Cyprus": "CYP", Somaliland: "SOM" }; // parts that the United Nations' maps do not show apart

// Parts that have a code of their own, and that the atlas draws with the country they belong to: west, south, east, north.
const APART = {
  FRA: { GUF: [-55, 2, -51, 6], GLP: [-62, 15.8, -60.9, 16.6], MTQ: [-61.3, 14.3, -60.7, 15], REU: [55, -21.5, 56, -20.8], MYT: [44.9, -13.1, 45.4, -12.6] },
  NOR: { SJM: [-10, 70.5, 35, 81] },
  RUS: { UKR: [32.4, 44.3, 36.7, 46.4] },
};

// Between whom a border is not agreed upon; where it is so only in part, above which latitude.
const OPEN = [
  ["Morocco", "W. Sahara"], ["Serbia", "Kosovo"], ["Sudan", "S. Sudan"], ["Sudan", "Egypt"], ["Israel", "Palestine"], ["Israel", "Syria"],
  ["India", "Pakistan", 32], ["India", "China"], ["India", "Siachen Glacier"], ["Pakistan", "Siachen Glacier"], ["China", "Siachen Glacier"],
];
const atlas = (name) => JSON.parse(readFileSync(`node_modules/world-atlas/countries-${name}.json`, "utf8"));
const reference = readFileSync("../../../../data/ttl/reference/countries.ttl", "utf8");
const codes = new Map([...[...reference.matchAll(/tc:iso3 "(\w+)"[^.]*?tc:m49 "(\d+)"/gs)].map((m) => [m[2], m[1]]), ["158", "TWN"]]); // ISO 3166-1 has a number for it, M49 none

function project([lon, lat]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const m = Math.sqrt(3) / 2;
  const l = (lon * Math.PI) / 180;
  const t = Math.asin(m * Math.sin((lat * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  return [(l * Math.cos(t)) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))), t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}

const scale = WIDTH / (2 * project([180, 0])[0]);
const top = project([0, 84])[1] * scale;
const place = (point) => {
  const [x, y] = project(point);
  return [x * scale + WIDTH / 2, top - y * scale];
};
const height = Math.ceil(place([0, SOUTH])[1]);

// Longitudes that go on beyond 180 where a line crosses the date line, instead of jumping to the other side of the map.
function unrolled(line) {
  let turn = 0;
  return line.map(([lon, lat], i) => {
    const step = i ? lon - line[i - 1][0] : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
}

// Ramer, Douglas and Peucker, judged on the map: which points of a line of longitudes and latitudes stay.
function simplified(line, seen = unrolled(line).map(place)) {
  const [first, last] = [seen[0], seen[seen.length - 1]];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const long = Math.hypot(dx, dy);
  let [far, at] = [0, 0];
  for (let i = 1; i < line.length - 1; i++) {
    const [x, y] = [seen[i][0] - first[0], seen[i][1] - first[1]];
    const away = long ? Math.abs(dx * y - dy * x) / long : Math.hypot(x, y);
    if (away > far) [far, at] = [away, i];
  }
  if (far <= TOLERANCE) return [line[0], line[line.length - 1]];
  const before = simplified(line.slice(0, at + 1), seen.slice(0, at + 1));
  return [...before.slice(0, -1), ...simplified(line.slice(at), seen.slice(at))];
}

function arcs({ transform: { scale: [sx, sy], translate: [tx, ty] }, arcs: all }) {
  return all.map((arc) => {
    let [x, y] = [0, 0];
    return simplified(arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]));
  });
}

// Sutherland and Hodgman: what of a ring lies on one side of a meridian.
function cut(ring, side, meridian) {
  const inside = ([lon]) => side * lon <= side * meridian;
  return ring.flatMap((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    const share = (meridian - before[0]) / (point[0] - before[0]);
    const crossing = [meridian, before[1] + share * (point[1] - before[1])];
    if (inside(point)) return inside(before) ? [point] : [crossing, point];
    return inside(before) ? [crossing] : [];
  });
}

// A ring on the map; in two where it crosses the date line.
function placed(ring) {
  const whole = unrolled(ring);
  const lons = whole.map(([lon]) => lon);
  const turns = [-360, 0, 360].filter((turn) => Math.min(...lons) + turn < 180 && Math.max(...lons) + turn > -180);
  return turns
    .map((turn) => cut(cut(whole.map(([lon, lat]) => [lon + turn, lat]), 1, 180), -1, -180).map(place))
    .filter((part) => part.length);
}

const doubled = (ring) => ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + x * v - u * y;
}, 0);

function centre(ring) {
  const twice = doubled(ring);
  let [cx, cy] = [0, 0];
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    cx += (x + u) * (x * v - u * y);
    cy += (y + v) * (x * v - u * y);
  });
  return twice ? [cx / (3 * twice), cy / (3 * twice)] : ring[0];
}

// Polygons of one code without the lines between them: what two have in common, each the other way round, goes.
function united(polygons, line) {
  const all = new Set(polygons.flat(2));
  const touching = polygons.filter((rings) => rings.flat().some((i) => all.has(~i)));
  const after = new Map(touching.flat(2).filter((i) => !all.has(~i)).map((i) => [String(line(i)[0]), i]));
  const rings = [];
  while (after.size) {
    const ring = [];
    for (let next = [...after.keys()][0]; after.has(next); next = String(line(ring[ring.length - 1]).slice(-1)[0])) {
      ring.push(after.get(next));
      after.delete(next);
    }
    rings.push([ring]);
  }
  return [...polygons.filter((rings) => !touching.includes(rings)), ...rings];
}

function shapes(topology) {
  const lines = arcs(topology);
  const line = (i) => (i < 0 ? lines[~i].slice().reverse() : lines[i]);
  const joined = (ring) => ring.flatMap((i) => line(i).slice(0, -1));
  const found = new Map();
  const numbers = new Map();
  const inOne = new Map(topology.objects.countries.geometries.map(({ arcs: own, properties }) => [properties.name, new Set((own ?? []).flat(3).map((i) => (i < 0 ? ~i : i)))]));
  const between = OPEN.flatMap(([one, other, above]) => [...inOne.get(one)].filter((i) => inOne.get(other).has(i) && (!above || lines[i].some(([, lat]) => lat > above))));
  for (const { id, type, arcs: own, properties } of topology.objects.countries.geometries) {
    if (!own || id === "010") continue;
    const whole = SHARE[properties.name] ?? codes.get(id) ?? "";
    const within = ([lon, lat], [west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north;
    const codeOf = (ring) => Object.entries(APART[whole] ?? {}).find(([, box]) => ring.every((point) => within(point, box)))?.[0] ?? whole;
    for (const rings of type === "Polygon" ? [own] : own) {
      const code = codeOf(joined(rings[0]));
      numbers.set(code, [...(numbers.get(code) ?? []), rings]);
    }
  }
  for (const [code, polygons] of numbers) {
    // Holes apart from what is around them: every ring stands for itself, and the inner ones run the other way round.
    for (const rings of code ? united(polygons, line) : polygons) {
      const [outer, ...holes] = rings.map((ring) => placed(joined(ring)));
      found.set(code, [...(found.get(code) ?? []), ...outer.map((part, i) => [part, ...(i ? [] : holes.flat())])]);
    }
  }
  return [found, between.map((i) => lines[i].map(place))];
}

const round = (n) => Math.round(n);

function path(rings, end = "z") {
  let d = "";
  for (const ring of rings) {
    let [px, py] = [round(ring[0][0]), round(ring[0][1])];
    let steps = "";
    for (const [x, y] of ring.slice(1)) {
      const [dx, dy] = [round(x) - px, round(y) - py];
      if (dx || dy) steps += `${steps && dx >= 0 ? " " : ""}${dx}${dy >= 0 ? " " : ""}${dy}`;
      [px, py] = [round(x), round(y)];
    }
    if (steps) d += `M${round(ring[0][0])} ${round(ring[0][1])}l${steps}${end}`;
  }
  return d;
}

const world = { width: WIDTH, height, source: "Natural Earth 4.1, 1:50m", land: "", open: "", countries: {} };
const [detailed, open] = shapes(atlas("50m"));
const [finest] = shapes(atlas("10m"));
world.open = path(open, "");
for (const code of [...new Set([...detailed.keys(), ...codes.values()])].sort()) {
  const polygons = (detailed.get(code) ?? finest.get(code) ?? [])
    .map((rings) => [rings, Math.abs(doubled(rings[0])) / 2])
    .sort((a, b) => b[1] - a[1]);
  if (!polygons.length || code === "ATA") continue;
  const kept = polygons.filter(([, area], i) => area >= ISLET || (i === 0 && code)).flatMap(([rings]) => rings.filter((r, i) => !i || Math.abs(doubled(r)) > 2 * ISLET));
  if (!code) {
    world.land = path(kept);
    continue;
  }
  const [x, y] = centre(polygons[0][0][0]).map(round);
  world.countries[code] = { x, y, area: round(polygons.reduce((sum, [, area]) => sum + area, 0)), d: path(kept) };
}
const lines = Object.entries(world.countries).map(([code, shape]) => `"${code}":${JSON.stringify(shape)}`);
const head = JSON.stringify({ ...world, countries: undefined }).slice(0, -1);
writeFileSync("../charts/world.json", `${head},"countries":{\n${lines.join(",\n")}\n}}\n`);
