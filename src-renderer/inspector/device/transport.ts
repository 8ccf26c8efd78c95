import type { TCP_SETTINGS } from '#document/transport.ts';

export type SettingName = keyof typeof TCP_SETTINGS;

/** All settings, in the order and under the headings in which a person looks for them. */
export const TRANSPORT_GROUPS: readonly { group: string; names: readonly SettingName[] }[] = [
  {
    group: 'open',
    names: ['initialSequenceNumber', 'segmentSize', 'windowScale', 'timestamps', 'sack', 'duplicateSack', 'ecn'],
  },
  { group: 'buffers', names: ['receiveBuffer', 'sendBuffer', 'nagle', 'cork', 'corkTime'] },
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
    names: [
      'acceptQueue',
      'acceptQueueSurplus',
      'synQueue',
      'overflow',
      'ephemeralFirst',
      'ephemeralLast',
      'descriptorLimit',
    ],
  },
];
