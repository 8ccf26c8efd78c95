import { describe, expect, it } from 'vitest';
import { TCP_SETTINGS } from '#document/transport.ts';
import en from '#renderer/locales/en/transport.ts';
import { readSetting, writeSetting } from '#renderer/inspector/fields/setting.ts';
import { TRANSPORT_GROUPS } from '#renderer/inspector/device/transport.ts';

describe('the TCP settings of a host', () => {
  it('all stand under one heading each, with a name', () => {
    const placed = TRANSPORT_GROUPS.flatMap(({ names }) => names);
    expect([...placed].sort()).toEqual(Object.keys(TCP_SETTINGS).sort());
    expect(Object.keys(en.setting).sort()).toEqual(Object.keys(TCP_SETTINGS).sort());
    expect(Object.keys(en.group).sort()).toEqual(TRANSPORT_GROUPS.map(({ group }) => group).sort());
  });

  it('are read as they are written', () => {
    for (const statement of Object.values(TCP_SETTINGS)) {
      for (const value of [statement.standard, statement.linux]) {
        if (typeof value === 'boolean' || statement.kind === 'choice') continue;
        expect(readSetting(statement, writeSetting(statement, value))).toEqual({ value });
      }
    }
  });

  it('follow the profile when the field is emptied, and mean nothing when it holds nonsense', () => {
    expect(readSetting(TCP_SETTINGS.receiveBuffer, '  ')).toEqual({ value: undefined });
    expect(readSetting(TCP_SETTINGS.receiveBuffer, 'much')).toBeNull();
    expect(readSetting(TCP_SETTINGS.receiveBuffer, '-')).toBeNull();
    expect(readSetting(TCP_SETTINGS.windowScale, 'off')).toEqual({ value: 'off' });
    expect(readSetting(TCP_SETTINGS.acknowledgmentDelay, '40 ms')).toEqual({ value: 40_000_000 });
    expect(readSetting(TCP_SETTINGS.userTimeout, '-')).toEqual({ value: null });
  });
});
