import type { IncomingMessage } from "node:http";
import type { CodedError } from "@troad/kernel";
import { roadFailure } from "../../domain/errors.ts";

const invalid = (detail: string): CodedError => roadFailure("Client.ClientProxy.InvalidRequest", {}, detail);

/**
 * Refuses requests that two HTTP readers could interpret differently (RFC 9112 sections 3.2 and 6.1) and that Node's parser accepts, and
 * turns a target in absolute form, which every server must accept, into the path. Call it before anything else reads the request.
 */
export function normalizeRequest(request: IncomingMessage): void {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length > 1) throw invalid("two Host headers");
  if (hosts.length === 0 && request.httpVersion === "1.1") throw invalid("no Host header");
  const coding = request.headers["transfer-encoding"];
  if (coding !== undefined && coding.trim().toLowerCase() !== "chunked") throw invalid(`transfer coding ${coding.slice(0, 60)}`);
  const [, authority, target] = /^https?:\/\/([^/?#]+)([/?].*)?$/i.exec(request.url ?? "") ?? [];
  if (authority === undefined) return;
  // the target's authority counts, whatever Host says (RFC 9112 section 3.2.2)
  request.headers.host = authority.slice(authority.lastIndexOf("@") + 1);
  request.url = target === undefined || target.startsWith("?") ? `/${target ?? ""}` : target;
}

/** Whether the client waits for `100 Continue`; throws on any other expectation (RFC 9110 section 10.1.1). */
export function awaitsContinue({ headers, httpVersion }: IncomingMessage): boolean {
  if (headers.expect === undefined || httpVersion !== "1.1") return false;
  if (headers.expect.trim().toLowerCase() !== "100-continue") throw invalid("expectation");
  return true;
}

/** A SOAP client, which can read only an XML fault. */
export const isSoap = ({ headers }: IncomingMessage): boolean =>
  headers.soapaction !== undefined || /^(text|application)\/(soap\+)?xml\b/i.test(headers["content-type"] ?? "");
