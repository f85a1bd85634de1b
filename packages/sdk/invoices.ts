import type { Transport } from "./transport.ts";

/** An invoice in a carrier of a person who agreed to it. */
export type OwnInvoice = {
  number: string;
  /** yyyy-mm-dd */
  date: string;
  seller: string;
  sellerName: string;
  total: number;
  carrier: string;
  standing: "valid" | "cancelled";
};
export type OwnPage = { invoices: OwnInvoice[]; until: string; next: string | null };
/** What is sold: prices with tax for consumers, without it where `buyer` is a business. */
export type Sale = {
  lines: { description: string; quantity: string; unitPrice: string }[];
  buyer?: string;
  buyerName?: string;
  /** A mobile barcode. */
  carrier?: string;
  /** A love code. */
  donation?: string;
};
export type Written = { package: string; term: string; number: string; receivedAt: string };
export type Sold = {
  number: string;
  date: string;
  buyer: string;
  total: number;
  standing: "valid" | "cancel" | "void" | "reject";
};
export type PackageResult = {
  package: string;
  receivedAt: string;
  kind: string;
  taken: number;
  waiting: string[];
  refused: { number: string; errors: { code: string; path: string }[] }[];
};
type Page = { cursor?: string | null; limit?: number };
type Named = { term: string; number: string };

const part = encodeURIComponent;
const query = (given: Record<string, string | number | null | undefined>): string => {
  const own = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return own.length === 0 ? "" : `?${new URLSearchParams(own)}`;
};

/** Cloud invoices (API v2): those of a person who agreed to it, and those of a business that named this client. */
export function openInvoices(transport: Transport) {
  const get = (place: string): Promise<unknown> => transport.service("GET", place, undefined, "invoice", { version: "v2" });
  /** The same `key` is the same act, however often it is sent. */
  const post = (place: string, body: object, key: string): Promise<Written> =>
    transport.service("POST", place, body, "invoice", { version: "v2", key }) as Promise<Written>;
  const of = (ban: string, { term, number }: Named): string => `/shops/${part(ban)}/invoices/${part(term)}/${part(number)}`;
  const page = (asked: { consent: string } & Page): Promise<OwnPage> => get(`/invoices${query(asked)}`) as Promise<OwnPage>;
  return {
    /** A page of a person's invoices, newest first; without `cursor` one of the answers begins that were agreed to. */
    page,
    /** All of them, page by page, of the state at the first page. */
    async *all(consent: string, limit = 100): AsyncGenerator<OwnInvoice> {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { invoices, next } = await page({ consent, limit, ...(cursor === undefined ? {} : { cursor }) });
        yield* invoices;
        cursor = next;
      }
    },
    issue: (ban: string, sale: Sale, key: string): Promise<Written> => post(`/shops/${part(ban)}/invoices`, sale, key),
    cancel: (ban: string, named: Named, reason: string, key: string): Promise<Written> =>
      post(`${of(ban, named)}/cancel`, { reason }, key),
    void: (ban: string, named: Named, reason: string, key: string): Promise<Written> =>
      post(`${of(ban, named)}/void`, { reason }, key),
    /** Allows a part of an invoice, with tax. */
    allow: (ban: string, named: Named, amount: string, key: string): Promise<Written> =>
      post(`${of(ban, named)}/allowances`, { amount }, key),
    sold: (ban: string, term: string, asked: Page = {}) =>
      get(`/shops/${part(ban)}/invoices${query({ term, ...asked })}`) as Promise<{ invoices: Sold[]; next: string | null }>,
    /** What became of messages, in the order of arrival; `next` goes on with what comes later. */
    messages: (ban: string, asked: Page = {}) =>
      get(`/shops/${part(ban)}/messages${query(asked)}`) as Promise<{ packages: PackageResult[]; next: string | null }>,
    /** C: taken, G: waiting for its invoice, E: refused. */
    state: (ban: string, { term, number }: Named) =>
      get(`/shops/${part(ban)}/messages/${part(term)}/${part(number)}`) as Promise<Named & { state: "C" | "G" | "E" }>,
  };
}
