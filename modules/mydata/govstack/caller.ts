import { bearerOf, failures } from "@troad/kernel";
import { holds, type Session } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Person } from "../requests/agreed.ts";
import type { Client } from "../requests/assertion.ts";

const fail = failures({ "mydata.not-signed-in": 401, "mydata.not-for-you": 403 });
/** Officers who see every agreement and every consent. */
const auditRole = "auditor";

export type Caller =
  | { kind: "recipient"; client: Client }
  | { kind: "individual"; person: Person }
  | { kind: "auditor"; subject: string };
type CallerOf<K> = Extract<Caller, { kind: K }>;
export type CallerParts = {
  clientOf(assertion: string): Promise<Client>;
  session(request: FastifyRequest): Promise<Session | undefined>;
  nationalId(request: FastifyRequest): Promise<string | null>;
};

/**
 * Who calls: a recipient by an assertion signed with its key (as a bearer, used once), a person or an officer by their session of the portal. What
 * a recipient could say of people's consent would prove nothing, so consents are given and withdrawn by their person's session alone.
 */
export async function callerOf<K extends Caller["kind"]>(
  { clientOf, session, nationalId }: CallerParts,
  request: FastifyRequest,
  kinds: readonly K[],
): Promise<CallerOf<K>> {
  const allowed = (kind: Caller["kind"]): boolean => (kinds as readonly string[]).includes(kind);
  const found = async (): Promise<Caller> => {
    const bearer = bearerOf(request);
    if (bearer !== undefined) {
      if (!allowed("recipient")) throw fail("mydata.not-for-you");
      return { kind: "recipient", client: await clientOf(bearer) };
    }
    const own = await session(request);
    if (!own) throw fail("mydata.not-signed-in");
    if (allowed("auditor") && holds(own, [auditRole])) return { kind: "auditor", subject: own.subject };
    if (!allowed("individual") || !holds(own, ["citizen"])) throw fail("mydata.not-for-you");
    const { subject, proof } = own;
    return { kind: "individual", person: { subject, proof, nationalId: await nationalId(request) } };
  };
  return (await found()) as CallerOf<K>;
}
