import type { GlobalConf, KnownMember } from "../../domain/globalconf.ts";

const membersOf = (conf: GlobalConf, instance: string): KnownMember[] =>
  instance === conf.instance ? conf.members : (conf.federated.find((one) => one.instance === instance)?.members ?? []);

type Client = { memberClass: string; memberCode: string; subsystem: string | undefined; name: string };

/** Members and their subsystems in one list, as X-Road's tools expect it. */
function clientsOf(conf: GlobalConf, instance: string): Client[] {
  return membersOf(conf, instance).flatMap(({ member, name, subsystems }) => {
    const [memberClass = "", memberCode = ""] = member.split("/");
    const shown = name["zh-Hant"] ?? name.en ?? member;
    return [undefined, ...subsystems].map((subsystem) => ({ memberClass, memberCode, subsystem, name: shown }));
  });
}

/** listClients in JSON (PR-META section 2). */
export const clientsJson = (conf: GlobalConf, instance: string) => ({
  member: clientsOf(conf, instance).map(({ memberClass, memberCode, subsystem, name }) => ({
    id: {
      object_type: subsystem === undefined ? "MEMBER" : "SUBSYSTEM",
      xroad_instance: instance,
      member_class: memberClass,
      member_code: memberCode,
      ...(subsystem === undefined ? {} : { subsystem_code: subsystem }),
    },
    name,
  })),
});

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** listClients in XML, the older form. */
export function clientsXml(conf: GlobalConf, instance: string): string {
  const members = clientsOf(conf, instance).map(({ memberClass, memberCode, subsystem, name }) => {
    const parts = [
      ["xRoadInstance", instance],
      ["memberClass", memberClass],
      ["memberCode", memberCode],
      ...(subsystem === undefined ? [] : [["subsystemCode", subsystem]]),
    ].map(([tag = "", text = ""]) => `<id:${tag}>${escaped(text)}</id:${tag}>`);
    const type = subsystem === undefined ? "MEMBER" : "SUBSYSTEM";
    return `<xroad:member><xroad:id id:objectType="${type}">${parts.join("")}</xroad:id><xroad:name>${escaped(name)}</xroad:name></xroad:member>`;
  });
  const names = 'xmlns:xroad="http://x-road.eu/xsd/xroad.xsd" xmlns:id="http://x-road.eu/xsd/identifiers"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<xroad:clientList ${names}>${members.join("")}</xroad:clientList>\n`;
}
