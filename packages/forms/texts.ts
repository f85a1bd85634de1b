import type { FieldErrorCode } from "./errors.ts";

type ErrorTexts = Record<FieldErrorCode, string>;

const zhHant: ErrorTexts = {
  "field.required": "請填寫或選擇這一項",
  "field.malformed": "這一項的內容無法讀取，請重新填寫",
  "field.repeated": "這一項只能填一個答案",
  "field.characters": "請移除看不見的字元或控制字元",
  "field.too-short": "至少要 {min} 個字",
  "field.too-long": "最多 {max} 個字",
  "field.not-a-number": "請填數字，例如 12000",
  "field.not-whole": "請填整數，不要有小數",
  "field.too-small": "不能小於 {min}",
  "field.too-large": "不能大於 {max}",
  "field.not-a-date": "請填真實的日期，例如 115 年 9 月 1 日或 2026-09-01",
  "field.too-early": "日期不能早於 {min}",
  "field.too-late": "日期不能晚於 {max}",
  "field.not-a-choice": "請從列出的選項中選擇",
  "field.too-few": "至少要選 {min} 項",
  "field.too-many": "最多只能選 {max} 項",
  "field.not-yes-or-no": "請選擇「是」或「否」",
  "field.not-a-national-id": "請填正確的身分證統一編號或統一證號，例如 A123456789",
  "field.not-a-bank-account": "請填 3 碼銀行代碼及 6 到 16 碼帳號",
  "field.not-a-mobile": "請填 09 開頭的 10 碼手機號碼",
  "field.not-an-email": "請填正確的電子郵件，例如 name@example.tw",
};

const en: ErrorTexts = {
  "field.required": "Answer this question",
  "field.malformed": "This answer could not be read. Enter it again",
  "field.repeated": "Give only one answer here",
  "field.characters": "Remove invisible or control characters",
  "field.too-short": "Enter at least {min} {min, plural, one {character} other {characters}}",
  "field.too-long": "Enter at most {max} {max, plural, one {character} other {characters}}",
  "field.not-a-number": "Enter a number, such as 12000",
  "field.not-whole": "Enter a whole number",
  "field.too-small": "Enter {min} or more",
  "field.too-large": "Enter {max} or less",
  "field.not-a-date": "Enter a real date, such as 2026-09-01",
  "field.too-early": "The date must not be before {min}",
  "field.too-late": "The date must not be after {max}",
  "field.not-a-choice": "Choose one of the options listed",
  "field.too-few": "Choose at least {min}",
  "field.too-many": "Choose at most {max}",
  "field.not-yes-or-no": "Choose yes or no",
  "field.not-a-national-id": "Enter a national ID or resident number, such as A123456789",
  "field.not-a-bank-account": "Enter the 3-digit bank code and an account number of 6 to 16 digits",
  "field.not-a-mobile": "Enter a 10-digit mobile number that starts with 09",
  "field.not-an-email": "Enter an email address, such as name@example.tw",
};

/** The text of every field error by language; placeholders are the error's params. */
export const formTexts: { "zh-Hant": ErrorTexts; en: ErrorTexts } = { "zh-Hant": zhHant, en };
