import { keepersOf, readRoad } from "@troad/directory";
import { ConfigurationError, type Content } from "@troad/kernel";
import { readSchedules } from "@troad/vaccines";
import { type Register, registerSchema } from "./register.ts";
import { checkFinding, checkKey, checkOthers, checkSample } from "./register-check.ts";
import { sampleSchema } from "./sample.ts";

/** All registers of the content. Throws ConfigurationError if one contradicts its agency, its sample or another register. */
export function readRegisters(content: Content): Register[] {
  const { instance, agencies } = readRoad(content);
  const samples = new Map(content.read("registers", "sample.json", sampleSchema).map(({ id, value }) => [id, value]));
  const schedules = readSchedules(content);
  const taken = new Map<string, string>();
  const registers = content.read("registers", "register.json", registerSchema).flatMap(({ id, value, text }): Register[] => {
    if (value.served !== undefined) return [];
    const refuse = (reason: string): never => {
      throw new ConfigurationError(`register ${id}: ${reason}`);
    };
    const keepers = keepersOf(value.agency).map((keeper) => {
      const agency = agencies.find((one) => one.id === keeper) ?? refuse(`there is no agency ${keeper}`);
      if (!agency.subsystems.includes(value.subsystem)) refuse(`agency ${agency.id} has no subsystem ${value.subsystem}`);
      const place = `${agency.id}/${value.service}`;
      if (taken.has(place)) refuse(`the service ${place} belongs to register ${taken.get(place)}`);
      taken.set(place, id);
      return { agency, provider: `${instance}/${agency.member}/${value.subsystem}/${value.service}` };
    });
    const sample = samples.get(id);
    checkKey(value, refuse);
    checkFinding(value, refuse);
    if (sample) checkSample(value, sample, refuse);
    const { schedule } = value;
    const doses = schedule && (schedules.find((one) => one.id === schedule.id) ?? refuse(`there is no schedule ${schedule.id}`));
    return keepers.map((keeper) => ({ ...value, id, ...keeper, sample, text, ...(doses ? { doses } : {}) }));
  });
  for (const register of registers) checkOthers(register, registers);
  return registers;
}

/** A register of people's own data that another module answers for. */
export type ServedRegister = Pick<Register, "id" | "service" | "provider" | "agency" | "fields">;

/** Those whose questions need the consent of the person under whose number they are asked. */
export function readServedRegisters(content: Content): ServedRegister[] {
  const { instance, agencies } = readRoad(content);
  return content.read("registers", "register.json", registerSchema).flatMap(({ id, value }): ServedRegister[] => {
    if (value.served === undefined || value.subjectKey !== "nationalId") return [];
    const { service, subsystem, fields } = value;
    return keepersOf(value.agency).flatMap((keeper) => {
      const agency = agencies.find((one) => one.id === keeper);
      return agency ? [{ id, service, fields, agency, provider: `${instance}/${agency.member}/${subsystem}/${service}` }] : [];
    });
  });
}
