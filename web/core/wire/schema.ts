import { partKinds } from "../job/part-kind.ts";
import { maxBlobBytes } from "../blobs/blob-name.ts";
import { mostUncreditedBytes } from "../objects/call-bounds.ts";
import { closeReasons } from "../job/job.ts";
import { maxTemplateLength } from "../job/template.ts";
import {
  answerValues,
  attemptsColumn,
  blobHashField,
  blobOrNull,
  blockColumns,
  consoleLevelField,
  durationMs,
  epochField,
  featureList,
  fileNames,
  indicesColumn,
  indicesOrNone,
  jobField,
  languageField,
  largeInputs,
  leaseField,
  leaseNames,
  numberWithin,
  oneOf,
  orNull,
  packedColumns,
  parcelField,
  parcelIds,
  requestValues,
  runningTasks,
  pieceColumn,
  tabField,
  ticketField,
  taskOrNull,
  text,
  truth,
  volunteerField,
  wholeNumber,
} from "./fields.ts";
import type { Field } from "./fields.ts";
import { maxConsoleCharacters } from "../values/limits.ts";
import {
  maxDeviceLength,
  maxDurationMs,
  maxReasonLength,
  maxSlots,
  maxSourceLength,
  maxTaskIndex,
  maxTimeLimitMs,
  maxAboutLength,
  maxTitleLength,
  maxUnitLength,
  maxVolunteerNameLength,
} from "./limits.ts";
import { lanes } from "./messages.ts";
import type { DownMessage, Lane, UpMessage } from "./messages.ts";
import { downFarewells, upFarewells } from "./farewells.ts";

/** A table of fields for each message: it cannot lack a field of the union, nor have one too many. */
type SchemaOf<Message extends { readonly type: string }> = {
  readonly [Type in Message["type"]]: {
    readonly [Name in Exclude<keyof Extract<Message, { readonly type: Type }>, "type">]: Field<
      Extract<Message, { readonly type: Type }>[Name]
    >;
  };
};

/** The schema of one direction. */
export type Schema = Readonly<Record<string, Readonly<Record<string, Field<unknown>>>>>;

const slots = wholeNumber(1, maxSlots);
const detail = text(0, maxReasonLength);
const leaseName = { epoch: epochField, lease: leaseField };
const callName = {
  ...leaseName,
  job: jobField,
  task: wholeNumber(0, maxTaskIndex),
  call: wholeNumber(1, Number.MAX_SAFE_INTEGER),
};

export const upSchema: SchemaOf<UpMessage> = {
  join: {
    tab: tabField,
    name: text(1, maxVolunteerNameLength),
    device: text(0, maxDeviceLength),
    slots,
    features: featureList,
  },
  limits: { slots, paused: truth },
  heartbeat: { leases: leaseNames },
  results: {
    ...leaseName,
    job: jobField,
    parcel: parcelField,
    offered: orNull(ticketField),
    granted: indicesOrNone,
    busyMs: durationMs,
    slot: wholeNumber(0, maxSlots - 1),
    beganMsAgo: durationMs,
    block: blockColumns,
  },
  console: {
    job: jobField,
    task: taskOrNull,
    level: consoleLevelField,
    text: text(0, maxConsoleCharacters),
    dropped: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  },
  progress: { running: runningTasks },
  call: { ...callName, received: wholeNumber(0, Number.MAX_SAFE_INTEGER), request: requestValues },
  returned: { ...leaseName, indices: indicesOrNone },
  "blob-wanted": { hash: blobHashField, from: wholeNumber(0, maxBlobBytes) },
  equipped: { job: jobField },
  unequipped: { job: jobField, reason: detail },
  goodbye: { reason: oneOf(upFarewells), detail },
};

export const downSchema: SchemaOf<DownMessage> = {
  welcome: { epoch: epochField, volunteer: volunteerField, heartbeatMs: numberWithin(1, maxDurationMs) },
  job: {
    job: jobField,
    title: text(1, maxTitleLength),
    about: text(0, maxAboutLength),
    // One more for the sign of the plural.
    workUnit: text(1, maxUnitLength + 1),
    workOfTask: numberWithin(0, Number.MAX_VALUE),
    part: orNull(oneOf(partKinds)),
    taskTemplate: orNull(text(0, maxTemplateLength)),
    language: languageField,
    source: text(0, maxSourceLength),
    timeLimitMs: numberWithin(1, maxTimeLimitMs),
    seed: wholeNumber(0, 0xffff_ffff),
    atMostOnce: truth,
    shared: blobOrNull,
    files: fileNames,
  },
  blob: { hash: blobHashField, offset: wholeNumber(0, maxBlobBytes), bytes: pieceColumn },
  batch: {
    ...leaseName,
    job: jobField,
    indices: indicesColumn,
    attempts: attemptsColumn,
    inputs: packedColumns,
    ticket: ticketField,
    large: largeInputs,
  },
  answer: { ...callName, answer: answerValues },
  "call-credit": { bytes: wholeNumber(1, mostUncreditedBytes) },
  recall: { ...leaseName, count: wholeNumber(1, maxTaskIndex) },
  committed: { parcels: parcelIds },
  "close-job": { job: jobField, why: oneOf(closeReasons) },
  heartbeat: {},
  goodbye: { reason: oneOf(downFarewells), detail },
};

export function isKnownType(schema: Schema, type: unknown): type is keyof typeof lanes {
  return typeof type === "string" && Object.hasOwn(schema, type) && Object.hasOwn(lanes, type);
}

function describe(schema: Schema): readonly string[] {
  return Object.entries(schema).map(([type, fields]) => {
    const lane: Lane | "none" = isKnownType(schema, type) ? lanes[type] : "none";
    const listed = Object.entries(fields).map(([name, field]) => `${name}: ${field.spec}`);
    return `${type} (${lane}) { ${listed.toSorted().join("; ")} }`;
  });
}

/** The whole schema in words, sorted. The version's hash is taken over it. */
export function describeSchema(): string {
  return ["up", ...describe(upSchema).toSorted(), "down", ...describe(downSchema).toSorted()].join("\n");
}
