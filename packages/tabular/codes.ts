/** The badge that a finding still allows; `refused` means that the file may not be published at all. */
export type Badge = "platinum" | "gold" | "silver" | "bronze" | "none" | "refused";

/** From best to worst. */
export const badges: readonly Badge[] = ["platinum", "gold", "silver", "bronze", "none", "refused"];

/** What a code means: the best badge that a file with it can have, and the words for people. */
type Meaning = { readonly allows: Badge; readonly en: string; readonly zh: string };

const table = {
  "file-empty": ["refused", "The file is empty.", "檔案是空的。"],
  "file-no-rows": ["none", "The file has column names and no rows.", "檔案只有欄位名稱，沒有資料列。"],
  "file-too-large": ["refused", "The file is larger than what is accepted.", "檔案超過可接受的大小。"],
  "file-malformed": [
    "refused",
    "The file cannot be read to its end; it is damaged from here on.",
    "檔案從這裡起無法讀取，內容已損壞。",
  ],
  "format-unknown": [
    "refused",
    "This is none of CSV, JSON, JSON Lines, GeoJSON and XLSX.",
    "檔案不是 CSV、JSON、JSON Lines、GeoJSON 或 XLSX。",
  ],
  "no-records": ["none", "The file has no list of records.", "檔案中沒有可列成表格的紀錄。"],
  "archive-bomb": ["refused", "Unpacked, the file would be far larger than accepted.", "檔案解壓縮後遠超過可接受的大小。"],
  "archive-unsafe": ["refused", "The archive inside the file is not safe to unpack.", "檔案內的壓縮內容不安全，不予解開。"],
  "encoding-not-utf8": ["bronze", "The text is not UTF-8.", "文字不是 UTF-8 編碼。"],
  "encoding-bytes": ["none", "Bytes here are no characters of the file's encoding.", "這裡的位元組不屬於檔案的編碼。"],
  "encoding-bom": ["gold", "The file begins with a byte order mark.", "檔案開頭有位元組順序記號（BOM）。"],
  "characters-lost": ["bronze", "A character was lost in an earlier conversion (�).", "先前轉檔時遺失了字元（�）。"],
  "characters-control": ["silver", "A cell has control characters.", "儲存格含有控制字元。"],
  "delimiter-not-comma": ["gold", "The columns are not separated by commas.", "欄位不是用逗號分隔。"],
  "quote-unclosed": ["refused", "A quotation mark is opened here and never closed.", "引號從這裡開始，卻沒有結束。"],
  "quote-stray": ["silver", "A quotation mark stands inside a cell that is not quoted.", "未加引號的儲存格中間出現引號。"],
  "header-missing": ["none", "The first row has no column names.", "第一列沒有欄位名稱。"],
  "header-not-first": ["bronze", "Other rows stand above the column names.", "欄位名稱上方還有其他列。"],
  "header-several-rows": ["bronze", "The column names take more than one row.", "欄位名稱超過一列。"],
  "header-hash": ["silver", "A column name begins with #.", "欄位名稱以 # 開頭。"],
  "header-blank-name": ["bronze", "A column has no name.", "有欄位沒有名稱。"],
  "header-duplicate": ["bronze", "Two columns have the same name.", "有兩個欄位名稱相同。"],
  "header-spaces": ["gold", "A column name has blanks or line breaks around or inside it.", "欄位名稱含有多餘的空白或換行。"],
  "header-repeated": ["silver", "The column names stand among the data again.", "欄位名稱又出現在資料列中。"],
  "row-ragged": ["bronze", "This row has more or fewer cells than there are columns.", "這一列的儲存格數與欄位數不同。"],
  "row-blank": ["silver", "A blank row stands among the data.", "資料中間有空白列。"],
  "row-total": ["silver", "A row of totals stands among the data.", "資料中混有總計或小計列。"],
  "row-note": ["bronze", "A remark stands among the data.", "資料中混有說明文字。"],
  "column-empty": ["silver", "A column has no values at all.", "有欄位完全沒有值。"],
  "type-mixed": ["bronze", "This value is of another type than the rest of its column.", "這個值的型別與同欄其他值不同。"],
  "number-format": ["silver", "A number has separators, a unit or wide digits.", "數字含有千分位、單位或全形數字。"],
  "number-too-long": ["gold", "A number has too many digits to be calculated with.", "數字位數太多，無法精確計算。"],
  "missing-word": ["silver", "A word or sign stands for a missing value.", "以文字或符號代表缺漏值。"],
  markup: ["silver", "A cell has HTML in it.", "儲存格含有 HTML 標記。"],
  formula: ["refused", "A cell would be run as a formula by a spreadsheet.", "儲存格會被試算表當成公式執行。"],
  "formula-cell": [
    "bronze",
    "A cell is worked out by a formula; readers get what it gave last.",
    "儲存格是公式，讀者只會得到最後一次計算的值。",
  ],
  "nested-values": ["silver", "A value is a list or a structure of its own.", "欄位的值是清單或巢狀結構。"],
  "date-invalid": ["bronze", "There is no such day or time.", "沒有這個日期或時間。"],
  "date-calendars-mixed": [
    "bronze",
    "The column mixes years of the Republic and of the common era.",
    "同一欄混用民國年與西元年。",
  ],
  "date-formats-mixed": ["silver", "The dates of the column are written in more than one way.", "同一欄的日期寫法不一致。"],
  "date-republic": ["gold", "The years are counted from the Republic.", "年份以民國紀年。"],
  "coordinate-swapped": ["bronze", "Longitude and latitude are in each other's place.", "經度與緯度互換了。"],
  "coordinate-outside": ["bronze", "The place is not in Taiwan.", "座標不在臺灣範圍內。"],
  "coordinate-sexagesimal": ["silver", "The coordinate is in degrees, minutes and seconds.", "座標以度分秒表示。"],
  "geometry-invalid": ["none", "The geometry of a feature cannot be read.", "圖徵的幾何資料無法讀取。"],
  "code-township": ["bronze", "There is no township or county with this code.", "沒有這個鄉鎮市區或縣市代碼。"],
  "code-business": ["bronze", "This is no business number: its check digit is wrong.", "統一編號的檢查碼不正確。"],
  "code-zero-lost": ["bronze", "A code lost the zeros in front of it.", "代碼前面的 0 遺失了。"],
  "standard-column-missing": ["bronze", "A column of the declared standard is missing.", "缺少所採標準規定的欄位。"],
  "standard-column-unknown": ["gold", "The declared standard has no such column.", "所採標準沒有這個欄位。"],
  "standard-type": ["bronze", "The column has another type than its standard says.", "欄位型別與所採標準不同。"],
  "standard-code": ["bronze", "The standard has no such code for the column.", "所採標準的這個欄位沒有這個代碼。"],
  "personal-national-id": ["refused", "A national or resident number stands here.", "這裡有國民身分證或居留證統一編號。"],
  "personal-phone": ["refused", "A mobile telephone number stands here.", "這裡有行動電話號碼。"],
  "personal-plate": ["refused", "A number plate stands here.", "這裡有車牌號碼。"],
  "personal-name": ["refused", "The name of a person stands here.", "這裡有自然人的姓名。"],
} as const satisfies Record<string, readonly [Badge, string, string]>;

export type FindingCode = keyof typeof table;

/** Every code, in the order of the documentation. The list is closed: nothing else is ever reported. */
export const findingCodes = Object.keys(table) as FindingCode[];

export const meaningOf = (code: FindingCode): Meaning => {
  const [allows, en, zh] = table[code];
  return { allows, en, zh };
};

/** A place in the file; rows are counted as a spreadsheet does, from 1; records of JSON likewise. */
export type Finding = { readonly code: FindingCode; readonly row: number | null; readonly column: string | null };

/**
 * The best badge that the findings allow. Platinum is for files that declare a standard and agree with it, so a file without
 * one reaches gold.
 */
export function badgeOf(codes: Iterable<FindingCode>, standard: boolean): Badge {
  let worst = standard ? 0 : 1;
  for (const code of codes) worst = Math.max(worst, badges.indexOf(meaningOf(code).allows));
  return badges[worst]!;
}
