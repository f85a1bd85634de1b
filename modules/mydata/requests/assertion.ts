import type { ClientRecord, EidApi } from "@troad/eid/api";
import { failures } from "@troad/kernel";

const fail = failures({ "mydata.client-unknown": 401 });

export type Client = Pick<ClientRecord, "client" | "sector" | "registration">;
type Parts = {
  eid: Pick<EidApi, "provenClient">;
  /** What an assertion is made out to: the address of this interface. */
  audience: string;
};

/** The client that an assertion proves (private_key_jwt, RFC 7523 section 3), once; `mydata.client-unknown` without a word on what was wrong. */
export async function clientOfAssertion({ eid, audience }: Parts, assertion: string): Promise<Client> {
  const client = await eid.provenClient({ assertion, audience });
  if (!client) throw fail("mydata.client-unknown");
  return client;
}
