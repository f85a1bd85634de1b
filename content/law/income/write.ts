import { defineVariable, type LocalText, type Operand, type Variable } from "@troad/law";

const common = { entity: "household", period: "year", from: "2019-01-01" } as const;
/** The articles that the steps of a return stand on. */
export const art17: LocalText = { "zh-Hant": "所得稅法第 17 條", en: "Income Tax Act, Article 17" };
export const art15: LocalText = { "zh-Hant": "所得稅法第 15 條", en: "Income Tax Act, Article 15" };
export const art5: LocalText = { "zh-Hant": "所得稅法第 5 條第 2 項", en: "Income Tax Act, Article 5, paragraph 2" };

type Text = readonly [zh: string, en: string];
type More = { certainty?: "A" | "B" | "C" | "D"; note?: LocalText };
const label = ([zh, en]: Text): LocalText => ({ "zh-Hant": zh, en });

/** A step of the return in money. */
export const money = (
  name: string,
  text: Text,
  article: LocalText | null,
  formula: Operand<"number">,
  more: More = {},
): Variable<"money"> =>
  defineVariable({ ...common, ...more, name: `income.${name}`, type: "money", label: label(text), article, formula });
/** A step that counts. */
export const count = (name: string, text: Text, article: LocalText | null, formula: Operand<"number">): Variable<"integer"> =>
  defineVariable({ ...common, name: `income.${name}`, type: "integer", label: label(text), article, formula });
/** A step that chooses. */
export const choice = (
  name: string,
  text: Text,
  article: LocalText | null,
  codes: Record<string, LocalText>,
  formula: Operand<"code">,
): Variable<"code"> =>
  defineVariable({ ...common, name: `income.${name}`, type: "code", codes, label: label(text), article, formula });
