import type { CodedError } from "@troad/kernel";
import { roadFailure } from "../../domain/errors.ts";
import { messageId, methodForm, parseClient, parseTarget } from "../../domain/identifiers.ts";
import { areForwardable, decodePart, forwardedHeaders, type HeaderList, headerOf } from "../../domain/message.ts";
import type { Head } from "../link/receive.ts";

/** Headers that decide something: of a duplicate we might check one and the service read the other. */
const decisive = /^x-(road|troad)-/;

/**
 * Reads the head of a request from an X-Road server: names in any case, with headers of the client's own. Headers not meant for the service
 * are dropped, as at our own listener. Throws `Server.ServerProxy.InvalidRequest`.
 */
export function readXroadHead(part: Buffer): Head {
  const refused = (detail: string): CodedError => roadFailure("Server.ServerProxy.InvalidRequest", {}, detail);
  const { first: method, second: target, headers: sent } = decodePart(part);
  const grouped = new Map<string, string[]>();
  for (const [name, value] of sent) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  if ([...grouped].some(([name, values]) => decisive.test(name) && values.length > 1)) throw refused("a header twice");
  const id = grouped.get("x-road-id")?.[0] ?? "";
  const requestId = grouped.get("x-road-request-id")?.[0] ?? "";
  if (!messageId.test(id) || requestId === "" || requestId.length > 120 || !methodForm.test(method)) throw refused("identifiers");
  const headers: HeaderList = [...forwardedHeaders(Object.fromEntries(grouped)), ["x-road-request-id", requestId]];
  if (!areForwardable(headers)) throw refused("headers");
  try {
    return { method, headers, id, requestId, client: parseClient(headerOf(headers, "x-road-client")), ...parseTarget(target) };
  } catch (error) {
    throw refused((error as Error).message);
  }
}

/** Headers of an answer that our clients may receive: other servers may sign anything. */
export const passableHeaders = (signed: HeaderList): HeaderList =>
  signed.filter(([name, value]) => isPassable(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value));

/** In addition to those of any service's answer: the binding to the request. */
const kept = ["x-road-request-id", "x-road-request-hash"];
const isPassable = (name: string): boolean => kept.includes(name) || forwardedHeaders({ [name]: "" }).length > 0;
