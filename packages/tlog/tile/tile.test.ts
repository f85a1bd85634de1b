import assert from "node:assert/strict";
import { test } from "node:test";
import { leafHash } from "../merkle/hash.ts";
import { rootOf } from "../merkle/tree.ts";
import { flip, hasCode, numbered } from "../testing/fixtures.ts";
import { appendFrames, parseBundle } from "./bundle.ts";
import { EMPTY_EDGE, extend, rootOfEdge, type TileFile } from "./edge.ts";
import { parseTilePath, tileOf, tilePath } from "./path.ts";

test("paths are spelled as the standard's examples spell them", () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), "tile/0/x001/x234/067");
  assert.equal(tilePath({ level: "entries", index: 0, width: 5 }), "tile/entries/000.p/5");
  assert.equal(tilePath({ level: 63, index: 1000, width: 256 }), "tile/63/x001/000");
});

test("every path is read back, and any other spelling is no path", () => {
  for (const index of [0, 1, 999, 1000, 999_999, 1_000_000, 123_456_789_012]) {
    for (const tile of [
      { level: 3, index, width: 256 },
      { level: "entries", index, width: 255 },
    ] as const) {
      assert.deepEqual(parseTilePath(tilePath(tile)), tile);
    }
  }
  const bent = [
    "tile/00/000",
    "tile/64/000",
    "tile/0/0",
    "tile/0/x000/001",
    "tile/0/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/05",
    "tile/0/000/",
    "tile/0/../../checkpoint",
    "tile/0/000\n",
    "TILE/0/000",
    "tile/entries/%30%30%30",
  ];
  for (const path of bent) assert.equal(parseTilePath(path), undefined, path);
});

test("a tree of 70,000 entries has the tiles that the standard counts", () => {
  const widths = (level: number | "entries") => {
    const found: number[] = [];
    for (let index = 0; ; index++) {
      const tile = tileOf(70_000, level, index);
      if (!tile) return found;
      found.push(tile.width);
    }
  };
  assert.deepEqual([widths(0).length, widths(0).at(-1)], [274, 112]);
  assert.deepEqual(widths(1), [256, 17]);
  assert.deepEqual(widths(2), [1]);
  assert.deepEqual(widths(3), []);
  assert.deepEqual(widths("entries"), widths(0));
});

test("a bundle gives back its entries, empty and largest ones too, and a bent one is refused", () => {
  const entries = [Buffer.alloc(0), Buffer.alloc(65_535, 1), Buffer.from("x")];
  const bundle = appendFrames(appendFrames(new Uint8Array(), entries.slice(0, 1)), entries.slice(1));
  assert.deepEqual(
    parseBundle(bundle, 3).map((entry) => Buffer.from(entry)),
    entries,
  );
  for (const bent of [bundle.subarray(0, -1), Buffer.concat([bundle, Buffer.of(0)]), flip(bundle, 1)]) {
    assert.throws(() => parseBundle(bent, 3), hasCode("tile.malformed"));
  }
});

test("however the entries are divided into batches, roots and tiles are the same", () => {
  const size = 66_000;
  const all = numbered(0, size);
  const publish = (files: Map<string, string>, made: readonly TileFile[]) => {
    for (const { tile, bytes } of made) files.set(tilePath(tile), Buffer.from(bytes).toString("base64"));
  };
  const atOnce = new Map<string, string>();
  publish(atOnce, extend(EMPTY_EDGE, all).files);

  let edge = EMPTY_EDGE;
  const inBatches = new Map<string, string>();
  for (const to of [0, 1, 2, 200, 255, 256, 257, 511, 512, 1300, 65_535, 65_536, 65_537, size]) {
    const next = extend(edge, all.slice(edge.size, to));
    publish(inBatches, next.files);
    edge = next.edge;
    if (to < 2000) assert.deepEqual(Buffer.from(rootOfEdge(edge)), Buffer.from(rootOf(all.slice(0, to).map(leafHash))));
  }
  assert.deepEqual(Buffer.from(rootOfEdge(edge)), Buffer.from(rootOf(all.map(leafHash))));
  for (const [path, bytes] of atOnce) assert.equal(inBatches.get(path), bytes, path);
  assert.equal(atOnce.size, 258 + 258 + 2 + 1); // bundles, level 0, level 1, level 2
});
