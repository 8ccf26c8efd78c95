/*
 * The lines that lead to each state of RFC 9293 §3.3.2. Our ISS is 1000 and the peer's 2000, so that without data the next
 * numbers are 1001 and 2001; the socket is descriptor 3 (of a passive open, the listening one is 3 and the accepted one 4).
 */
const listening = ['socket() = 3', 'bind(3, 80) = 0', 'listen(3, 8) = 0'];
const synSent = ['socket() = 3', 'bind(3, 80) = 0', 'connect(3, peer:4000) = EINPROGRESS', '> S 1000(0)'];
const synReceived = [...listening, '< S 2000(0) win 65535 <mss 1460>', '> S. 1000(0) ack 2001'];
const established = [
  ...synSent,
  '< S. 2000(0) ack 1001 win 65535 <mss 1460>',
  '> . 1001(0) ack 2001',
  'connect(3, peer:4000) = 0',
];
const finWait1 = [...established, 'shutdown(3, SHUT_WR) = 0', '> F. 1001(0) ack 2001'];
const finWait2 = [...finWait1, '< . 2001(0) ack 1002'];
const closeWait = [...established, '< F. 2001(0) ack 1001', '> . 1001(0) ack 2002'];
const closing = [...finWait1, '< F. 2001(0) ack 1001', '> . 1002(0) ack 2002'];
const lastAck = [...closeWait, 'shutdown(3, SHUT_WR) = 0', '> F. 1001(0) ack 2002'];
const timeWait = [...finWait2, '< F. 2001(0) ack 1002', '> . 1002(0) ack 2002'];
const accepted = [...synReceived, '< . 2001(0) ack 1001', 'accept(3) = 4'];

export const GIVEN: Readonly<Record<string, readonly string[]>> = {
  LISTEN: listening,
  'SYN-SENT': synSent,
  'SYN-RECEIVED': synReceived,
  ESTABLISHED: established,
  ACCEPTED: accepted,
  'FIN-WAIT-1': finWait1,
  'FIN-WAIT-2': finWait2,
  'CLOSE-WAIT': closeWait,
  CLOSING: closing,
  'LAST-ACK': lastAck,
  'TIME-WAIT': timeWait,
};
