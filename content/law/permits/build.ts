import { defineInput, defineVariable, type Input, type LocalText, type Operand, type Variable } from "@troad/law";

type Text = readonly [zh: string, en: string];

/** A text that is compared with another, such as who a register names. */
export const text = (name: string, zh: string, en: string): Input<"text"> =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });

/** Codes with what they mean in both languages. */
export const codesOf = <C extends string>(codes: Readonly<Record<C, Text>>): Record<C, LocalText> =>
  Object.fromEntries(Object.entries<Text>(codes).map(([code, [zh, en]]) => [code, { "zh-Hant": zh, en }])) as Record<
    C,
    LocalText
  >;

/** Which of its ends an application comes to, and so which reason is given. */
export const outcome = <C extends string>(
  name: string,
  from: string,
  codes: Readonly<Record<C, Text>>,
  formula: Operand<"code">,
): Variable<"code"> =>
  defineVariable({
    ...{ name, entity: "person", period: "day", type: "code", from },
    label: { "zh-Hant": "結果", en: "Outcome" },
    article: null,
    codes: codesOf(codes),
    formula,
  });
