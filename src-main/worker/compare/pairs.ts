import type { Conversation } from '../conversations/conversations.ts';
import { partnersByKey } from './align.ts';
import type { Run } from './run.ts';

/** One TCP connection in both runs, or in only one of them. */
export interface Pair {
  left: Conversation | null;
  right: Conversation | null;
}

/** Who speaks with whom: devices by id, `address:port` of both. */
export interface Parties {
  client: string;
  clientDevice: string | null;
  server: string;
  serverDevice: string | null;
}

/**
 * Brings the connections of two runs together that had begun by the end of what is compared: those from the same
 * device to the same address and port, in the order in which they were opened. The client's port may be another.
 */
export function pairsOf(left: Run, right: Run): Pair[] {
  const [ours, theirs] = [begun(left), begun(right)];
  const partners = partnersByKey(
    ours,
    theirs,
    (each) => each.key,
    (each) => each.time,
  );
  const taken = new Set(partners);
  return [
    ...ours.map(({ conversation }, index) => ({
      left: conversation,
      right: theirs[partners[index]!]?.conversation ?? null,
    })),
    ...theirs.flatMap(({ conversation }, index) => (taken.has(index) ? [] : [{ left: null, right: conversation }])),
  ];
}

interface Begun {
  conversation: Conversation;
  key: string;
  time: number;
}

function begun({ trace, conversations, facts }: Run): Begun[] {
  return conversations.all().flatMap((conversation) => {
    if (conversation.segments.countUpTo(facts) === 0) return [];
    const { client, clientDevice, server } = partiesOf(conversation);
    // The server by the address it is called by: nothing else is known of it while no SYN has reached it.
    const key = `${clientDevice ?? client.slice(0, client.lastIndexOf(':'))} ${server}`;
    return [{ conversation, key, time: trace.time(conversation.first) }];
  });
}

/** Who the ends of a conversation are. */
export function partiesOf({ ends, client: opener }: Conversation): Parties {
  const client = ends[opener ?? 0];
  const server = ends[opener === 1 ? 0 : 1];
  const [local = '', remote = ''] = (client ?? server!).connection.split('-');
  return {
    client: client === undefined ? remote : local,
    clientDevice: client?.device ?? null,
    server: client === undefined ? local : remote,
    serverDevice: server?.device ?? null,
  };
}
