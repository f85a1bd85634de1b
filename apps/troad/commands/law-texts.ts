import { parseArgs } from "node:util";
import { importStatutes, StatuteError, statuteFolder } from "@troad/tax/statutes";

/** `troad law texts import DIR`: statute texts of the operator's own into the data folder. */
export async function importTexts(args: string[], help: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string", default: process.env.TROAD_DATA ?? "data" }, json: { type: "boolean", default: false } },
  });
  const [what, source] = positionals;
  if (what !== "import" || !source || positionals.length !== 2) {
    process.stderr.write(`${help}\n`);
    return 2;
  }
  try {
    const done = importStatutes(source, statuteFolder(values.data));
    process.stdout.write(
      values.json ? `${JSON.stringify(done)}\n` : `${done.acts} acts with ${done.articles} articles imported\n`,
    );
    return 0;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ENOTDIR";
    if (!(error instanceof StatuteError) && !isMissing) throw error;
    process.stderr.write(`troad law texts: ask.statute ${(error as Error).message}\n`);
    return 1;
  }
}
