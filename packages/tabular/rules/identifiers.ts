/** Letters of national and resident numbers, in the order of their two-digit codes from 10. */
const letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/**
 * Check digit of national numbers (second place 1 or 2), of resident numbers since 2021 (8 or 9) and before (a letter A to D): the letter's
 * two digits, then eight digits and the check digit, weighted 1, 9, 8 … 1, 1, give a multiple of ten.
 */
export function isPersonNumber(text: string): boolean {
  if (!/^[A-Z][1289A-D]\d{8}$/.test(text)) return false;
  const code = letters.indexOf(text[0]!) + 10;
  const second = /[A-D]/.test(text[1]!) ? letters.indexOf(text[1]!) % 10 : Number(text[1]);
  let sum = Math.floor(code / 10) + (code % 10) * 9 + second * 8;
  for (let at = 2; at < 9; at++) sum += Number(text[at]) * (9 - at);
  return (sum + Number(text[9])) % 10 === 0;
}

const weights = [1, 2, 1, 2, 1, 2, 4, 1];

/** Check digit of business numbers by the rule of 2023: a multiple of five; a 7 in seventh place may count one more. */
export function isBusinessNumber(text: string): boolean {
  if (!/^\d{8}$/.test(text) || text === "00000000") return false;
  let sum = 0;
  for (const [at, weight] of weights.entries()) {
    const product = Number(text[at]) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 5 === 0 || (text[6] === "7" && (sum + 1) % 5 === 0);
}

/** Whether a column's name says that business numbers stand in it. */
export const namesBusiness = (name: string): boolean =>
  /統一編號|統編|^ban$|business_?(no|number|id)|uniform_?(no|number)/i.test(name) && !/身分證|居留證/.test(name);

/** Whether a column's name says that codes of townships or counties stand in it. */
export const namesTownship = (name: string): boolean =>
  /(鄉鎮|市鎮|行政區|縣市|區域).*(代碼|代號|碼$)|^(town|county|district)_?(id|code|no)$|^(towncode|countycode|townid|countyid)$/i.test(
    name,
  );

/** Whether a column's name says that its values are codes, which are text even where they are all digits. */
export const namesCode = (name: string): boolean =>
  /代碼|代號|編碼|統編|統一編號|郵遞區號|電話|傳真|手機|證號|案號|code$|^code|phone|^tel|zip|postal|_id$/i.test(name);

export type TownshipAnswer = "known" | "zero-lost" | "unknown";

/**
 * Judges codes of the Ministry of the Interior: five digits for a county, eight for a township, more for a village of it. `townships` has the
 * eight-digit codes.
 */
export function townshipJudge(townships: ReadonlySet<string>): (code: string) => TownshipAnswer {
  const counties = new Set([...townships].map((code) => code.slice(0, 5)));
  const sevens = new Set([...townships].map((code) => code.slice(0, 7)));
  const isKnown = (code: string): boolean =>
    counties.has(code) || townships.has(code.slice(0, 8)) || (code.length === 7 && sevens.has(code));
  return (text) => {
    const code = text.trim().replace(/-\d{3}[A-Z]?$/, "");
    if (!/^\d{4,11}$/.test(code)) return "unknown";
    if (isKnown(code)) return "known";
    return isKnown(`0${code}`) ? "zero-lost" : "unknown";
  };
}
