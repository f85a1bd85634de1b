import { defineInput, defineVariable, type Exception, type Input, type LocalText, type Operand, type Variable } from "@troad/law";

type Text = readonly [zh: string, en: string];
const text = ([zh, en]: Text): LocalText => ({ "zh-Hant": zh, en });
const MOST = 1_000_000_000_000;

/** Facts and rules about one kind of entity whose rules begin on one day and were read as far as `certainty` says. */
export function writer(entity: string, period: "day" | "month" | "year", from: string, certainty: "A" | "B" | "C" = "A") {
  const common = { entity, period, from, certainty };
  return {
    amount: (name: string, label: Text, most = MOST, least = 0): Input<"money"> =>
      defineInput({ name, entity, type: "money", label: text(label), least, most }),
    date: (name: string, label: Text): Input<"date"> => defineInput({ name, entity, type: "date", label: text(label) }),
    count: (name: string, label: Text, most = 1_000_000): Input<"integer"> =>
      defineInput({ name, entity, type: "integer", label: text(label), least: 0, most }),
    share: (name: string, label: Text): Input<"rate"> => defineInput({ name, entity, type: "rate", label: text(label) }),
    fact: (name: string, label: Text): Input<"boolean"> => defineInput({ name, entity, type: "boolean", label: text(label) }),
    one: (name: string, label: Text, codes: Record<string, LocalText>): Input<"code"> =>
      defineInput({ name, entity, type: "code", label: text(label), codes }),
    money: (
      name: string,
      label: Text,
      article: Text,
      formula: Operand<"number">,
      exceptions: readonly Exception<"money">[] = [],
    ): Variable<"money"> =>
      defineVariable({ ...common, name, type: "money", label: text(label), article: text(article), formula, exceptions }),
    day: (
      name: string,
      label: Text,
      article: Text,
      formula: Operand<"date">,
      exceptions: readonly Exception<"date">[] = [],
    ): Variable<"date"> =>
      defineVariable({ ...common, name, type: "date", label: text(label), article: text(article), formula, exceptions }),
    whole: (name: string, label: Text, article: Text, formula: Operand<"number">): Variable<"integer"> =>
      defineVariable({ ...common, name, type: "integer", label: text(label), article: text(article), formula }),
    yes: (name: string, label: Text, article: Text, formula: Operand<"boolean">): Variable<"boolean"> =>
      defineVariable({ ...common, name, type: "boolean", label: text(label), article: text(article), formula }),
    rate: (name: string, label: Text, article: Text, formula: Operand<"number">): Variable<"rate"> =>
      defineVariable({ ...common, name, type: "rate", label: text(label), article: text(article), formula }),
  };
}
