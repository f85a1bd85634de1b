import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "./place.ts";

test("an address names its county and district; a district whose name has 鎮 or 市 in it stays whole", () => {
  const places: [string, string, string][] = [
    ["臺北市中正區示範路一段1號", "臺北市", "中正區"],
    ["台中市西屯區台灣大道三段688號", "臺中市", "西屯區"],
    ["高雄市前鎮區示範街3號", "高雄市", "前鎮區"],
    ["324桃園市平鎮區環南路2號", "桃園市", "平鎮區"],
    ["臺南市新市區中正路1號", "臺南市", "新市區"],
    ["高雄市那瑪夏區達卡努瓦里", "高雄市", "那瑪夏區"],
    ["嘉義市東區民權路", "嘉義市", "東區"],
    ["屏東縣屏東市自由路", "屏東縣", "屏東市"],
    ["新竹縣竹北市光明六路", "新竹縣", "竹北市"],
    ["雲林縣斗南鎮中山路", "雲林縣", "斗南鎮"],
  ];
  for (const [address, county, district] of places) assert.deepEqual(placeOf(address), { county, district }, address);
  for (const none of [undefined, "", "Taipei", "示範路一段1號"]) assert.deepEqual(placeOf(none), { county: "", district: "" });
});
