/** A tax that a slip can be for. */
export type SlipTax = {
  name: string;
  national: boolean /** Whether people work the amount out themselves. */;
  selfAssessed: boolean;
};

const local = (name: string): SlipTax => ({ name, national: false, selfAssessed: false });
/** By the five digits that the payment page knows a tax by. */
const taxes: ReadonlyMap<string, SlipTax> = new Map([
  ["15001", { name: "綜合所得稅", national: true, selfAssessed: true }],
  ["11201", local("房屋稅")],
  ["11331", local("地價稅")],
  ["11223", local("使用牌照稅 小型自用客車")],
  ["11227", local("使用牌照稅 小型營業客車")],
  ["11232", local("使用牌照稅 重型機車")],
]);
/** The tax of a category; throws a RangeError for one that no slip can be for. */
export function taxOf(category: string): SlipTax {
  const tax = taxes.get(category);
  if (!tax) throw new RangeError(`${category} is no category of a slip`);
  return tax;
}
export const isCategory = (text: string): boolean => taxes.has(text);

/** What stands on a slip besides figures. */
export const phrases = {
  slip: "繳款書 Payment slip",
  keep: "收據聯（繳款人留存）",
  collect: "代收聯（代收單位留存）",
  cut: "沿線撕開",
  payer: "納稅義務人 Payer",
  payerId: "統一編號 ID number",
  year: "課稅年度 Year",
  writeOff: "銷帳編號 Number",
  due: "繳納期限 Pay by",
  amount: "金額 Amount",
  amountInWords: "金額（大寫）",
  store: "便利商店代收期限：",
  tooMuch: "金額超過 30,000 元，便利商店不代收。請到銀行或掃描 QR Code 繳納。",
  closed: "已超過便利商店代收期限。",
  page: "掃描 QR Code 上網繳納",
  pageClosed: "已超過線上繳納期限",
  until: "至 ",
  demo: "示範系統產生，不能用來繳納真正的稅款。條碼為通用的三段式格式。",
  trial: "依您自行填寫的資料試算。條碼為通用的三段式格式。",
} as const;

const latin = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join("");
const figures = "零壹貳參肆伍陸柒捌玖拾佰仟萬億兆元整新臺幣民國年月日度";
/** Every character that a slip can need: faces are cut down to these once. */
export const slipCharacters =
  latin + figures + [...taxes.values()].map(({ name }) => name).join("") + Object.values(phrases).join("");
