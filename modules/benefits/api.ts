import { defineApi, exactly, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { Changed, Granted } from "./entitlements.ts";

export type BenefitsApi = {
  /** Grants a benefit from a month (`YYYY-MM-01`) on; idempotent by key. `decidedBy` are those who decided: they approve no run that pays it. */
  grant(granted: Granted): Promise<{ id: string }>;
  /** The account to which a person is paid, their own; the bank is asked whether it knows them by it. The last one registered is valid. */
  register(account: { subject: string; account: string; holder: string; by: string }): Promise<{ id: string }>;
  /** The account to which a person is paid; `wait`: why nothing goes there before a second person has looked. Null without one. */
  account(asked: {
    subject: string;
  }): Promise<{ account: string; holder: string; wait: "unproved" | "changed" | "no-longer-protected" | null } | null>;
  /** Changes, suspends, resumes or ends a benefit from a month on; idempotent by key. */
  change(changed: Changed): Promise<void>;
  /** The person of a national id has died: ends what this agency pays them, and what it pays for them, from this moment; idempotent. */
  died(request: { nationalId: string; agency: string; on: string; by: string }): Promise<{ ended: number }>;
};

const facts = Type.Record(
  Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,60}$" }),
  Type.Union([textUpTo(200), Type.Number(), Type.Boolean()]),
  {
    maxProperties: 50,
  },
);
const name = Type.String({ minLength: 1, maxLength: 200 });
const month = Type.String({ pattern: "^(19|20)\\d{2}-(0[1-9]|1[0-2])-01$" });

export const benefitsApi = defineApi<BenefitsApi>("benefits", {
  grant: [
    exactly({
      ...{ key: name, scheme: name, subject: name, person: name, facts, from: month },
      decidedBy: Type.Array(name, { maxItems: 10 }),
    }),
  ],
  register: [exactly({ subject: name, account: textUpTo(40), holder: name, by: name })],
  account: [exactly({ subject: name })],
  change: [
    exactly({
      ...{ id: uuidSchema(), key: name, from: month, reason: Type.String({ minLength: 1, maxLength: 150 }), by: name },
      kind: Type.Union([Type.Literal("changed"), Type.Literal("suspended"), Type.Literal("resumed"), Type.Literal("ended")]),
      facts: Type.Optional(facts),
    }),
  ],
  died: [exactly({ nationalId: textUpTo(20), agency: name, on: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), by: name })],
});
