import assert from "node:assert/strict";
import { test } from "node:test";
import { countyMap, countyNames, shadeOf } from "./map.ts";

test("a map has the 22 counties, each shaded by its share and with its figure in words and in the table", () => {
  const names = countyNames("zh-Hant");
  assert.equal(names.size, 22);
  assert.deepEqual(
    [names.get("63000"), names.get("10014"), countyNames("en").get("09020")],
    ["臺北市", "臺東縣", "Kinmen County"],
  );
  assert.deepEqual([null, 0, 0.001, 0.2, 0.21, 0.99, 1, 1.2].map(shadeOf), [0, 0, 1, 1, 2, 5, 5, 5]);
  const request = { lang: "en", t: (key: string) => key } as Parameters<typeof countyMap>[0]["request"];
  const values = new Map([
    ["63000", 0.5],
    ["10014", null],
  ]);
  const shown = (value: number) => `${value * 100} %`;
  const map = String(countyMap({ request, title: "Cards", description: "Share", values, shown, head: ["County", "Share"] }));
  assert.equal(map.match(/<path class="tr-map/g)?.length, 22);
  assert.match(map, /tr-map--3" d="M[^"]+"><title>Taipei City 50 %/);
  assert.match(map, /<title>Taitung County –/);
  assert.equal(map.match(/<tr class="tr-table__row"/g)?.length, 22 + 1);
});
