import type { Element } from "@xmldom/xmldom";
import { XroadError } from "../codes.ts";
import { Children } from "../xml/read.ts";
import { element, leaf, optionalLeaf } from "../xml/write.ts";

/** Namespaces of X-Road's parameter documents, whose own elements stand in none. */
export const xroadNs = "http://x-road.eu/xsd/xroad.xsd";
export const identifiersNs = "http://x-road.eu/xsd/identifiers";

/** A member: INSTANCE/CLASS/CODE. */
export interface MemberId {
  readonly instance: string;
  readonly memberClass: string;
  readonly memberCode: string;
}

/** A member or one of its subsystems. */
export interface ClientId extends MemberId {
  readonly subsystem?: string;
}

/** A key for maps. Codes may hold almost any character, also a slash, so the parts are separated by JSON. */
export const clientKey = ({ instance, memberClass, memberCode, subsystem }: ClientId): string =>
  JSON.stringify([instance, memberClass, memberCode, subsystem ?? null]);

/** Reads XRoadClientIdentifierType. Throws `params.malformed`. */
export function readClientId(node: Element): ClientId {
  const type = node.getAttributeNS(identifiersNs, "objectType");
  const children = new Children(node, identifiersNs, "params.malformed");
  const member = {
    instance: children.text("xRoadInstance"),
    memberClass: children.text("memberClass"),
    memberCode: children.text("memberCode"),
  };
  const subsystem = children.optionalText("subsystemCode");
  children.end();
  // The type is said twice, by the attribute and by the presence of a subsystem; they must agree.
  if (type !== (subsystem === undefined ? "MEMBER" : "SUBSYSTEM")) throw new XroadError("params.malformed", `objectType ${type}`);
  return subsystem === undefined ? member : { ...member, subsystem };
}

export const writeClientId = (name: string, id: ClientId): string =>
  element(
    name,
    [
      leaf("id:xRoadInstance", id.instance),
      leaf("id:memberClass", id.memberClass),
      leaf("id:memberCode", id.memberCode),
      optionalLeaf("id:subsystemCode", id.subsystem),
    ],
    { "id:objectType": id.subsystem === undefined ? "MEMBER" : "SUBSYSTEM" },
  );

/** The attributes of a document's root. */
export const rootNamespaces = { "xmlns:id": identifiersNs, "xmlns:xroad": xroadNs } as const;
