import { type Certainty, defineParameter, type Expr, type Value } from "@troad/law";

type Text = readonly [zh: string, en: string];
/** A value, or a value with the certainty and source that are its own. */
type Figure = Value | readonly [value: Value, certainty: Certainty, source?: string];
/** Values by the first day on which they hold; each ends where the next begins, or on the day after "/". */
type InTime = Readonly<Record<string, Figure>>;

/** Figures of one article, which was read where `source` says. */
export function figuresOf([zh, en]: Text, certainty: Certainty, source: string) {
  const origin = { citation: { "zh-Hant": zh, en }, certainty, source };
  const values = (inTime: InTime) =>
    Object.entries(inTime).map(([days, figure]) => {
      const [from = "", to] = days.split("/");
      const [value, own, where] = Array.isArray(figure) ? figure : [figure];
      return {
        from,
        ...(to ? { to } : {}),
        value,
        ...(own ? { certainty: own } : {}),
        ...(where ? { source: where } : {}),
      };
    });
  const parts = (name: string, [zhLabel, enLabel]: Text, inTime: InTime) =>
    [origin, { name, label: { "zh-Hant": zhLabel, en: enLabel }, values: values(inTime) }] as const;
  return {
    money: (...one: Parameters<typeof parts>): Expr<"number"> => defineParameter("money", ...parts(...one)),
    count: (...one: Parameters<typeof parts>): Expr<"number"> => defineParameter("integer", ...parts(...one)),
    rate: (...one: Parameters<typeof parts>): Expr<"number"> => defineParameter("rate", ...parts(...one)),
  };
}
