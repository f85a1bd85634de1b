import { defineApi } from "@troad/kernel";

export type RegisterSummary = { id: string; agency: string; provider: string; records: number; fields: string[] };

export type RegistersApi = {
  /** The registers that run in this process. */
  registers(): Promise<RegisterSummary[]>;
  /** Where the gateway of an agency forwards a service's requests, and the token it shows there. Only for a process that runs both. */
  serviceEndpoint(agency: string, service: string): Promise<{ url: string; token: string } | null>;
};

export const registersApi = defineApi<RegistersApi>("registers");
