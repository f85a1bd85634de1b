import { defineApi, exactly, textUpTo } from "@troad/kernel";
import Type from "typebox";

export type RegisterSummary = { id: string; agency: string; provider: string; records: number; fields: string[] };

/** A change of a record, as subscribers are told of it: no data. */
export type RecordChange = { seq: number; register: string; key: string; kind: string; version: number; at: string };
/** A change that another agency's register told this agency of. */
export type ReceivedChange = { seq: number; subscription: string; key: string; kind: string; version: number };
/** A question for a person's own data that a module answers behind an agency's gateway: the headers that the gateway set, and what is asked. */
export type ServedQuestion = {
  agency: string;
  service: string;
  headers: Record<string, string>;
  nationalId: string;
  fields: string[];
};
/** What a gateway passed on to a service of another module: which consents have ended. */
export type EndedNotice = Pick<ServedQuestion, "agency" | "service" | "headers"> & { consents: string[] };
type After = { agency: string; after: number; limit: number };

export type RegistersApi = {
  /** The registers that run in this process. */
  registers(): Promise<RegisterSummary[]>;
  /** The OpenAPI 3.1 description of a register's service in a language, wherever the register runs; null for other services. */
  description(provider: string, lang: string): Promise<object | null>;
  /** Where the gateway of an agency forwards a service's requests, and the token it shows there. Only for a process that runs both. */
  serviceEndpoint(agency: string, service: string): Promise<{ url: string; token: string } | null>;
  /**
   * Uses up the consent by which a person's own data is asked of a service that another module answers. Throws, as a register does, where none covers
   * it; gives the instant of the first use, which a repeated message gets again.
   */
  admit(question: ServedQuestion): Promise<{ usedAt: string }>;
  /** For a service of another module: takes in which consents have ended, as a register does. */
  consentsEnded(told: EndedNotice): Promise<{ ended: number }>;
  /** Changes in registers of an agency of this process after one of them, in their order, and the place of the last one there is. */
  changesAfter(request: After & { registers: string[] }): Promise<{ changes: RecordChange[]; last: number }>;
  /** What an agency of this process was told after one of them. */
  receivedAfter(request: After): Promise<ReceivedChange[]>;
};

const after = {
  agency: textUpTo(100),
  after: Type.Integer({ minimum: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 1_000 }),
};

const gatewayHeaders = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 64_000 }), { maxProperties: 200 });

export const registersApi = defineApi<RegistersApi>("registers", {
  registers: [],
  description: [textUpTo(1_000), textUpTo(40)],
  serviceEndpoint: [textUpTo(100), textUpTo(200)],
  admit: [
    exactly({
      ...{ agency: textUpTo(100), service: textUpTo(200), nationalId: textUpTo(40) },
      headers: gatewayHeaders,
      fields: Type.Array(textUpTo(60), { minItems: 1, maxItems: 60 }),
    }),
  ],
  consentsEnded: [
    exactly({
      ...{ agency: textUpTo(100), service: textUpTo(200), headers: gatewayHeaders },
      consents: Type.Array(textUpTo(100), { minItems: 1, maxItems: 200 }),
    }),
  ],
  changesAfter: [exactly({ ...after, registers: Type.Array(textUpTo(100), { maxItems: 100 }) })],
  receivedAfter: [exactly(after)],
});
