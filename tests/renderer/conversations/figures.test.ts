// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { Component } from 'vue';
import BufferFigure from '#renderer/conversations/BufferFigure.vue';
import ConversationView from '#renderer/conversations/ConversationView.vue';
import PlotFigure from '#renderer/conversations/PlotFigure.vue';
import StateDiagram from '#renderer/conversations/StateDiagram.vue';
import TimerFigure from '#renderer/conversations/TimerFigure.vue';
import { useConversationView, type ConversationTab } from '#renderer/stores/conversationView.ts';
import { PRINT } from '#renderer/ui/paint.ts';
import { svgText } from '#renderer/ui/svgText.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

describe('a figure of a conversation', () => {
  const figures: [ConversationTab, Component, string][] = [
    ['states', StateDiagram, 'FIN-WAIT-2'],
    ['buffers', BufferFigure, 'SND.UNA'],
    ['timers', TimerFigure, 'TIME-WAIT'],
    ['plots', PlotFigure, 'acknowledged'],
  ];
  for (const [tab, component, word] of figures) {
    it(`of ${tab} leaves as it is seen: self-contained, in print colours, with nothing to press`, async () => {
      useConversationView().tab = tab;
      const view = live.mount(ConversationView);
      void live.session.seek(10e9);
      await live.wall.until(() => (live.session.now?.time ?? 0) >= 10e9);
      await live.settle();
      const props = view.findAllComponents(component)[0]!.props();
      const { svg, width, height } = svgText(component, { ...props, paint: PRINT, live: false });
      expect(svg).toContain(word);
      expect(svg).not.toMatch(/var\(|role="button"|tabindex|data-v-|<!--/);
      expect(new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror')).toBeNull();
      expect(Math.min(width, height)).toBeGreaterThan(100);
    });
  }
});
