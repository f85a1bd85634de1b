import { laws } from "@troad/content-law";
import { readRoad } from "@troad/directory";
import { checkAgainstLaw, loadService, type Service, serviceSchema } from "@troad/forms";
import type { Content } from "@troad/kernel";
import { caseFailure } from "./errors.ts";

/** A service of content, checked: its form, its sources, its decision fit together and fit the law it names. */
export type LoadedService = Service & {
  id: string;
  text: Record<string, Record<string, string>>;
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM of the agency that decides. */
  consumer: string;
  member: string;
};

export type Services = { all: LoadedService[]; get(id: string): LoadedService; instance: string };

export function loadServices(content: Content): Services {
  const { instance, agencies } = readRoad(content);
  const all = content.read("services", "service.json", serviceSchema).map(({ id, value, text }) => {
    const service = loadService(value);
    const agency = agencies.find((one) => one.id === value.agency);
    if (!agency?.subsystems.includes(value.subsystem))
      throw new Error(`service ${id}: agency ${value.agency} has no subsystem ${value.subsystem}`);
    const law = laws.get(value.decision.law);
    if (!law) throw new Error(`service ${id}: there is no law ${value.decision.law}`);
    checkAgainstLaw(service, law);
    return { ...service, id, text, member: agency.member, consumer: `${instance}/${agency.member}/${value.subsystem}` };
  });
  return {
    all,
    instance,
    get: (id) => {
      const found = all.find((service) => service.id === id);
      if (!found) throw caseFailure("case.service-unknown", { service: id.slice(0, 80) });
      return found;
    },
  };
}
