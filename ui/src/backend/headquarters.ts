// What the dashboard knows of the endpoint: JSON over its own origin, refusals as codes.
import type {
  Branch,
  ComplaintDetail,
  CountedEvents,
  EventAt,
  IncidentDetail,
  Me,
  NotYetLinked,
  Overview,
  RefusalCode,
  StationDay,
  StationOrder,
  StatusWord,
} from '../bindings/dashboard';

/** Which stations the table shows. */
export interface Asked {
  /** Words in a code, name or region. */
  find: string;
  order: StationOrder;
  /** How many to pass over. */
  from: number;
}

/** The endpoint, whoever plays it. Every call throws a `Denied`. */
export interface Headquarters {
  login(name: string, password: string): Promise<Me>;
  logout(): Promise<void>;
  me(): Promise<Me>;
  overview(day: string | null, asked: Asked): Promise<Overview>;
  station(code: string, day: string | null): Promise<StationDay>;
  /** The events behind a point's figure, in one hour of the table or the whole day. */
  counted(
    code: string,
    day: string | null,
    point: number,
    hour: number | null,
  ): Promise<CountedEvents>;
  /** What a journal's waiting pages say. */
  notYetLinked(journal: string): Promise<NotYetLinked>;
  admit(journal: string, reason: string, branch: Branch | null): Promise<void>;
  /** An incident with its history and conversation. */
  incident(event: EventAt): Promise<IncidentDetail>;
  /** A complaint with its steps and conversation. */
  complaint(event: EventAt): Promise<ComplaintDetail>;
  /** Asks whoever reported. */
  ask(event: EventAt, text: string): Promise<void>;
  /** Decides how an incident stands; `words` go to whoever reported. */
  setStatus(event: EventAt, status: StatusWord, words: string): Promise<void>;
  /** Where the CSV of the hours lies. */
  csv(day: string | null): string;
  /** Where the CSV of how pages came, or of notices and their reading, lies. */
  file(what: 'pages' | 'notices'): string;
  /** Where every table lies, in one archive. */
  all(): string;
  /** Tells of changes and of the line's state until the answer is called. */
  changes(hear: (version: number) => void, live: (yes: boolean) => void): () => void;
}

/** The endpoint said no, or nobody answered (`broken`). */
export class Denied extends Error {
  readonly code: RefusalCode;
  readonly retry_after_s: number;

  constructor(code: RefusalCode, retry_after_s = 0) {
    super(code);
    this.name = 'Denied';
    this.code = code;
    this.retry_after_s = retry_after_s;
  }
}

export function deniedOf(thrown: unknown): Denied {
  return thrown instanceof Denied ? thrown : new Denied('broken');
}
