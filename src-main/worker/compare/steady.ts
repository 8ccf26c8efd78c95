/** Ports that dice have drawn (RFC 6335 §6: 49152 … 65535). */
const EPHEMERAL = /\b(49[1-9]\d\d|5\d{4}|6[0-5]\d{3})\b/g;

/** A text without the ports that dice have drawn: with it, two runs with other dice say the same. */
export function withoutPorts(text: string): string {
  return text.replaceAll(EPHEMERAL, '*');
}
