import { hash } from "node:crypto";
import { laws } from "@troad/content-law";
import { readRoad } from "@troad/directory";
import { checkAgainstLaw, loadService, type Service, type ServiceDefinition, serviceSchema } from "@troad/flow";
import type { Content } from "@troad/kernel";
import { caseFailure } from "./errors.ts";

type Texts = Record<string, Record<string, string>>;

/** A service as it is stored with its cases: everything that a case needs to go on after the folder was changed or deleted. */
export type PinnedService = { id: string; definition: ServiceDefinition; text: Texts; member: string };

/** A service, checked: its form, its steps, its sources and its law fit together. */
export type LoadedService = Service & {
  id: string;
  text: Texts;
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM of the agency that decides. */
  consumer: string;
  member: string;
  /** SHA-256 over what is pinned, in hexadecimal: the same content gives the same hash. */
  hash: string;
};

export type Services = { all: readonly LoadedService[]; get(id: string): LoadedService; instance: string };

/** JSON with sorted names, so that the order in a file means nothing. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

export function loadPinned({ id, definition, text, member }: PinnedService, instance: string): LoadedService {
  const service = loadService(definition);
  checkAgainstLaw(service, (name) => laws.get(name));
  const pinned = canonical({ id, definition, text, member });
  return {
    ...service,
    ...{ id, text, member, consumer: `${instance}/${member}/${definition.subsystem}` },
    hash: hash("sha256", pinned, "hex"),
  };
}

export function loadServices(content: Content): Services {
  const { instance, agencies } = readRoad(content);
  const all = content.read("services", "service.json", serviceSchema).map(({ id, value, text }) => {
    const agency = agencies.find((one) => one.id === value.agency);
    if (!agency?.subsystems.includes(value.subsystem))
      throw new Error(`service ${id}: agency ${value.agency} has no subsystem ${value.subsystem}`);
    return loadPinned({ id, definition: value as ServiceDefinition, text, member: agency.member }, instance);
  });
  return {
    all,
    instance,
    get: (id) => {
      const service = all.find((one) => one.id === id);
      if (!service) throw caseFailure("case.service-unknown", { service: id.slice(0, 80) });
      return service;
    },
  };
}
