// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import ConversationPanel from '#renderer/conversations/ConversationPanel.vue';
import LadderFigure from '#renderer/conversations/LadderFigure.vue';
import { ladderSvg, type LadderProps } from '#renderer/conversations/figure.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

async function exchange(): Promise<void> {
  void live.session.seek(10e9);
  await live.wall.until(() => (live.session.now?.time ?? 0) >= 10e9);
  await live.settle();
}

describe('the conversation inspector', () => {
  it('says what to do while there is no conversation', () => {
    expect(live.mount(ConversationPanel).text()).toContain('No conversation yet');
  });

  it('finds the exchange of the starter project by itself and shows both ends', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    expect(panel.find('.ends').text()).toContain('pc1');
    expect(panel.find('.ends').text()).toContain('server1');
    expect(panel.find('[data-testid=state-client]').text()).toBe('TIME-WAIT');
    expect(panel.find('[data-testid=state-server]').text()).toBe('CLOSED');
  });

  it('shows the open, the data and the close as rungs', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    const labels = panel.findAll('.segment').map((segment) => segment.attributes('aria-label')!);
    expect(labels[0]).toMatch(/^SYN \+0\u202fns seq=0 win=\d+, pc1 to server1$/);
    expect(labels[1]).toMatch(/^SYN, ACK \+.* seq=0 ack=1 win=\d+, server1 to pc1$/);
    expect(labels.filter((label) => label.includes('100 B'))).toHaveLength(2);
    expect(labels.filter((label) => label.includes('FIN'))).toHaveLength(2);
  });

  it('follows the cursor into the past', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    const whole = panel.findAll('.segment').length;
    const second = panel.findAll('.segment')[1]!;
    await live.session.seekFact(Number(second.attributes('data-seq')));
    await live.settle();
    expect(panel.find('[data-testid=state-client]').text()).toBe('SYN-SENT');
    expect(panel.find('[data-testid=state-server]').text()).toBe('SYN-RECEIVED');
    expect(panel.findAll('.segment').length).toBeLessThan(whole);
    expect(panel.html()).toContain('on the way');
  });

  it('chooses the packet of a segment everywhere, and stays in view', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    await panel.findAll('.segment')[3]!.trigger('click');
    expect(live.selection.packet).toBeGreaterThan(0);
    expect(live.selection.inspected).toBe('conversation');
    expect(panel.findAll('.segment')[3]!.attributes('aria-pressed')).toBe('true');
  });

  it('walks from segment to segment with the arrow keys, with one of them in the tab order', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    const segments = () => panel.findAll('.segment');
    await segments()[0]!.trigger('keydown', { key: 'ArrowDown' });
    await live.settle();
    expect(segments()[1]!.attributes('aria-pressed')).toBe('true');
    expect(segments().filter((segment) => segment.attributes('tabindex') === '0')).toHaveLength(1);
  });

  it('prints absolute numbers when asked', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    await panel
      .findAll('button')
      .find((button) => button.text() === 'absolute')!
      .trigger('click');
    expect(panel.findAll('.segment')[1]!.attributes('aria-label')).not.toContain('seq=0');
  });

  it('leaves as the same figure: self-contained, in print colours, with nothing to press', async () => {
    const panel = live.mount(ConversationPanel);
    await exchange();
    const figure = panel.findComponent(LadderFigure).props() as LadderProps;
    const svg = ladderSvg(figure);
    expect(svg).toContain('SYN, ACK');
    expect(svg).not.toMatch(/var\(|role="button"|tabindex|data-v-|<!--/);
    expect(new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror')).toBeNull();
  });
});
