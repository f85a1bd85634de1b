export type Axis = "longitude" | "latitude";

/** What the name of a column says about coordinates. */
export function axisOf(name: string): Axis | undefined {
  const text = name.trim().toLowerCase();
  if (/經度|^(lon|lng|long|longitude|lontitude)$|(^|[_ ])(lon|lng|longitude)($|[_ ])|lon$|longitude|東經/.test(text))
    return "longitude";
  if (/緯度|^(lat|latitude)$|(^|[_ ])(lat|latitude)($|[_ ])|lat$|latitude|北緯/.test(text)) return "latitude";
  if (/^(x|x座標|座標x|wgs84x|px|coord_?x)$/.test(text)) return "longitude";
  if (/^(y|y座標|座標y|wgs84y|py|coord_?y)$/.test(text)) return "latitude";
  return undefined;
}

/** Main islands, Kinmen, Matsu, Pratas and the waters around; then Taiping island. Degrees, longitude first. */
const boxes: readonly (readonly [number, number, number, number])[] = [
  [116, 20.4, 124.6, 26.6],
  [114.2, 10.2, 114.6, 10.6],
];
/** The same in metres of TWD97 and TWD67 (zones 119 and 121), and of Web Mercator. */
const projected: readonly (readonly [number, number, number, number])[] = [
  [-220_000, 2_250_000, 620_000, 2_960_000],
  [12_900_000, 2_310_000, 13_880_000, 3_080_000],
];

const within = (value: number, axis: Axis, list: typeof boxes): boolean =>
  list.some(([west, south, east, north]) =>
    axis === "longitude" ? value >= west && value <= east : value >= south && value <= north,
  );

export type Place = "inside" | "swapped" | "outside";

/** Judges one coordinate by its own: in Taiwan, in the place of the other, or elsewhere. */
export function judgeCoordinate(value: number, axis: Axis): Place {
  const other = axis === "longitude" ? "latitude" : "longitude";
  // values in the hundreds are degrees, in the thousands metres
  const list = Math.abs(value) > 1_000 ? projected : boxes;
  if (within(value, axis, list)) return "inside";
  return within(value, other, list) ? "swapped" : "outside";
}

/** 121°26' 02〞E, 25度3分12秒 */
export const isSexagesimal = (text: string): boolean => /^\s*[東北]?[經緯]?\s*\d{1,3}\s*[°度]\s*\d{1,2}\s*['′’分]/.test(text);

/** The first position of a geometry (RFC 7946), or undefined if it has none that can be read. */
export function firstPosition(geometry: unknown): readonly [number, number] | undefined {
  let at: unknown = (geometry as { coordinates?: unknown; geometries?: unknown[] } | null)?.coordinates;
  const inner = (geometry as { geometries?: unknown[] } | null)?.geometries;
  if (at === undefined && Array.isArray(inner)) return firstPosition(inner[0]);
  for (let depth = 0; depth < 5 && Array.isArray(at); depth++) {
    const [x, y] = at as unknown[];
    if (typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y)) return [x, y];
    at = x;
  }
  return undefined;
}

/** Whether a position stands in Taiwan, in degrees or metres, and in the right order. */
export function judgePosition([x, y]: readonly [number, number]): Place {
  const [a, b] = [judgeCoordinate(x, "longitude"), judgeCoordinate(y, "latitude")];
  if (a === "inside" && b === "inside") return "inside";
  return judgeCoordinate(y, "longitude") === "inside" && judgeCoordinate(x, "latitude") === "inside" ? "swapped" : "outside";
}
