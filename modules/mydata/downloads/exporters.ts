import type { DataSet } from "@troad/directory";
import { coverage, type HealthExport, type Patient, prescriptions, vaccinations, visits } from "@troad/fhir";
import { ConfigurationError } from "@troad/kernel";
import type { Fetched } from "./fetch.ts";

/** A form in which a data set is also given. */
export type Exporter = {
  /** How its file's name ends. */
  ending: string;
  write(fetched: Pick<Fetched, "records">, patient: Patient, at: string): Buffer;
};

const fhir = (made: HealthExport): Exporter => ({
  ending: "fhir.json",
  write: ({ records }, patient, timestamp) => Buffer.from(`${JSON.stringify(made({ patient, records, timestamp }), null, 2)}\n`),
});

/** By the name that `data-set.json` gives. */
const exporters: Readonly<Record<string, Exporter>> = {
  "fhir-visits": fhir(visits),
  "fhir-prescriptions": fhir(prescriptions),
  "fhir-vaccinations": fhir(vaccinations),
  "fhir-coverage": fhir(coverage),
};

/** The exporter that a data set names, if it does. Throws ConfigurationError for one that there is not. */
export function exporterOf({ id, exporter }: Pick<DataSet, "id" | "exporter">): Exporter | undefined {
  if (exporter === undefined) return undefined;
  const found = exporters[exporter];
  if (!found) throw new ConfigurationError(`data set ${id}: there is no exporter ${exporter}`);
  return found;
}
