import { writeZip } from "@troad/zip";
import type { CheckOptions, FindingCode } from "../index.ts";

/** Text in Big5 for the characters that the tests use. */
export const big5 = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((char) =>
      Buffer.from(
        ({ 縣: "bfa4", 市: "a5ab", 人: "a448", 數: "bcc6", 宜: "a979", 蘭: "c4f5" } as Record<string, string>)[char] ??
          Buffer.from(char).toString("hex"),
        "hex",
      ),
    ),
  );
export const table = (...rows: string[]): string => `${rows.join("\n")}\n`;
export const rows = (count: number, row: (at: number) => string): string[] => Array.from({ length: count }, (_, at) => row(at));
export const workbook = (sheet: string, more: { name: string; data: Buffer }[] = []): Buffer =>
  writeZip([
    { name: "xl/workbook.xml", data: Buffer.from("<workbook/>") },
    { name: "xl/worksheets/sheet1.xml", data: Buffer.from(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`) },
    ...more,
  ]);
export const cell = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
export const geo = (x: number, y: number): string =>
  JSON.stringify({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: { name: "a" }, geometry: { type: "Point", coordinates: [x, y] } }],
  });
export const standard = {
  columns: [
    { name: "a", type: "integer" as const },
    { name: "b", type: "date" as const },
  ],
};

type Case = {
  causes: string | Uint8Array;
  nearly: string | Uint8Array;
  at?: [number | null, string | null];
  options?: CheckOptions;
};
/** For each code a file that causes it, where, and a file that nearly does. */
export const cases: Partial<Record<FindingCode, Case>> = {
  "file-empty": { causes: "", nearly: "a,b\n1,2\n" },
  "file-no-rows": { causes: "name,count\n", nearly: "name,count\nx,1\n" },
  "file-too-large": { causes: "a,b\n1,2\n3,4\n", nearly: "a,b\n1,2\n", options: { maxBytes: 10 } },
  "file-malformed": { causes: '[{"a":1},{"a":]', nearly: '[{"a":1},{"a":[]}]', at: [2, null] },
  "format-unknown": { causes: Buffer.from("%PDF-1.7\nxyz"), nearly: "%,b\n1,2\n" },
  "no-records": { causes: '{"a":{"b":1}}', nearly: '{"a":[{"b":1}]}' },
  "archive-bomb": {
    causes: workbook(`<row r="1">${cell("A1", "a")}</row>`, [{ name: "xl/bomb.bin", data: Buffer.alloc(193 << 20) }]),
    nearly: workbook(`<row r="1">${cell("A1", "a")}</row><row r="2"><c r="A2"><v>1</v></c></row>`),
  },
  "archive-unsafe": {
    causes: workbook("", [{ name: "../evil.txt", data: Buffer.from("x") }]),
    nearly: workbook("", [{ name: "docProps/app.xml", data: Buffer.from("x") }]),
  },
  "encoding-not-utf8": { causes: big5("縣市,人數\n宜蘭縣,12\n"), nearly: "縣市,人數\n宜蘭縣,12\n" },
  "encoding-bytes": { causes: Buffer.from([97, 44, 98, 10, 49, 44, 0xff, 10]), nearly: "a,b\n1,ÿ\n" },
  "encoding-bom": { causes: "\ufeffa,b\n1,2\n", nearly: "a,b\n1,\ufeff2\n" },
  "characters-lost": { causes: "name,count\n陳\ufffd公司,1\n", nearly: "name,count\n陳?公司,1\n", at: [2, "name"] },
  "characters-control": { causes: "name,count\nx\u0001y,1\n", nearly: "name,count\nx\ty,1\n", at: [2, "name"] },
  "delimiter-not-comma": { causes: "a;b\n1;2\n3;4\n", nearly: "a,b\n1;2,2\n3;4,5\n" },
  "quote-unclosed": { causes: 'a,b\n1,"x\n2,y\n', nearly: 'a,b\n1,"x\n2,y"\n', at: [2, null] },
  "quote-stray": { causes: 'a,b\n1,x "y"\n', nearly: 'a,b\n1,"x ""y"""\n', at: [2, null] },
  "header-missing": { causes: "宜蘭縣,12\n花蓮縣,13\n", nearly: "縣市,12\n花蓮縣,x\n宜蘭縣,y\n", at: [1, null] },
  "header-not-first": {
    causes: "人口統計,,\n縣市,人數,戶數\n宜蘭縣,12,3\n花蓮縣,13,4\n",
    nearly: "縣市,人數,戶數\n宜蘭縣,12,\n花蓮縣,13,4\n",
    at: [2, null],
  },
  "header-several-rows": {
    causes: "county,men,women\n縣市,男,女\n宜蘭縣,12,3\n花蓮縣,13,4\n",
    nearly: "county,men,women\n合計縣,男,3\n宜蘭縣,12,3\n花蓮縣,13,4\n",
    at: [2, null],
  },
  "header-hash": { causes: "#id,name\n1,x\n", nearly: "id#,name\n1,x\n", at: [1, "#id"] },
  "header-blank-name": { causes: "id,,count\n1,x,2\n", nearly: "id,.,count\n1,x,2\n", at: [1, "column_2"] },
  "header-duplicate": { causes: "id,count,count\n1,2,3\n", nearly: "id,count,Count\n1,2,3\n", at: [1, "count"] },
  "header-spaces": { causes: "id , count\n1,2\n", nearly: "id,the count\n1,2\n", at: [1, "id"] },
  "header-repeated": { causes: "name,count\nx,1\nname,count\ny,2\n", nearly: "name,count\nx,1\nname,2\ny,2\n", at: [3, null] },
  "row-ragged": { causes: "id,count\n1,2\n1,2,3\n", nearly: 'id,count\n1,2\n1,"2,3"\n', at: [3, null] },
  "row-blank": { causes: "id,count\n1,2\n,\n3,4\n", nearly: "id,count\n1,2\n3,4\n\n", at: [3, null] },
  "row-total": {
    causes: "縣市,人數\n宜蘭縣,12\n花蓮縣,13\n總　計,25\n",
    nearly: "縣市,人數\n宜蘭縣,12\n總計畫科,13\n花蓮縣,25\n",
    at: [4, "縣市"],
  },
  "row-note": {
    causes: "縣市,人數\n宜蘭縣,12\n花蓮縣,13\n資料來源：內政部,\n",
    nearly: "縣市,人數\n宜蘭縣,12\n資料來源組,13\n",
    at: [4, null],
  },
  "column-empty": { causes: "id,note\n1,\n2,\n", nearly: "id,note\n1,\n2,x\n", at: [2, "note"] },
  "type-mixed": {
    causes: table("id,count", ...rows(20, (at) => `${at},${at}`), "20,many"),
    nearly: table("id,count", ...rows(20, (at) => `${at},${at}`), "20,2.5"),
    at: [22, "count"],
  },
  "number-format": { causes: 'id,count\n1,"1,234"\n2,5\n', nearly: 'id,count\n1,"1,23"\n2,x\n', at: [2, "count"] },
  "number-too-long": { causes: "id,count\n1,12345678901234567\n", nearly: "id,count\n1,123456789012345\n", at: [2, "count"] },
  "missing-word": { causes: "id,count\n1,N/A\n2,5\n", nearly: "id,count\n1,\n2,5\n", at: [2, "count"] },
  markup: { causes: "id,name\n1,<b>x</b>\n", nearly: "id,name\n1,x < y > z\n", at: [2, "name"] },
  formula: {
    causes: "id,name\n1,=1+1\n2,\"@SUM(A1)\"\n3,+cmd|' /C calc'!A0\n",
    nearly: "id,name\n1,-5\n2,@home\n3,+886 2 2345 6789\n4,= \n5,- 說明\n6,+3%\n",
    at: [2, "name"],
  },
  "formula-cell": {
    causes: workbook(`<row r="1">${cell("A1", "count")}</row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>`),
    nearly: workbook(`<row r="1">${cell("A1", "count")}</row><row r="2"><c r="A2"><v>2</v></c></row>`),
    at: [2, "count"],
  },
  "nested-values": { causes: '[{"a":1,"b":[1,2]}]', nearly: '[{"a":1,"b":[]}]', at: [1, "b"] },
  "date-invalid": {
    causes: "日期,count\n2026-02-28,1\n2026-02-30,2\n",
    nearly: "日期,count\n2024-02-29,1\n2026-02-28,2\n",
    at: [3, "日期"],
  },
  "date-calendars-mixed": {
    causes: "日期,count\n115/11/30,1\n2026/12/01,2\n",
    nearly: "日期,count\n2026/11/30,1\n2026/12/01,2\n",
  },
  "date-formats-mixed": {
    causes: "日期,count\n2026-11-30,1\n2026/12/01,2\n2026-12-02,2\n",
    nearly: "日期,count\n2026-11-30,1\n2026-12-1,2\n",
    at: [3, "日期"],
  },
  "date-republic": {
    causes: "日期,count\n1151130,1\n0991201,1\n",
    nearly: "編號,count\n1151130,1\n2991201,1\n",
    at: [2, "日期"],
  },
  "coordinate-swapped": { causes: "name,經度,緯度\nx,24.5,121.5\n", nearly: "name,經度,緯度\nx,121.5,24.5\n", at: [2, "經度"] },
  "coordinate-outside": {
    causes: "name,lon,lat\nx,0,0\n",
    nearly: "name,lon,lat\n東沙,116.7,20.7\n太平島,114.36,10.38\n馬祖,120.5,26.37\n",
    at: [2, "lon"],
  },
  "coordinate-sexagesimal": { causes: "name,經度\nx,121°26' 02〞E\n", nearly: "name,溫度\nx,12°C\n", at: [2, "經度"] },
  "geometry-invalid": { causes: geo(121, 24).replace("[121,24]", '["x"]'), nearly: geo(121, 24), at: [1, "geometry"] },
  "code-township": {
    causes: "鄉鎮市區代碼,n\n63000010,1\n63000990,2\n",
    nearly: "鄉鎮市區代碼,n\n63000010,1\n6300002,2\n63000,3\n",
    at: [3, "鄉鎮市區代碼"],
  },
  "code-business": {
    causes: "統一編號,n\n04595257,1\n04595258,2\n",
    nearly: "統一編號,n\n04595257,1\n03795904,2\n",
    at: [3, "統一編號"],
  },
  "code-zero-lost": {
    causes: "鄉鎮市區代碼,n\n9007010,1\n63000010,2\n",
    nearly: "鄉鎮市區代碼,n\n09007010,1\n63000010,2\n",
    at: [2, "鄉鎮市區代碼"],
  },
  "standard-column-missing": { causes: "a\n1\n2\n", nearly: "a,b\n1,2026-01-01\n", at: [1, "b"], options: { standard } },
  "standard-column-unknown": {
    causes: "a,b,c\n1,2026-01-01,x\n",
    nearly: "a,b\n1,2026-01-01\n",
    at: [1, "c"],
    options: { standard },
  },
  "standard-code": {
    causes: "a,b\nN,1\nX,2\n",
    nearly: "a,b\nN,1\n,2\n",
    at: [3, "a"],
    options: { standard: { columns: [{ name: "a", codes: ["N", "S"] }, { name: "b" }] } },
  },
  "standard-type": { causes: "a,b\n1,x\n", nearly: "a,b\n1,2026-01-01\n", at: [1, "b"], options: { standard } },
  "personal-national-id": {
    causes: "id,text\n1,王先生（a123456789）來電\n2,Ａ１２３４５６７８９\n",
    nearly: "id,text\n1,A123456788\n2,A12****789\n3,XA123456789\n",
    at: [2, "text"],
  },
  "personal-phone": {
    causes: "id,text\n1,洽0912-345-678\n",
    nearly: "醫事機構代碼,電話\n0936030018,02-2345-6789\n1135050020,(03)9123456\n",
    at: [2, "text"],
  },
  "personal-plate": { causes: "車號,n\nABC-1234,1\n", nearly: "型號,n\nABC-1234,1\nX100,2\n", at: [2, "車號"] },
  "personal-name": { causes: "姓名,n\n王小明,1\n歐陽娜娜,2\n", nearly: "姓名,n\n王○明,1\n陳**,2\n", at: [2, "姓名"] },
};
