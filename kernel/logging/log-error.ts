/** The parts of an error that may be logged. */
type Logged = { type: string; message: string; code?: string; stack?: string; cause?: Logged; [field: string]: unknown };

/** Fields of PostgreSQL's errors that name objects of the schema. Its `detail` and `where` contain row values: names, national ids. */
const schemaFields = ["severity", "schema", "table", "column", "constraint", "routine"] as const;
const deepest = 4;

/** An error for the log: what and where, never the values of a statement or a row. */
export function serializeError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const fields = thrown as Error & Record<string, unknown>;
  const isOfDatabase = typeof fields.severity === "string" && typeof fields.code === "string";
  const message = isOfDatabase ? withoutValues(thrown.message) : thrown.message;
  const stack = thrown.stack?.replace(thrown.message, () => message);
  const logged: Logged = { type: thrown.name, message, ...(stack === undefined ? {} : { stack }) };
  for (const name of ["code", "status", "syscall", ...(isOfDatabase ? schemaFields : [])])
    if (fields[name] !== undefined) logged[name] = fields[name];
  if (thrown.cause !== undefined && depth < deepest) logged.cause = serializeError(thrown.cause, depth + 1) as Logged;
  return logged;
}

/** `invalid input syntax for type uuid: "A123456789"` quotes input; schema names are quoted too, and come as separate fields. */
const withoutValues = (message: string): string => message.replace(/"[^"]*"/g, '"…"');
