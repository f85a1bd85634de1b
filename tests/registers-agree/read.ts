import path from "node:path";
import { assessors } from "@troad/content-assessments";
import { openings } from "@troad/content-entries";
import { readDataSets } from "@troad/directory";
import { openContent } from "../../kernel/content.ts";
import { readRegisters } from "../../modules/registers/domain/read-registers.ts";
import { sampler } from "../../modules/registers/domain/sample.ts";
import { type Household, households, type PopulationRequest } from "../../packages/population/index.ts";

type Data = Readonly<Record<string, unknown>>;
/** Records of all registers by register and key. */
export type AllRecords = ReadonlyMap<string, Map<string, Data>>;

const openOwn = () => openContent([path.join(import.meta.dirname, "..", "..", "content")]);
export const dataSets = () => readDataSets(openOwn());

/** What all registers of content hold of a population, made by what fills them. */
export function readAll(population: PopulationRequest, of: Iterable<Household> = households(population)): AllRecords {
  const registers = readRegisters(openOwn());
  const all = new Map(registers.map(({ id }) => [id, new Map<string, Data>()]));
  const samplers = registers.flatMap(({ id, sample }) => (sample ? [{ id, draw: sampler(sample, population) }] : []));
  for (const household of of) {
    for (const { id, draw } of samplers) for (const { subject, fields } of draw(household)) all.get(id)?.set(subject, fields);
    for (const { id, assessed = "", agency } of registers)
      for (const { key, fields } of assessors[assessed]?.(household, agency.id, population) ?? []) all.get(id)?.set(key, fields);
    for (const open of Object.values(openings))
      for (const { register, key, data } of open(household, population.today))
        if (!registers.find(({ id }) => id === register)?.sample) all.get(register)?.set(key, data as Data);
  }
  return all;
}
