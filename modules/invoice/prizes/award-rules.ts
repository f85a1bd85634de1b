import { type Draw, isTerm, type PrizeAmounts, type PrizeTaxes } from "@troad/invoice-formats";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type from "typebox";

/** What content says about prizes: past draws, amounts, taxes, carrier types (`content/invoice/<id>/`). */
const eight = Type.Array(Type.String({ pattern: "^\\d{8}$" }), { maxItems: 10 });
const drawsSchema = Type.Object({
  draws: Type.Array(
    Type.Object({
      term: Type.String({ pattern: "^\\d{5}$" }),
      super: eight,
      special: eight,
      first: eight,
      additional: Type.Array(Type.String({ pattern: "^\\d{3}$" }), { maxItems: 6 }),
      source: Type.String({ minLength: 1 }),
      certainty: Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
    }),
  ),
});
const money = Type.Integer({ minimum: 1 });
const amountsSchema = Type.Object({
  super: money,
  special: money,
  first: money,
  second: money,
  third: money,
  fourth: money,
  fifth: money,
  sixth: money,
  add6: money,
});
const prizesSchema = Type.Object({
  amounts: amountsSchema,
  taxes: Type.Array(
    Type.Object({
      from: Type.String({ format: "date" }),
      withheldFrom: money,
      withheldPercent: Type.Integer({ minimum: 0, maximum: 100 }),
      stampPerMille: Type.Integer({ minimum: 0, maximum: 1000 }),
      source: Type.String(),
    }),
    { minItems: 1 },
  ),
  cloud: Type.Array(
    Type.Object({ from: Type.String(), groups: Type.Array(Type.Object({ amount: money, count: Type.Integer({ minimum: 0 }) })) }),
  ),
});
const carrierTypesSchema = Type.Object({ types: Type.Record(Type.String({ pattern: "^[A-Z0-9]{2}\\d{4}$" }), Type.String()) });

export type AwardRules = {
  readonly amounts: PrizeAmounts;
  readonly draws: readonly Draw[];
  /** Numbers of later periods, made up for the demonstration only. */
  readonly madeUp: readonly Draw[];
  /** Names of carriers by type. */
  readonly carrierTypes: ReadonlyMap<string, string>;
  /** The number of prizes of each amount in a period's cloud draw. */
  cloudGroups(term: string): readonly { readonly amount: number; readonly count: number }[];
  /** The taxes on a prize paid on this day. */
  taxesOn(day: string): PrizeTaxes;
};

/** Reads and validates it. Throws ConfigurationError with the place of the error. */
export function readAwardRules(content: Content): AwardRules {
  const draws = content.read("invoice", "draws.json", drawsSchema).flatMap(({ value }) => value.draws);
  const prizes = content.read("invoice", "prizes.json", prizesSchema)[0]?.value;
  if (!prizes) throw new ConfigurationError("content/invoice has no prizes.json");
  const madeUp = content.read("invoice", "demo-draws.json", drawsSchema).flatMap(({ value }) => value.draws);
  const all = [...draws, ...madeUp];
  const twice = all.find(({ term }, at) => !isTerm(term) || all.findIndex((other) => other.term === term) !== at);
  if (twice) throw new ConfigurationError(`content/invoice: ${twice.term} is no period, or there twice`);
  const types = content
    .read("invoice", "carrier-types.json", carrierTypesSchema)
    .flatMap(({ value }) => Object.entries(value.types));
  const taxes = prizes.taxes.toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const cloud = prizes.cloud.toSorted((a, b) => (a.from < b.from ? 1 : -1));
  return {
    amounts: prizes.amounts,
    draws,
    madeUp,
    carrierTypes: new Map(types),
    cloudGroups: (term) => cloud.find(({ from }) => from <= term)?.groups ?? [],
    taxesOn: (day) => taxes.find(({ from }) => from <= day) ?? taxes.at(-1)!,
  };
}
