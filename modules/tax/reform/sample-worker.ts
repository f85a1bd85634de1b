import { parentPort, workerData } from "node:worker_threads";
import { incomeSample, type SampleRequest } from "@troad/content-law";
import { encodeSample, sampleColumns } from "@troad/reform";

parentPort!.postMessage(encodeSample(sampleColumns(incomeSample(workerData as SampleRequest))));
