import { codePattern, segmentsOf } from "@troad/directory";
import { roadFailure } from "./errors.ts";

/** A subsystem that sends requests. */
export type ClientId = { instance: string; memberClass: string; memberCode: string; subsystem: string };
/** A service that answers them. */
export type ServiceId = ClientId & { service: string };

const part = new RegExp(codePattern);

/** Methods that are forwarded (RFC 9110 section 9, RFC 5789); longer ones belong to other protocols. */
export const methodForm = /^[A-Z]{3,7}$/;

/** X-Road-Id, from a client or generated here. */
export const messageId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;

export const formatClient = (id: ClientId): string => `${id.instance}/${id.memberClass}/${id.memberCode}/${id.subsystem}`;
export const formatService = (id: ServiceId): string => `${formatClient(id)}/${id.service}`;
export const memberOf = (id: ClientId): string => `${id.memberClass}/${id.memberCode}`;

/** The value of X-Road-Client: `INSTANCE/CLASS/MEMBER/SUBSYSTEM`. */
export function parseClient(value: string | string[] | undefined): ClientId {
  if (value === undefined) throw roadFailure("Client.ClientProxy.MissingHeader", { header: "X-Road-Client" });
  // Duplicate headers are how one client poses as another: a proxy reads the first, an application the last.
  if (Array.isArray(value) || value.includes(","))
    throw roadFailure("Client.ClientProxy.DuplicateHeader", { header: "X-Road-Client" });
  const parts = value.split("/");
  if (parts.length !== 4 || !parts.every((one) => part.test(one)))
    throw roadFailure("Client.ClientProxy.InvalidClientIdentifier", { value: value.slice(0, 200) });
  const [instance = "", memberClass = "", memberCode = "", subsystem = ""] = parts;
  return { instance, memberClass, memberCode, subsystem };
}

export type Target = { service: ServiceId; path: string };

/**
 * The request path `/r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE[/path][?query]`. Encoded slashes, dots and dot segments are refused before
 * anything is decoded: what we check is what the service will see.
 */
export function parseTarget(url: string): Target {
  const [rawPath = "", query] = splitOnce(url, "?");
  const refused = () => roadFailure("Client.ClientProxy.InvalidServiceIdentifier", { value: rawPath.slice(0, 200) });
  if (/%2f|%5c|%2e|%00|\\|;/i.test(rawPath) || rawPath.length > 2000 || !/^[\x21-\x7e]*$/.test(url)) throw refused();
  const segments = rawPath.split("/").slice(1);
  const [version, instance = "", memberClass = "", memberCode = "", subsystem = "", service = "", ...rest] = segments;
  if (version !== "r1" || ![instance, memberClass, memberCode, subsystem, service].every((one) => part.test(one)))
    throw refused();
  if (rest.some((segment) => segment === "." || segment === "..") || rest.slice(0, -1).includes("")) throw refused();
  const path = rest.length > 0 ? `/${rest.join("/")}` : "";
  // a path that no right could ever cover is malformed, not merely forbidden
  if (segmentsOf(path) === undefined || url.includes("#")) throw refused();
  return {
    service: { instance, memberClass, memberCode, subsystem, service },
    path: query === undefined ? path : `${path}?${query}`,
  };
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
