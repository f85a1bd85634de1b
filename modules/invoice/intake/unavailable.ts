const codes = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "57P01", "57P02", "57P03", "53300", "53400"]);

/** Whether an error says that the database is away and will be back: nothing is known of the commit, and the same request may come again. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    (code !== undefined && codes.has(code)) ||
    /connection terminated|connection timeout|timeout exceeded|not queryable/i.test(message ?? "")
  );
}
