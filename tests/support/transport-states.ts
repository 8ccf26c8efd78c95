import { ACK, FIN, SYN } from '#engine/wire/tcp.ts';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { OURS, PEER, PEER_PORT, PORT, Story, THEIRS } from './transport-peer.ts';

/*
 * One builder a state of RFC 9293 §3.3.2. In all of them our ISS is 1000 and the peer's 2000, so that without data the
 * next numbers are 1001 and 2001. Nothing is left in the outbox. `modern`: the peer speaks all options.
 */

/** A listening socket. */
export function inListen(backlog = 8, settings?: TransportSettings, modern = false): Story {
  const story = new Story(settings, modern);
  story.listening = story.stack.socket();
  story.stack.bind(story.listening, PORT);
  story.stack.listen(story.listening, backlog);
  story.fd = story.listening;
  return story;
}

/** SYN sent from port 80 to the peer's. */
export function inSynSent(settings?: TransportSettings, modern = false): Story {
  const story = new Story(settings, modern);
  story.fd = story.stack.socket();
  story.stack.bind(story.fd, PORT);
  story.stack.connect(story.fd, PEER, PEER_PORT);
  story.sent();
  return story;
}

/** A passive open that has answered the SYN. `story.stack.stateOf(null)` is its state. */
export function inSynReceived(backlog = 8, modern = false): Story {
  const story = inListen(backlog, undefined, modern);
  story.arrives({ flags: SYN, seq: THEIRS, options: { maximumSegmentSize: 1460 } });
  story.sent();
  return story;
}

/** An active open that was answered; `peerWindow` is what the SYN,ACK offered. */
export function inEstablished(
  peerWindow = 65535,
  segmentSize = 1460,
  settings?: TransportSettings,
  modern = false,
): Story {
  const story = inSynSent(settings, modern);
  const options = { maximumSegmentSize: segmentSize };
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1, window: peerWindow, options });
  story.stack.connect(story.fd, PEER, PEER_PORT);
  story.sent();
  return story;
}

/** We have sent our FIN. */
export function inFinWait1(modern = false): Story {
  const story = inEstablished(65535, 1460, undefined, modern);
  story.stack.shutdown(story.fd);
  story.sent();
  return story;
}

/** Our FIN is acknowledged. */
export function inFinWait2(modern = false): Story {
  const story = inFinWait1(modern);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.sent();
  return story;
}

/** The peer has sent its FIN. */
export function inCloseWait(modern = false): Story {
  const story = inEstablished(65535, 1460, undefined, modern);
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  return story;
}

/** Both FINs have crossed. */
export function inClosing(modern = false): Story {
  const story = inFinWait1(modern);
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  return story;
}

/** The peer's FIN came first, ours has answered it. */
export function inLastAck(modern = false): Story {
  const story = inCloseWait(modern);
  story.stack.shutdown(story.fd);
  story.sent();
  return story;
}

/** Both FINs are acknowledged, and ours was first. */
export function inTimeWait(settings?: TransportSettings, modern = false): Story {
  const story = inEstablished(65535, 1460, settings, modern);
  story.stack.shutdown(story.fd);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.sent();
  return story;
}
