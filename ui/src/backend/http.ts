// The endpoint over HTTP, same origin, with the session's cookie.
import type {
  Admit,
  AskFollowUp,
  Changed,
  ComplaintDetail,
  CountedEvents,
  IncidentDetail,
  Login,
  Me,
  NotYetLinked,
  Overview,
  Refusal,
  SetStatus,
  StationDay,
} from '../bindings/dashboard';
import { Denied, type Headquarters } from './headquarters';

async function call(path: string, body?: unknown): Promise<Response> {
  const init: RequestInit =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new Denied('broken');
  }
  if (response.ok) return response;
  let refusal: Refusal;
  try {
    refusal = (await response.json()) as Refusal;
  } catch {
    throw new Denied(response.status === 401 ? 'signed_out' : 'broken');
  }
  throw new Denied(refusal.code, refusal.retry_after_s ?? 0);
}

async function json<T>(path: string, body?: unknown): Promise<T> {
  return (await (await call(path, body)).json()) as T;
}

const of = (day: string | null) => (day === null ? '' : `?day=${encodeURIComponent(day)}`);

export const headquarters: Headquarters = {
  login: (name, password) => json<Me>('/api/login', { name, password } satisfies Login),
  logout: async () => void (await call('/api/logout', {})),
  me: () => json<Me>('/api/me'),
  overview: (day, { find, order, from }) => {
    const asked = new URLSearchParams({ find, order, from: String(from) });
    if (day !== null) asked.set('day', day);
    return json<Overview>(`/api/overview?${asked}`);
  },
  station: (code, day) => json<StationDay>(`/api/stations/${encodeURIComponent(code)}${of(day)}`),
  counted: (code, day, point, hour) => {
    const asked = new URLSearchParams({ point: String(point) });
    if (day !== null) asked.set('day', day);
    if (hour !== null) asked.set('hour', String(hour));
    return json<CountedEvents>(`/api/stations/${encodeURIComponent(code)}/counted?${asked}`);
  },
  notYetLinked: (journal) => json<NotYetLinked>(`/api/waiting/${encodeURIComponent(journal)}`),
  admit: async (journal, reason, branch) =>
    void (await call('/api/quarantine/admit', { journal, reason, branch } satisfies Admit)),
  incident: ({ journal, event }) =>
    json<IncidentDetail>(`/api/incidents/${encodeURIComponent(journal)}/${event}`),
  complaint: ({ journal, event }) =>
    json<ComplaintDetail>(`/api/complaints/${encodeURIComponent(journal)}/${event}`),
  ask: async (event, text) =>
    void (await call('/api/incidents/ask', { event, text } satisfies AskFollowUp)),
  setStatus: async (event, status, words) =>
    void (await call('/api/incidents/status', { event, status, words } satisfies SetStatus)),
  csv: (day) => `/api/export/hours.csv${of(day)}`,
  file: (what) => `/api/export/${what}.csv`,
  all: () => '/api/export/all.zip',
  changes: (hear, live) => {
    const source = new EventSource('/api/events');
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      live(true);
      hear((JSON.parse(event.data) as Changed).version);
    });
    source.onopen = () => live(true);
    source.onerror = () => live(false);
    return () => source.close();
  },
};
