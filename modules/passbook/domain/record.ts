import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const text = Type.Union([Type.String(), Type.Null()]);
const amount = Type.Integer();
const orEmpty = <T extends ReturnType<typeof Type.Object>>(entry: T) => Type.Union([Type.Array(entry), Type.Null()]);

/** A record of a register of assessments, as an office gives it. */
const recordSchema = Type.Object({
  ...{
    number: Type.String(),
    taxpayer: Type.String(),
    taxpayerName: text,
    tax: Type.String(),
    year: Type.Integer(),
    period: text,
  },
  ...{ object: text, base: Type.Union([amount, Type.Null()]), assessed: amount, lawZh: text, lawEn: text },
  reasons: orEmpty(Type.Object({ zh: text, en: text })),
  ...{ assessedOn: text, payFrom: Type.String(), due: Type.String(), state: Type.String() },
  payments: orEmpty(
    Type.Object({
      amount,
      late: Type.Optional(Type.Union([amount, Type.Null()])),
      on: Type.String(),
      channel: text,
      reference: text,
    }),
  ),
  refunds: orEmpty(
    Type.Object({
      ...{ amount, on: text, why: text, paid: Type.Union([Type.Boolean(), Type.Null()]) },
      /** By which claim it was paid out. */
      reference: Type.Optional(text),
    }),
  ),
  owners: orEmpty(Type.Object({ name: text, share: text, amount })),
  directDebit: text,
  instalments: orEmpty(Type.Object({ no: Type.Integer(), due: Type.String(), amount })),
  ...{ enforcedOn: text, enforcementOffice: text, enforcementNo: text },
  ...{ correctedOn: text, correctedFrom: Type.Union([amount, Type.Null()]), correctionReason: text, sourceCase: text },
});
export type TaxRecord = Static<typeof recordSchema>;

/** What is asked of an office. */
export const recordFields: readonly string[] = Object.keys(recordSchema.properties);

const check = Compile(recordSchema);
/** Whether what an office answered are records. */
export const areRecords = (value: unknown): value is TaxRecord[] =>
  Array.isArray(value) && value.length <= 200 && value.every((one: unknown) => check.Check(one));
