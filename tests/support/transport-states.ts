import { ACK, FIN, SYN } from '#engine/wire/tcp.ts';
import type { TransportSettings } from '#engine/transport/transport.ts';
import { OURS, PEER, PEER_PORT, PORT, Story, THEIRS } from './transport-peer.ts';

/*
 * One builder a state of RFC 9293 §3.3.2. In all of them our ISS is 1000 and the peer's 2000, so that without data the
 * next numbers are 1001 and 2001. Nothing is left in the outbox.
 */

/** A listening socket. */
export function inListen(backlog = 8, settings?: TransportSettings): Story {
  const story = new Story(settings);
  story.listening = story.stack.socket();
  story.stack.bind(story.listening, PORT);
  story.stack.listen(story.listening, backlog);
  story.fd = story.listening;
  return story;
}

/** SYN sent from port 80 to the peer's. */
export function inSynSent(settings?: TransportSettings): Story {
  const story = new Story(settings);
  story.fd = story.stack.socket();
  story.stack.bind(story.fd, PORT);
  story.stack.connect(story.fd, PEER, PEER_PORT);
  story.sent();
  return story;
}

/** A passive open that has answered the SYN. `story.stack.stateOf(null)` is its state. */
export function inSynReceived(backlog = 8): Story {
  const story = inListen(backlog);
  story.arrives({ flags: SYN, seq: THEIRS, options: { maximumSegmentSize: 1460 } });
  story.sent();
  return story;
}

/** An active open that was answered; `peerWindow` is what the SYN,ACK offered. */
export function inEstablished(peerWindow = 65535, segmentSize = 1460, settings?: TransportSettings): Story {
  const story = inSynSent(settings);
  const options = { maximumSegmentSize: segmentSize };
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1, window: peerWindow, options });
  story.stack.connect(story.fd, PEER, PEER_PORT);
  story.sent();
  return story;
}

/** We have sent our FIN. */
export function inFinWait1(): Story {
  const story = inEstablished();
  story.stack.shutdown(story.fd);
  story.sent();
  return story;
}

/** Our FIN is acknowledged. */
export function inFinWait2(): Story {
  const story = inFinWait1();
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.sent();
  return story;
}

/** The peer has sent its FIN. */
export function inCloseWait(): Story {
  const story = inEstablished();
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  return story;
}

/** Both FINs have crossed. */
export function inClosing(): Story {
  const story = inFinWait1();
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  return story;
}

/** The peer's FIN came first, ours has answered it. */
export function inLastAck(): Story {
  const story = inCloseWait();
  story.stack.shutdown(story.fd);
  story.sent();
  return story;
}

/** Both FINs are acknowledged, and ours was first. */
export function inTimeWait(settings?: TransportSettings): Story {
  const story = inEstablished(65535, 1460, settings);
  story.stack.shutdown(story.fd);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 2 });
  story.sent();
  return story;
}
