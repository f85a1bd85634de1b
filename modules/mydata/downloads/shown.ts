import type { DataSet } from "@troad/directory";
import type { Texts } from "@troad/kernel";

type Data = Readonly<Record<string, unknown>>;
/** A table of a data set: the columns by name, and a row for each entry of its list or each record. */
export type Rows = { columns: { name: string; label: string }[]; rows: unknown[][] };

/** How data sets are called and read in a language. */
export function wordsOf(texts: Pick<Texts, "pick" | "translator">, lang: string) {
  const t = texts.translator(lang);
  const own = ({ text }: DataSet, key: string): string => texts.pick(text, lang, key);
  const registered = ({ registerText }: DataSet, key: string): string | undefined => {
    const found = texts.pick(registerText, lang, key);
    return found === key ? undefined : found;
  };
  const label = (set: DataSet, field: string, column?: string): string =>
    (column === undefined
      ? registered(set, `field.${field}`)
      : (registered(set, `field.${field}.${column}`) ?? registered(set, `field.${column}`))) ??
    column ??
    field;
  const value = (set: DataSet, field: string, content: unknown, column?: string): string => {
    if (content === null || content === undefined) return "";
    if (typeof content === "boolean") return t(content ? "mydata.value.yes" : "mydata.value.no");
    if (typeof content !== "string") return String(content);
    const key = column === undefined ? field : `${field}.${column}`;
    return (
      registered(set, `code.${key}.${content}`) ??
      (column === undefined ? undefined : registered(set, `code.${column}.${content}`)) ??
      content
    );
  };
  return {
    name: (set: DataSet) => own(set, "name"),
    about: (set: DataSet) => own(set, "about"),
    meaning: (set: DataSet, field: string) => own(set, `meaning.${field}`),
    legalBasis: (set: DataSet) => registered(set, "legalBasis") ?? "",
    label,
    value,
  };
}
export type SetWords = ReturnType<typeof wordsOf>;

/** The rows of a data set: of its list where it has one, with what stands beside it in every row. */
export function rowsOf(set: DataSet, records: readonly Data[], words: SetWords): Rows {
  const plain = set.fields.filter(({ type }) => type !== "list");
  const list = set.fields.find(({ type }) => type === "list");
  const inner = list?.of ?? [];
  const columns = [
    ...plain.map(({ name }) => ({ name, label: words.label(set, name) })),
    ...inner.map(({ name }) => ({ name: `${list!.name}.${name}`, label: words.label(set, list!.name, name) })),
  ];
  const rows = records.flatMap((record) => {
    const beside = plain.map(({ name, type }) =>
      type === "integer" ? (record[name] ?? null) : words.value(set, name, record[name]),
    );
    if (!list) return [beside];
    const entries = Array.isArray(record[list.name]) ? (record[list.name] as Data[]) : [];
    return entries.map((entry) => [
      ...beside,
      ...inner.map(({ name, type }) =>
        type === "integer" ? (entry[name] ?? null) : words.value(set, list.name, entry[name], name),
      ),
    ]);
  });
  return { columns, rows };
}
