import type { SettingStatement } from '#document/transport.ts';
import type { TCP_SETTINGS } from '#document/transport.ts';
import { formatDelay, readDelay, readWhole } from './notation.ts';

export type SettingName = keyof typeof TCP_SETTINGS;

/** All settings, in the order and under the headings in which a person looks for them. */
export const TRANSPORT_GROUPS: readonly { group: string; names: readonly SettingName[] }[] = [
  {
    group: 'open',
    names: ['initialSequenceNumber', 'segmentSize', 'windowScale', 'timestamps', 'sack', 'duplicateSack', 'ecn'],
  },
  { group: 'buffers', names: ['receiveBuffer', 'sendBuffer', 'nagle'] },
  { group: 'acknowledge', names: ['acknowledgmentDelay', 'acknowledgeEvery', 'quickAcknowledgments'] },
  {
    group: 'congestion',
    names: [
      'congestionControl',
      'fixedWindow',
      'initialWindow',
      'byteCountingLimit',
      'restartAfterIdle',
      'limitedTransmit',
    ],
  },
  {
    group: 'retransmission',
    names: [
      'retransmissionInitial',
      'retransmissionMinimum',
      'retransmissionMaximum',
      'synRetries',
      'synAckRetries',
      'dataRetries',
      'softErrorsEndOpening',
      'userTimeout',
    ],
  },
  { group: 'keepAlive', names: ['keepAlive', 'keepAliveIdle', 'keepAliveInterval', 'keepAliveCount'] },
  { group: 'close', names: ['maximumSegmentLifetime', 'finWait2Timeout', 'timeWaitReopening', 'timeWaitProtection'] },
  { group: 'protection', names: ['challengeAcknowledgments', 'challengeLimit'] },
  {
    group: 'limits',
    names: ['acceptQueue', 'synQueue', 'overflow', 'ephemeralFirst', 'ephemeralLast', 'descriptorLimit'],
  },
];

/** What of a statement says how a value is typed: tables of other rooms state their settings in the same way. */
type Entered = Pick<SettingStatement, 'kind' | 'words' | 'orNull'>;

/** What a person typed: a value, `undefined` for "as the profile says" (nothing typed), or null when it means nothing. */
export function readSetting(statement: Entered, text: string): { value: unknown } | null {
  const trimmed = text.trim();
  if (trimmed === '') return { value: undefined };
  if (trimmed === '-' && statement.orNull === true) return { value: null };
  if (statement.words?.includes(trimmed)) return { value: trimmed };
  const value = statement.kind === 'time' ? readDelay(trimmed) : readWhole(trimmed);
  return value === null ? null : { value };
}

/** A value as it is typed. */
export function writeSetting(statement: Pick<SettingStatement, 'kind'>, value: unknown): string {
  if (value === null) return '-';
  return statement.kind === 'time' && typeof value === 'number' ? formatDelay(value) : String(value);
}
