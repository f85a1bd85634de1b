import type { Patient } from "@troad/fhir";
import { byteOrderMark, csvLine } from "@troad/web";
import type { Exporter } from "./exporters.ts";
import type { Fetched } from "./fetch.ts";
import { rowsOf, type SetWords } from "./shown.ts";

export type PackedFile = { name: string; data: Buffer };
type Cell = string | number | null;

export type Around = { words: SetWords; at: string; patient: Patient; exporter: Exporter | undefined };

/** The files of a data set: for programs, for spreadsheets and, where there is one, in the form of its field of work. */
export function filesOf(fetched: Fetched, { words, at, patient, exporter }: Around): PackedFile[] {
  const { set, records, asOf, exchangeId, code } = fetched;
  if (code !== 200) return [];
  const { columns, rows } = rowsOf(set, records, words);
  const described = {
    dataSet: set.id,
    name: words.name(set),
    source: set.provider,
    legalBasis: words.legalBasis(set),
    retrievedAt: at,
    asOf,
    exchange: exchangeId,
    fields: Object.fromEntries(
      set.fields.map(({ name, sensitivity }) => [
        name,
        { label: words.label(set, name), meaning: words.meaning(set, name), sensitivity },
      ]),
    ),
    records,
  };
  const table = byteOrderMark + csvLine(columns.map(({ label }) => label)) + rows.map((row) => csvLine(row as Cell[])).join("");
  const files = [
    { name: `${set.id}.json`, data: Buffer.from(`${JSON.stringify(described, null, 2)}\n`) },
    { name: `${set.id}.csv`, data: Buffer.from(table) },
  ];
  return exporter ? [...files, { name: `${set.id}.${exporter.ending}`, data: exporter.write(fetched, patient, at) }] : files;
}
