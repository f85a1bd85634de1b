/** The components' own texts, by language; `{n}` stands for a number, `{text}` for a word. */
export interface Words {
  readonly lang: string;
  readonly error: string;
  readonly colon: string;
  readonly errorSummaryTitle: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  /** The parts of a date in the order of the language. */
  readonly dateOrder: readonly ("day" | "month" | "year")[];
  readonly back: string;
  readonly breadcrumb: string;
  readonly important: string;
  readonly success: string;
  readonly warning: string;
  readonly contents: string;
  readonly pagination: string;
  readonly previous: string;
  readonly next: string;
  /** Follows `previous` and `next`, for screen readers. */
  readonly pageSuffix: string;
  readonly page: string;
  readonly show: string;
  readonly showPassword: string;
  readonly charactersUpTo: string;
  readonly wordsUpTo: string;
  /** Texts for the script, by module name; without them the script uses English. */
  readonly script: Readonly<Record<"character-count" | "password-input" | "copy", Readonly<Record<string, string>>>> | undefined;
  readonly skipToContent: string;
  readonly mainNavigation: string;
  readonly language: string;
  readonly account: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly copy: string;
  readonly verified: string;
  readonly notVerified: string;
  readonly pending: string;
  readonly checkFailed: string;
  readonly proofPath: string;
  readonly fingerprint: string;
  readonly currentStep: string;
  readonly doneStep: string;
  readonly step: string;
  readonly certificateNumber: string;
  readonly issuedBy: string;
  readonly issuedOn: string;
  readonly checkHere: string;
  readonly print: string;
  readonly home: string;
  readonly menu: string;
  readonly search: string;
}

/** English, with the same words as the oracle of the component markup where it has any. */
export const english: Words = {
  lang: "en",
  error: "Error",
  colon: ":",
  errorSummaryTitle: "There is a problem",
  day: "Day",
  month: "Month",
  year: "Year",
  dateOrder: ["day", "month", "year"],
  back: "Back",
  breadcrumb: "Breadcrumb",
  important: "Important",
  success: "Success",
  warning: "Warning",
  contents: "Contents",
  pagination: "Pagination",
  previous: "Previous",
  next: "Next",
  pageSuffix: " page",
  page: "Page {n}",
  show: "Show",
  showPassword: "Show password",
  charactersUpTo: "You can enter up to {n} characters",
  wordsUpTo: "You can enter up to {n} words",
  script: undefined,
  skipToContent: "Skip to main content",
  mainNavigation: "Main",
  language: "Language",
  account: "Account",
  signIn: "Sign in",
  signOut: "Sign out",
  copy: "Copy",
  verified: "Checked",
  notVerified: "Check failed",
  pending: "Not checked yet",
  checkFailed: "This check failed",
  proofPath: "Proof path",
  fingerprint: "Fingerprint",
  currentStep: "Now",
  doneStep: "Done",
  step: "Step {n}",
  certificateNumber: "Certificate number",
  issuedBy: "Issued by",
  issuedOn: "Issued on",
  checkHere: "Check this certificate",
  print: "Print",
  home: "Home",
  menu: "Menu",
  search: "Search",
};

/** Traditional Chinese as used in Taiwan. */
export const traditionalChinese: Words = {
  lang: "zh-Hant",
  error: "錯誤",
  colon: "：",
  errorSummaryTitle: "請先修正以下問題",
  day: "日",
  month: "月",
  year: "年",
  dateOrder: ["year", "month", "day"],
  back: "返回",
  breadcrumb: "目前位置",
  important: "重要通知",
  success: "完成",
  warning: "注意",
  contents: "內容",
  pagination: "分頁",
  previous: "上一頁",
  next: "下一頁",
  pageSuffix: "",
  page: "第 {n} 頁",
  show: "顯示",
  showPassword: "顯示密碼",
  charactersUpTo: "最多可輸入 {n} 個字",
  wordsUpTo: "最多可輸入 {n} 個詞",
  script: {
    "character-count": {
      "characters-under-limit": "還可以輸入 %{count} 個字",
      "characters-at-limit": "已達字數上限",
      "characters-over-limit": "超過 %{count} 個字",
      "words-under-limit": "還可以輸入 %{count} 個詞",
      "words-at-limit": "已達詞數上限",
      "words-over-limit": "超過 %{count} 個詞",
    },
    "password-input": {
      "show-password": "顯示",
      "hide-password": "隱藏",
      "show-password-aria-label": "顯示密碼",
      "hide-password-aria-label": "隱藏密碼",
    },
    copy: { copied: "已複製" },
  },
  skipToContent: "跳到主要內容",
  mainNavigation: "主選單",
  language: "語言",
  account: "帳號",
  signIn: "登入",
  signOut: "登出",
  copy: "複製",
  verified: "驗證通過",
  notVerified: "驗證失敗",
  pending: "尚未驗證",
  checkFailed: "這項驗證未通過",
  proofPath: "證明路徑",
  fingerprint: "指紋值",
  currentStep: "進行中",
  doneStep: "已完成",
  step: "步驟 {n}",
  certificateNumber: "證明書編號",
  issuedBy: "核發機關",
  issuedOn: "核發日期",
  checkHere: "查驗這份證明",
  print: "列印",
  home: "首頁",
  menu: "選單",
  search: "搜尋",
};

/** The texts for a language tag (BCP 47): Chinese for `zh...`, English for all others, which may pass `Words` of their own. */
export const wordsIn = (lang: string): Words => (/^zh\b/i.test(lang) ? traditionalChinese : english);

/** Fills `{n}` and `{text}` into a phrase. */
export const phrase = (pattern: string, values: Readonly<Record<string, string | number>>): string =>
  pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The attributes that give a component's script the language of the page. */
export const scriptWords = (words: Words, module: "character-count" | "password-input" | "copy"): Record<string, string> =>
  Object.fromEntries(Object.entries(words.script?.[module] ?? {}).map(([name, text]) => [`data-i18n.${name}`, text]));
