import type { FieldErrorCode } from "./errors.ts";
import type { Field } from "./form/schema.ts";

/** A code, or a code for the kinds of question that are asked in another way. */
export type MessageKey = FieldErrorCode | "field.required.choice" | "field.required.yes-no" | "field.required.file";
type Messages = Record<MessageKey, string>;

const zhHant: Messages = {
  "field.required": "請填寫「{label}」",
  "field.required.choice": "請選擇「{label}」",
  "field.required.yes-no": "請選擇「是」或「否」：{label}",
  "field.required.file": "請附上「{label}」",
  "field.malformed": "「{label}」的內容無法讀取，請重新填寫",
  "field.repeated": "「{label}」只能填一個答案",
  "field.characters": "請移除「{label}」裡看不見的字元或控制字元",
  "field.too-short": "「{label}」至少要 {min} 個字",
  "field.too-long": "「{label}」最多 {max} 個字",
  "field.not-a-number": "「{label}」請填數字，例如 12000",
  "field.not-whole": "「{label}」請填整數，不要有小數",
  "field.too-small": "「{label}」不能小於 {min}",
  "field.too-large": "「{label}」不能大於 {max}",
  "field.not-a-date": "「{label}」請填真實的日期，例如 115 年 9 月 1 日",
  "field.too-early": "「{label}」不能早於 {min}",
  "field.too-late": "「{label}」不能晚於 {max}",
  "field.not-a-choice": "「{label}」請從列出的選項中選擇",
  "field.too-few": "「{label}」至少要選 {min} 項",
  "field.too-many": "「{label}」最多只能選 {max} 項",
  "field.not-yes-or-no": "請選擇「是」或「否」：{label}",
  "field.not-a-national-id": "「{label}」請填正確的身分證統一編號或統一證號，例如 A123456789",
  "field.not-a-plate": "「{label}」請填正確的車牌號碼，例如 ABC-1234",
  "field.not-a-bank-account": "「{label}」請選擇銀行，並填 6 到 16 碼帳號，例如 0123456789",
  "field.not-a-mobile": "「{label}」請填 09 開頭的 10 碼手機號碼",
  "field.not-an-email": "「{label}」請填正確的電子郵件，例如 name@example.tw",
  "field.not-declared": "請勾選「{label}」",
  "field.not-listed": "「{label}」請從建議的選項中選擇",
  "field.not-a-district": "「{label}」請選擇縣市及鄉鎮市區",
  "field.no-road-line": "「{label}」請填寫路名及門牌號碼",
  "field.not-a-business-number": "「{label}」請填正確的 8 碼統一編號，例如 04595257",
  "field.not-registered": "「{label}」查無此編號，請確認後重新填寫",
  "field.not-confirmed": "「{label}」查到的是「{name}」，確認無誤請按「繼續」",
  "field.register-silent": "「{label}」目前無法查詢，請稍後再試",
  "field.not-signed": "「{label}」請填寫您的姓名「{name}」",
  "field.differs-without-reason": "您填的與查到的資料不同，請填寫「{label}」",
  "field.same-entry": "「{label}」已經填過，每人只能填一次",
  "field.too-few-entries": "「{label}」至少要填 {min} 筆",
  "field.too-many-entries": "「{label}」最多只能填 {max} 筆",
  "field.too-many-files": "「{label}」最多只能附 {max} 個檔案",
  "field.file-empty": "「{label}」的檔案沒有內容，請選擇其他檔案",
  "field.file-too-large": "「{label}」的檔案不能超過 {max} MB",
  "field.file-kind": "「{label}」的檔案須為 PDF、JPEG 或 PNG，且內容與格式相符",
  "field.file-infected": "「{label}」的檔案含有惡意程式，已拒絕接收",
  "field.file-not-scanned": "「{label}」的檔案目前無法掃描，請稍後再試",
  "field.file-unknown": "「{label}」的檔案找不到，請重新選擇",
  "field.files-full": "「{label}」：這件申請最多只能附 {max} 個檔案",
};

const en: Messages = {
  "field.required": "Enter an answer to “{label}”",
  "field.required.choice": "Choose an answer to “{label}”",
  "field.required.yes-no": "Select yes or no: {label}",
  "field.required.file": "Attach “{label}”",
  "field.malformed": "“{label}” could not be read. Enter it again",
  "field.repeated": "Give only one answer to “{label}”",
  "field.characters": "Remove invisible or control characters from “{label}”",
  "field.too-short": "“{label}” must have at least {min} {min, plural, one {character} other {characters}}",
  "field.too-long": "“{label}” must have at most {max} {max, plural, one {character} other {characters}}",
  "field.not-a-number": "“{label}” must be a number, such as 12000",
  "field.not-whole": "“{label}” must be a whole number",
  "field.too-small": "“{label}” must be {min} or more",
  "field.too-large": "“{label}” must be {max} or less",
  "field.not-a-date": "“{label}” must be a real date, such as 2026-09-01",
  "field.too-early": "“{label}” must not be before {min}",
  "field.too-late": "“{label}” must not be after {max}",
  "field.not-a-choice": "Choose one of the options listed for “{label}”",
  "field.too-few": "Choose at least {min} for “{label}”",
  "field.too-many": "Choose at most {max} for “{label}”",
  "field.not-yes-or-no": "Select yes or no: {label}",
  "field.not-a-national-id": "“{label}” must be a national ID or resident number, such as A123456789",
  "field.not-a-plate": "“{label}” must be a number plate, such as ABC-1234",
  "field.not-a-bank-account": "“{label}”: choose the bank and enter an account number of 6 to 16 digits, such as 0123456789",
  "field.not-a-mobile": "“{label}” must be a 10-digit mobile number that starts with 09",
  "field.not-an-email": "“{label}” must be an email address, such as name@example.tw",
  "field.not-declared": "Tick the box: “{label}”",
  "field.not-listed": "Choose one of the suggestions for “{label}”",
  "field.not-a-district": "Choose a county and district for “{label}”",
  "field.no-road-line": "Enter the road and number of “{label}”",
  "field.not-a-business-number": "“{label}” must be an 8-digit business number, such as 04595257",
  "field.not-registered": "The number in “{label}” is not in the register. Check it and enter it again",
  "field.not-confirmed": "“{label}”: we found {name}. If this is right, continue",
  "field.register-silent": "“{label}”: the register cannot be asked at the moment. Try again later",
  "field.not-signed": "“{label}”: type your name, {name}",
  "field.differs-without-reason": "Your answer differs from our records: fill in “{label}”",
  "field.same-entry": "“{label}” was given before: give each person once",
  "field.too-few-entries": "Add at least {min} to “{label}”",
  "field.too-many-entries": "Add at most {max} to “{label}”",
  "field.too-many-files": "Attach at most {max} {max, plural, one {file} other {files}} to “{label}”",
  "field.file-empty": "The file for “{label}” is empty. Choose another file",
  "field.file-too-large": "The file for “{label}” must be at most {max} MB",
  "field.file-kind": "The file for “{label}” must be a PDF, JPEG or PNG document",
  "field.file-infected": "The file for “{label}” contains malware and was not accepted",
  "field.file-not-scanned": "The file for “{label}” cannot be scanned at the moment. Try again later",
  "field.file-unknown": "The file for “{label}” was not found. Choose it again",
  "field.files-full": "“{label}”: an application takes at most {max} files",
};

/** Texts of the errors that name the question: several links of one summary can be told apart. Placeholders are `label` and the error's params. */
export const fieldMessages: { "zh-Hant": Messages; en: Messages } = { "zh-Hant": zhHant, en };

/** Which of them says what is wrong with a field. */
export function messageKey(type: Field["type"], code: FieldErrorCode): MessageKey {
  if (code !== "field.required") return code;
  if (type === "yes-no") return "field.required.yes-no";
  if (type === "file") return "field.required.file";
  return type === "choice" || type === "choices" || type === "long-choice" || type === "offered" ? "field.required.choice" : code;
}
