import assert from "node:assert/strict";
import { test } from "node:test";
import { headOf, type PhotoOptions, portrait } from "../test/photos.ts";
import { decodePhoto } from "./jpeg.ts";
import { measure } from "./measure.ts";
import { headCm, isHeadRight, type PhotoFault, photoFaults } from "./rules.ts";

const today = "2026-11-30";
function faultsOf(options: PhotoOptions, declaredOn?: string): PhotoFault[] {
  const photo = decodePhoto(portrait(options)) ?? assert.fail("the drawing is a JPEG");
  return photoFaults(photo, measure(photo.grey), { today, declaredOn });
}
const good: PhotoOptions = { dpi: 300, takenOn: "2026-10-01" };

test("a sharp portrait on white of the right size is taken, from 300 dots an inch upwards", () => {
  assert.deepEqual(faultsOf(good), []);
  assert.deepEqual(faultsOf({ ...good, width: 827, height: 1063, dpi: 600 }), []);
  // a camera's 72 dots an inch say nothing about the print
  assert.deepEqual(faultsOf({ ...good, width: 1400, height: 1800, dpi: 72 }), []);
  assert.deepEqual(faultsOf({ width: 413, height: 531 }, "2026-11-29"), []);
});

test("each rule refuses what breaks it, and says which one", () => {
  const wrong: [PhotoOptions, PhotoFault[]][] = [
    [{ ...good, width: 350, height: 450 }, ["too-few-pixels", "wrong-size"]],
    [{ ...good, width: 531, height: 531 }, ["wrong-aspect", "wrong-size"]],
    [{ ...good, dpi: 600 }, ["wrong-size"]],
    [{ ...good, background: 120 }, ["background-not-white"]],
    [{ ...good, blur: 6 }, ["blurred"]],
    [{ ...good, takenOn: "2024-11-29" }, ["too-old"]],
    [{ ...good, takenOn: "2026-12-01" }, ["in-future"]],
    [{ dpi: 300 }, ["date-unknown"]],
  ];
  for (const [options, expected] of wrong) assert.deepEqual(faultsOf(options), expected, JSON.stringify(options));
  assert.deepEqual(faultsOf({ ...good, takenOn: "2024-11-30" }), [], "two years to the day");
  assert.deepEqual(faultsOf({ ...good, takenOn: "2020-01-01" }, today), ["too-old"], "the file goes before what is said");
});

test("blur is measured at one size: the same softness of a larger file is not refused", () => {
  const at = (options: PhotoOptions): number => measure(decodePhoto(portrait(options))!.grey).sharpness;
  assert.ok(at({}) > 10 * at({ blur: 6 }), `${at({})} and ${at({ blur: 6 })}`);
  assert.ok(at({ width: 1652, height: 2124, blur: 2 }) > 40);
});

test("two marks make the height of the head; marks that are no head are none", () => {
  const marks = headOf(531);
  assert.ok(isHeadRight(marks, 531));
  assert.equal(Math.round(headCm(marks, 531)! * 10) / 10, 3.4);
  assert.equal(isHeadRight({ crown: 100, chin: 400 }, 531), false);
  for (const none of [
    { crown: 400, chin: 100 },
    { crown: -1, chin: 300 },
    { crown: 0, chin: 532 },
    { crown: Number.NaN, chin: 300 },
  ])
    assert.equal(headCm(none, 531), undefined);
});

test("what is no JPEG, is cut off, or has a header that leads nowhere is not decoded or has no day", () => {
  const file = portrait(good);
  assert.equal(decodePhoto(Buffer.from("%PDF-1.7")), undefined);
  assert.equal(decodePhoto(file.subarray(0, 200)), undefined);
  const bent = Buffer.from(file);
  const tiff = bent.indexOf("Exif\0\0") + 6;
  bent.writeUInt32LE(0xffffff, tiff + 4);
  assert.equal(decodePhoto(bent)?.takenOn, undefined);
  assert.equal(decodePhoto(file)?.takenOn, "2026-10-01");
});
