import fs from "node:fs";
import path from "node:path";

const services = path.resolve(import.meta.dirname, "../../../content/services");

const isOnline = (id: string): boolean => {
  const file = path.join(services, id, "service.json");
  return fs.existsSync(file) && !(JSON.parse(fs.readFileSync(file, "utf8")) as { counterOnly?: boolean }).counterOnly;
};

/** The id of the first service of content that people can apply for online; which one it is, no test of the portal cares. */
export const firstService: string = fs.readdirSync(services).sort().find(isOnline)!;
