// @vitest-environment happy-dom
import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import TimelinePanel from '#renderer/timeline/TimelinePanel.vue';
import { useGateways } from '#renderer/stores/gateways.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

enableAutoUnmount(afterEach);
let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

describe('the transport controls', () => {
  it('play, and turn into pause while time runs', async () => {
    const panel = live.mount(TimelinePanel);
    await panel.find('[aria-label=Play]').trigger('click');
    await live.wall.pass(20);
    await panel.vm.$nextTick();
    expect(panel.find('[aria-label=Pause]').exists()).toBe(true);
    await panel.find('[aria-label=Pause]').trigger('click');
    await live.settle();
    expect(live.session.now!.playing).toBe(false);
  });

  it('step forward and back through the same moments', async () => {
    const panel = live.mount(TimelinePanel);
    const forward = panel.find('[aria-label="Step forward"]');
    const back = panel.find('[aria-label="Step back"]');
    await forward.trigger('click');
    await live.settle();
    const first = live.session.now!;
    await forward.trigger('click');
    await live.settle();
    expect(live.session.now!.cursor).toBeGreaterThan(first.cursor);
    await back.trigger('click');
    await live.settle();
    expect([live.session.now!.time, live.session.now!.cursor]).toEqual([first.time, first.cursor]);
  });

  it('do not step back from the start, and say why', () => {
    const back = live.mount(TimelinePanel).find('[aria-label="Step back"]');
    expect(back.attributes('aria-disabled')).toBe('true');
    expect(back.attributes('title')).toContain('This is the start already');
  });

  it('say in words how fast time runs', async () => {
    const panel = live.mount(TimelinePanel);
    await live.session.setPace({ kind: 'hop', wall: 800 });
    await panel.vm.$nextTick();
    expect(panel.find('output').text()).toBe('1 hop in 0.8\u202fs');
    await live.session.setPace({ kind: 'clock', ratio: 5e-4 });
    await panel.vm.$nextTick();
    expect(panel.find('output').text().replaceAll('\u202f', ' ')).toBe('1 ms of the network in 2 s');
  });

  it('run as the clock does while something real takes part, and as before afterwards', async () => {
    const panel = live.mount(TimelinePanel);
    await live.session.setPace({ kind: 'hop', wall: 800 });
    const gateways = useGateways();
    gateways.all = [{ device: 'gateway1', on: true, doors: [] } as unknown as (typeof gateways.all)[number]];
    await panel.vm.$nextTick();
    const pace = panel.find('.pace');
    expect(pace.find('output').text().replaceAll('\u202f', ' ')).toBe('1 s of the network in 1 s');
    expect(pace.find('[value=clock]').element).toHaveProperty('checked', true);
    expect(pace.findAll('input').every((input) => input.attributes('disabled') !== undefined)).toBe(true);
    gateways.all = [];
    await panel.vm.$nextTick();
    expect(pace.find('output').text().replaceAll('\u202f', ' ')).toBe('1 hop in 0.8 s');
  });

  it('give each kind of pace back as it was left', async () => {
    const panel = live.mount(TimelinePanel);
    await live.session.setPace({ kind: 'hop', wall: 300 });
    const [hop, clock] = panel.findAll('input[type=radio]');
    await clock!.trigger('change');
    expect(live.session.pace.kind).toBe('clock');
    await hop!.trigger('change');
    expect(live.session.pace).toEqual({ kind: 'hop', wall: 300 });
  });
});

describe('the time slider', () => {
  it('tells where time stands', async () => {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    const slider = panel.find('[role=slider]');
    expect(slider.attributes('aria-valuenow')).toBe(String(live.session.now!.time));
    expect(slider.attributes('aria-valuetext')).toMatch(/of .* events/);
  });

  it('goes to both ends and one step with the keyboard', async () => {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    const { horizon, facts } = live.session.now!;
    const slider = panel.find('[role=slider]');
    await slider.trigger('keydown', { key: 'Home' });
    await live.settle();
    expect(live.session.now).toMatchObject({ time: 0, cursor: 0 });
    await slider.trigger('keydown', { key: 'ArrowRight' });
    await live.settle();
    expect(live.session.now!.cursor).toBeGreaterThan(0);
    await slider.trigger('keydown', { key: 'End' });
    await live.settle();
    expect(live.session.now).toMatchObject({ time: horizon, cursor: facts });
  });

  it('shows that a future is known behind the cursor', async () => {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    expect(panel.find('.future').exists()).toBe(false);
    await live.session.seek(1000);
    await live.settle();
    expect(panel.find('.future').exists()).toBe(true);
    expect(panel.find('[role=status]').text()).toMatch(/in the past: \d+ later events are known/);
  });

  /** A time line true to time from x 100 to 300, taken hold of at its first quarter. */
  async function held() {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    const { horizon } = live.session.now!;
    await panel.find('[aria-label="Quiet times drawn short"]').trigger('click');
    await live.settle();
    const slider = panel.find('[role=slider]');
    slider.element.getBoundingClientRect = () => ({ left: 100, width: 200 }) as DOMRect;
    await slider.trigger('pointerdown', { button: 0, clientX: 150, pointerId: 1 });
    return { slider, horizon };
  }

  it('follows the pointer while it is held, true to time where that is wanted', async () => {
    const { slider, horizon } = await held();
    await slider.trigger('pointermove', { clientX: 200 });
    await slider.trigger('pointerup', { clientX: 200 });
    await live.settle();
    expect(live.session.now!.time).toBe(Math.round(horizon / 2));
  });

  it('stays where it was let go when the pointer moves on before it has arrived', async () => {
    const { slider, horizon } = await held();
    slider.element.dispatchEvent(new Event('pointerup'));
    slider.element.dispatchEvent(Object.assign(new Event('pointermove'), { clientX: 290 }));
    await live.settle();
    expect(live.session.now!.time).toBe(Math.round(horizon / 4));
  });

  it('can be taken hold of again before it has arrived where it was let go', async () => {
    const { slider, horizon } = await held();
    slider.element.dispatchEvent(new Event('pointerup'));
    slider.element.dispatchEvent(Object.assign(new Event('pointerdown'), { button: 0, clientX: 160, pointerId: 1 }));
    await live.settle();
    await slider.trigger('pointermove', { clientX: 400 });
    await slider.trigger('pointerup', { clientX: 400 });
    await live.settle();
    expect(live.session.now!.time).toBe(horizon);
  });
});

describe('the time field', () => {
  it('goes to the time that is typed', async () => {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    const field = panel.find<HTMLInputElement>('input[type=text]');
    await field.trigger('focus');
    await field.setValue('100 µs');
    await field.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(live.session.now!.time).toBe(100_000);
  });

  it('marks what is not a time, and goes nowhere', async () => {
    const panel = live.mount(TimelinePanel);
    await live.run('ping');
    const { time } = live.session.now!;
    const field = panel.find<HTMLInputElement>('input[type=text]');
    await field.trigger('focus');
    await field.setValue('soon');
    expect(field.attributes('aria-invalid')).toBe('true');
    await field.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(live.session.now!.time).toBe(time);
  });
});
