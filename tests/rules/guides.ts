import fs from "node:fs";
import path from "node:path";

const digits = /(NT\$|US\$|\$)\s?\d|\d[\d,.]*\s?(元|塊|萬|億|%|％|dollars?\b|million\b|percent\b)/i;
const numerals =
  /[一二兩三四五六七八九十百千壹貳參肆伍陸柒捌玖拾佰仟幾]*[一二兩三四五六七八九十百千壹貳參肆伍陸柒捌玖拾佰仟](元|塊錢|萬|億)|百分之[一二三四五六七八九十百]/;

/** Amounts that stand in a text: money or percentages, in digits or in Chinese numerals. */
export const amountIn = (text: string): string | undefined => (digits.exec(text) ?? numerals.exec(text))?.[0];

/** Guides of content hold no amounts: figures come from the law engine, with their day and certainty. */
export function guidesWithAmounts(root: string): string | undefined {
  const base = path.join(root, "content", "guides");
  const found = fs
    .readdirSync(base)
    .flatMap((id) => ["zh-Hant", "en"].map((lang) => path.join(base, id, "text", `${lang}.json`)))
    .filter((file) => fs.existsSync(file))
    .flatMap((file) =>
      Object.entries(JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>).flatMap(([key, text]) => {
        const amount = amountIn(text);
        return amount === undefined ? [] : [`${path.relative(root, file)}: ${key} holds the amount ${amount}`];
      }),
    );
  return found.length > 0 ? found.join("\n") : undefined;
}
