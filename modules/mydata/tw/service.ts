import { hash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import type { EidApi } from "@troad/eid/api";
import { asCoded, failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { WebhooksApi } from "@troad/webhooks/api";
import type { Downloads } from "../downloads/downloads.ts";
import type { Recipients } from "../recipients/recipients.ts";
import type { Client } from "../requests/assertion.ts";
import type { Deliveries } from "../requests/deliveries.ts";
import type { Requests } from "../requests/requests.ts";
import type { Standing } from "../requests/standing.ts";
import {
  insertTicket,
  insertTransaction,
  keepService,
  serviceById,
  serviceOf,
  ticketBy,
  transactionBy,
  transactionOf,
} from "../store/dp-sp.ts";
import { consentOfRequest, type RequestRow, requestById } from "../store/requests.ts";
import { closed, forTicket, opened, personMark, resourceOf, serviceName, serviceSecret, ticketKey } from "./keys.ts";
import { serviceArchive } from "./package.ts";

const fail = failures({ "mydata.service-unknown": 404, "mydata.return-unknown": 404 });
/** As long as Taiwan's platform keeps what was not fetched. */
const ticketMs = 8 * 3_600_000;
const retrySeconds = 5;
const mostAddresses = 20;

/** An answer in the protocol's own numbers. */
/** `sealed`: what a ticket opened, with the request whose consent must stand while it is sent. */
export type Answer = { code: number; retryAfter?: number; sealed?: { jwe: string; request: string } };
export type DpSp = ReturnType<typeof openDpSp>;
type Parts = {
  eid: Pick<EidApi, "person" | "clientInForce">;
  webhooks: Pick<WebhooksApi, "send">;
  recipients: Pick<Recipients, "inForce">;
  requests: Pick<Requests, "startAs">;
  deliveries: Pick<Deliveries, "packed">;
  standing: Pick<Standing, "withdraw">;
  downloads: Pick<Downloads, "sets" | "words" | "setPackage">;
  secret: string;
};

const isSame = (own: string, given: string): boolean => {
  const [one, other] = [own, given].map((text) => hash("sha256", text, "buffer"));
  return timingSafeEqual(one!, other!);
};

/** Whether an address lies in one of those that a service fetches from: single ones, or networks as `192.0.2.0/24`. */
export function isAmong(addresses: readonly string[], from: string): boolean {
  const list = new BlockList();
  for (const one of addresses) {
    const [net = "", bits] = one.split("/");
    const family = isIP(net) === 6 ? "ipv6" : "ipv4";
    if (isIP(net) === 0) continue;
    if (bits === undefined) list.addAddress(net, family);
    else list.addSubnet(net, Number(bits), family);
  }
  const plain = from.replace(/^::ffff:(?=\d+\.)/, "");
  return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
}

/** Taiwan's protocol between MyData and the services that use it, on the same requests, consents and deliveries as ours. */
export function openDpSp(ctx: ModuleContext, parts: Parts) {
  const { eid, webhooks, recipients, requests, deliveries, standing, downloads, secret } = parts;
  const secretOf = (client: string): string => serviceSecret(secret, client);
  const back = (returnUrl: string, answer: Record<string, string>): string => {
    const address = new URL(returnUrl);
    for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
    return address.href;
  };

  return {
    /** A recipient says where it is told and from where it fetches; gives its name and secret in this protocol. */
    register: async ({ client }: Client, { notify, addresses }: { notify: string; addresses: string[] }) => {
      const { terms } = await recipients.inForce(client);
      const service = serviceName(secret, client);
      const row = { client, service, notify, addresses: addresses.slice(0, mostAddresses), at: instant(ctx.clock) };
      await ctx.db.tx(async (tx) => {
        await keepService(tx, row);
        await tx.audit({ actor: `client:${client}`, action: "mydata.dp-sp-registered", target: service });
      });
      const resources = Object.fromEntries(terms.sets.map(({ set }) => [resourceOf(set), set]));
      return { client_id: service, client_secret: secretOf(client), resources };
    },

    /** Where the browser goes: to the page that asks the person, or back with a code. Throws where it must not go anywhere. */
    begin: async (asked: {
      service: string;
      resources: string;
      tx: string;
      returnUrl: string;
      pid?: string;
    }): Promise<string> => {
      const row = await serviceById(ctx.db, asked.service);
      const client = row && (await eid.clientInForce(row.client));
      if (!client) throw fail("mydata.service-unknown");
      // a browser is never sent to an address that was not reviewed
      if (!client.registration.redirectUris.includes(asked.returnUrl)) throw fail("mydata.return-unknown");
      const own = secretOf(row.client);
      const ended = async (code: number) =>
        back(asked.returnUrl, { code: String(code), tx_id: await closed(own, "tx", asked.tx) });
      if (!/^[A-Za-z0-9-]{8,64}$/.test(asked.tx)) return back(asked.returnUrl, { code: "401" });
      const names = Buffer.from(asked.resources, "base64").toString("utf8").split(":");
      if (names.length > 30 || new Set(names).size < names.length) return ended(400);
      const sets = names.map((name) => downloads.sets.find(({ id }) => resourceOf(id) === name)?.id);
      if (sets.some((set) => set === undefined)) return ended(401);
      const person = asked.pid === undefined ? undefined : await opened(own, "pid", asked.pid);
      if (asked.pid !== undefined && person === undefined) return ended(400);
      try {
        const request = await requests.startAs(client, {
          sets: sets.map((set) => ({ set: set! })),
          redirectUri: asked.returnUrl,
          tx: asked.tx,
        });
        const mark = person === undefined ? null : personMark(secret, person);
        const fresh = await ctx.db.tx((tx) => insertTransaction(tx, { request, client: row.client, tx: asked.tx, person: mark }));
        return fresh ? `/my-data/requests/${request}` : await ended(409);
      } catch (error) {
        const { code } = asCoded(error);
        if (code === "mydata.request-wider" || code === "mydata.recipient-suspended" || code === "mydata.recipient-unknown")
          return ended(403);
        if (code === "mydata.key-reused") return ended(409);
        throw error;
      }
    },

    /** Where the person who answered goes on; the service is told of the ticket before. */
    finish: async (request: Pick<RequestRow, "id" | "client" | "redirect_uri">): Promise<string> => {
      const [row, consent, service] = await Promise.all([
        transactionOf(ctx.db, request.id),
        consentOfRequest(ctx.db, request.id),
        serviceOf(ctx.db, request.client),
      ]);
      if (!row || !service || !consent) throw fail("mydata.service-unknown");
      const own = secretOf(request.client);
      const ended = async (code: number) =>
        back(request.redirect_uri, { code: String(code), tx_id: await closed(own, "tx", row.tx) });
      if (consent.sets === null) return ended(205);
      if (row.person !== null) {
        const person = await eid.person(consent.subject);
        if (!person || !personMark(secret, person.nationalId).equals(row.person)) {
          if (consent.end_reason === null) await standing.withdraw(consent.actor, request.id);
          return ended(409);
        }
      }
      const now = ctx.clock.now();
      const ticket = ctx.ids.uuid();
      const expires_at = new Date(now.getTime() + ticketMs).toISOString();
      const isNew = await ctx.db.tx((tx) => insertTicket(tx, { ticket, request: request.id, at: now.toISOString(), expires_at }));
      if (isNew)
        await webhooks.send({
          ...{ key: `mydata.ticket ${request.id}`, endpoint: `client-${request.client}`, address: service.notify, bare: true },
          ...{ type: "mydata.permission-ticket", at: now.toISOString() },
          data: {
            tx_id: row.tx,
            permission_ticket: ticket,
            secret_key: await closed(own, "ticket", ticketKey(secret, request.id)),
          },
        });
      return ended(200);
    },

    /** What a ticket opens, once, from an address of the service. */
    fetch: async ({ ticket, tx, from }: { ticket: string; tx: string; from: string }): Promise<Answer> => {
      const row = isUuid(ticket) ? await ticketBy(ctx.db, ticket) : undefined;
      if (!row || row.tx !== tx) return { code: 403 };
      const [service, consent] = await Promise.all([serviceOf(ctx.db, row.client), consentOfRequest(ctx.db, row.request)]);
      if (!service || !isAmong(service.addresses, from)) return { code: 401 };
      if (!consent || Date.parse(row.expires_at) <= ctx.clock.now().getTime()) return { code: 403 };
      if (consent.delivered > 0) return { code: 201 };
      const client = await eid.clientInForce(row.client);
      if (!client) return { code: 403 };
      const key = ticketKey(secret, row.request);
      try {
        const got = await deliveries.packed(client, row.request, async (fetched, agreed) => {
          const words = downloads.words(agreed.lang);
          const sets = await Promise.all(
            fetched.map(async (one) => ({
              fetched: one,
              name: words.name(one.set),
              data: await downloads.setPackage(one, agreed),
            })),
          );
          const data = `application/zip;data:${serviceArchive(sets).toString("base64")}`;
          return forTicket(key, { filename: `${service.service}.zip`, data });
        });
        await ctx.db.tx((tx) =>
          tx.audit({ actor: `client:${row.client}`, action: "mydata.ticket-used", target: row.request, detail: { from } }),
        );
        return "jwe" in got ? { code: 200, sealed: { jwe: got.jwe, request: row.request } } : { code: 504 };
      } catch (error) {
        const { code } = asCoded(error);
        if (code === "mydata.delivery-open") return { code: 429, retryAfter: retrySeconds };
        if (code === "mydata.code-used") return { code: 201 };
        if (code.startsWith("mydata.")) return { code: 403 };
        throw error;
      }
    },

    /** How a transaction stands, for the service that has its secret. */
    status: async ({ service, password, tx }: { service: string; password: string; tx: string }): Promise<Answer> => {
      const row = await serviceById(ctx.db, service);
      if (!row || !isSame(secretOf(row.client), password)) return { code: 401 };
      const found = await transactionBy(ctx.db, row.client, tx);
      if (!found) return { code: 400 };
      const [request, consent] = await Promise.all([requestById(ctx.db, found.request), consentOfRequest(ctx.db, found.request)]);
      if (!consent) return Date.parse(request!.expires_at) <= ctx.clock.now().getTime() ? { code: 408 } : { code: 429 };
      if (consent.sets === null) return { code: 205 };
      if (consent.delivered > 0) return { code: 201 };
      return consent.end_reason === null ? { code: 200 } : { code: 403 };
    },
  };
}
