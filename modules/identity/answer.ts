import { type Right, readRight } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { exactly, instant, type ModuleContext } from "@troad/kernel";
import Type from "typebox";
import Value from "typebox/value";
import { fail } from "./errors.ts";
import { certificateChecked } from "./events.ts";
import { insertCheck } from "./store/checks.ts";

/** Where the service is: the subsystem of the ministry that issues the cards. */
export const place = { agency: "moi", subsystem: "EID", service: "certificate-owner" } as const;

const questionSchema = exactly({
  nationalId: Type.String({ pattern: "^[A-Z][0-9]{9}$" }),
  /** PEM. */
  certificate: Type.String({ minLength: 100, maxLength: 10_000 }),
});

type Parts = { ctx: ModuleContext; eid: Pick<EidApi, "ownsCertificate">; provider: string; perMinute: number };
type Headers = Record<string, string | string[] | undefined>;

/**
 * Yes or no: does this certificate belong to this person and is it in force? Asked by law over the road, so many times a minute for each
 * consumer; each answer is audited and told to the person.
 */
export function openAnswers({ ctx, eid, provider, perMinute }: Parts) {
  const counts = new Map<string, { minute: number; count: number }>();
  const limit = (consumer: string): void => {
    const minute = Math.floor(ctx.clock.now().getTime() / 60_000);
    const before = counts.get(consumer);
    const count = before?.minute === minute ? before.count + 1 : 1;
    if (count > perMinute) throw fail("identity.too-many");
    counts.set(consumer, { minute, count });
  };
  return async (headers: Headers, body: unknown): Promise<{ belongs: boolean }> => {
    const { consumer, exchangeId, right } = messageOf(headers);
    limit(consumer);
    if (!Value.Check(questionSchema, body)) throw fail("identity.question-invalid");
    const { nationalId, certificate } = body;
    const belongs = await eid.ownsCertificate({ nationalId, certificate });
    await ctx.db.tx(async (tx) => {
      await tx.audit({ actor: consumer, action: "identity.checked", target: exchangeId, detail: { belongs } });
      const check = { consumer, exchange_id: exchangeId, agreement: right.id, belongs, at: instant(ctx.clock) };
      await insertCheck(tx, { id: ctx.ids.uuid(), ...check });
      await tx.publish(certificateChecked, {
        ...{ provider, consumer, exchangeId, nationalId, found: belongs, at: instant(ctx.clock) },
        ...{ agreement: right.id, legalBasis: right.legalBasis ?? null, purpose: right.purpose ?? null },
      });
    });
    return { belongs };
  };
}

/** What the gateway says of a message; it has verified the consumer. Only a right by law opens the question. */
function messageOf(headers: Headers): { consumer: string; exchangeId: string; right: Right } {
  const one = (name: string): string => (typeof headers[name] === "string" ? headers[name] : "");
  const right = readRight(one("x-troad-right"));
  const [consumer, exchangeId] = [one("x-road-client"), one("x-road-id")];
  const names = right?.endpoints?.some(({ method, path }) => method === "POST" && path === "/check");
  if (!right || right.consentRequired || !names || consumer === "" || exchangeId === "") throw fail("identity.not-allowed");
  return { consumer, exchangeId, right };
}
