import { formatAddress } from './address.ts';
import { checkDhcp, DHCP, DHCP_COOKIE, DHCP_PARTS, type DhcpMessage } from './dhcp.ts';
import { DHCP_OPTION, DHCP_OPTIONS, DHCP_VALUES, walkDhcpOptions, type DhcpOptionSpan } from './dhcp-options.ts';
import { DATA_KEY, explainBytes, explainTable, type ExplainedField } from './explained.ts';
import type { Fault } from './fault.ts';
import { decodeText } from './text.ts';

const PADDING_KEY = 'dhcp.hw.addr_padding';
const SERVER_NAME_KEY = 'dhcp.server';
const FILE_KEY = 'dhcp.file';
const OPTION_KEY = 'dhcp.option';
const END_KEY = 'dhcp.option.end';
const TEXTS = Object.values(DHCP_OPTIONS).flatMap(({ kind, key }) =>
  kind === 'text' || kind === 'bytes' ? [key] : [],
);

/** Keys an explained DHCP message can have besides those of its tables. */
export const DHCP_KEYS: readonly string[] = [PADDING_KEY, SERVER_NAME_KEY, FILE_KEY, OPTION_KEY, END_KEY, ...TEXTS];

/** The tables of a DHCP message. */
export const DHCP_TABLES = [DHCP, DHCP_COOKIE, DHCP_OPTION, ...DHCP_VALUES.values()];

/** Explains the message in `bytes[at … end)` as far as it makes sense; what follows is data. */
export function explainDhcp(
  bytes: Uint8Array,
  at: number,
  end: number,
): { fields: ExplainedField[]; fault: Fault | null } {
  const broken = checkDhcp(bytes, at, end);
  const fields = explainTable(bytes, at, Math.min(end, at + DHCP.length), DHCP.fields, broken);
  if (end - at < DHCP_PARTS.options) {
    if (end - at > DHCP.length) fields.push(explainBytes(DATA_KEY, bytes, at + DHCP.length, end, broken));
    return { fields, fault: broken };
  }
  const { padding, serverName, file, cookie, options } = DHCP_PARTS;
  fields.push(
    explainBytes(PADDING_KEY, bytes, at + padding, at + serverName, null),
    textField(SERVER_NAME_KEY, bytes, at + serverName, at + file),
    textField(FILE_KEY, bytes, at + file, at + cookie),
    ...explainTable(bytes, at + cookie, at + options, DHCP_COOKIE.fields, broken),
  );
  if (broken?.fault === 'dhcp.bad-cookie') {
    fields.push(explainBytes(DATA_KEY, bytes, at + options, end, null));
    return { fields, fault: broken };
  }
  const { spans, end: shown, fault } = walkDhcpOptions(bytes, at + options, end);
  fields.push(...spans.map((span) => optionField(bytes, span)));
  const last = spans.at(-1)?.to ?? at + options;
  if (shown > last) fields.push(explainBytes(END_KEY, bytes, last, shown, null));
  if (shown < end) fields.push(explainBytes(fault === null ? PADDING_KEY : DATA_KEY, bytes, shown, end, fault));
  return { fields, fault: broken ?? fault };
}

function optionField(bytes: Uint8Array, { name, at, dataAt, to }: DhcpOptionSpan): ExplainedField {
  const fields = explainTable(bytes, at, dataAt, DHCP_OPTION.fields, null);
  const title = fields[0]!.text;
  const key = name === null ? DATA_KEY : DHCP_OPTIONS[name].key;
  const table = DHCP_VALUES.get(key);
  if (table === undefined) {
    if (to > dataAt) {
      const text = name !== null && DHCP_OPTIONS[name].kind === 'text';
      fields.push(text ? textField(key, bytes, dataAt, to) : explainBytes(key, bytes, dataAt, to, null));
    }
  } else {
    const size = table.fields[0]!.to;
    for (let one = dataAt; one < to; one += size)
      fields.push(...explainTable(bytes, one, to, table.fields, null).slice(0, 1));
  }
  const values = fields.slice(2).map(({ text }) => text);
  return {
    key: OPTION_KEY,
    from: at,
    to,
    bits: null,
    value: bytes[at]!,
    text: `${title}: ${values.join(', ')}`,
    fault: null,
    fields,
  };
}

/** Text up to its first zero byte. */
function textField(key: string, bytes: Uint8Array, from: number, to: number): ExplainedField {
  const zero = bytes.subarray(from, to).indexOf(0);
  const text = decodeText(bytes.subarray(from, zero < 0 ? to : from + zero));
  return { key, from, to, bits: null, value: text, text: text === '' ? '–' : text, fault: null };
}

/** One line about a message: `Discover 0x1a2b3c4d`, `Offer 0x1a2b3c4d 10.0.0.100 from 10.0.0.1`. */
export function dhcpInfo(message: DhcpMessage): string {
  const { type, id, yourAddress, clientAddress, relayAddress, options } = message;
  const { requestedAddress, serverIdentifier } = options;
  const name = type === 'ACK' || type === 'NAK' ? type : `${type[0]}${type.slice(1).toLowerCase()}`;
  const address = message.request ? requestedAddress || clientAddress : yourAddress;
  return [
    `${name} 0x${id.toString(16).padStart(8, '0')}`,
    address ? ` ${formatAddress(address)}` : '',
    serverIdentifier ? ` ${message.request ? 'to' : 'from'} ${formatAddress(serverIdentifier)}` : '',
    relayAddress === 0 ? '' : ` via ${formatAddress(relayAddress)}`,
  ].join('');
}
