import type { LocalText } from "./values/local-text.ts";

/** Every code of this package. The first group occurs when a law is created, the second when it is queried. */
export type LawCode =
  | "law.duplicate"
  | "law.parameter"
  | "law.cycle"
  | "law.unknown-variable"
  | "law.unknown-input"
  | "law.type"
  | "law.range"
  | "law.out-of-range"
  | "law.not-known"
  | "law.division-by-zero"
  | "law.conflict"
  | "law.period"
  | "law.columns"
  | "law.overflow"
  | "law.limit";

const inChinese: Record<LawCode, string> = {
  "law.duplicate": "名稱重複",
  "law.parameter": "參數有誤",
  "law.cycle": "規則互相循環",
  "law.unknown-variable": "沒有這個計算項目",
  "law.unknown-input": "沒有這個事實，或缺少必要的事實",
  "law.type": "內容或型別不符",
  "law.range": "超出合理範圍",
  "law.out-of-range": "這個時間沒有可用的規定",
  "law.not-known": "沒有可查證的數字，不估算",
  "law.division-by-zero": "除數為零",
  "law.conflict": "兩項例外規定同時適用，互相矛盾",
  "law.period": "變更的日期不在規定適用期間的起訖日",
  "law.columns": "這項規則還不能以欄位方式計算",
  "law.overflow": "結果超出可表示的範圍",
  "law.limit": "超過上限",
};

/**
 * A law that cannot be created, or a question that it cannot answer; `subject` names the item at fault, `text` says why in both languages:
 * in Chinese by the code if there is no specific sentence.
 */
export class LawError extends Error {
  readonly code: LawCode;
  readonly subject: string;
  readonly text: LocalText;
  constructor(code: LawCode, subject: string, why: string | LocalText) {
    const text = typeof why === "string" ? { "zh-Hant": inChinese[code], en: why } : why;
    super(`${subject}: ${text.en} (${code})`);
    this.name = "LawError";
    this.code = code;
    this.subject = subject;
    this.text = text;
  }
}
