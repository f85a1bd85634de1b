import { defineApi, textUpTo } from "@troad/kernel";

export type RegisterSummary = { id: string; agency: string; provider: string; records: number; fields: string[] };

export type RegistersApi = {
  /** The registers that run in this process. */
  registers(): Promise<RegisterSummary[]>;
  /** The OpenAPI 3.1 description of a register's service in a language, wherever the register runs; null for other services. */
  description(provider: string, lang: string): Promise<object | null>;
  /** Where the gateway of an agency forwards a service's requests, and the token it shows there. Only for a process that runs both. */
  serviceEndpoint(agency: string, service: string): Promise<{ url: string; token: string } | null>;
};

export const registersApi = defineApi<RegistersApi>("registers", {
  registers: [],
  description: [textUpTo(1_000), textUpTo(40)],
  serviceEndpoint: [textUpTo(100), textUpTo(200)],
});
