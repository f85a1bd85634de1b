import { type ServiceDefinition, serviceSchema } from "@troad/flow";
import { ConfigurationError, type Content } from "@troad/kernel";
import type { Journey } from "./journey.ts";
import { loadJourney } from "./load.ts";
import { journeySchema } from "./schema.ts";

/** The life events of content that are applied for as one, checked; a program with one that cannot work does not start. */
export function readJourneys(content: Content): ReadonlyMap<string, Journey> {
  const services = new Map(
    content.read("services", "service.json", serviceSchema).map(({ id, value }) => [id, value as ServiceDefinition]),
  );
  return new Map(
    content.read("life-events", "journey.json", journeySchema).map(({ id, folder, value }) => {
      try {
        return [id, loadJourney(id, value, services)];
      } catch (error) {
        throw new ConfigurationError(`${folder}/journey.json: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
}
