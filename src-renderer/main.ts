import { createApp, watch } from 'vue';
import { createPinia } from 'pinia';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import App from './App.vue';
import { connectHost } from './host/connect.ts';
import { i18n, sentenceOf } from './locales/index.ts';
import { useCapabilities } from './stores/capabilities.ts';
import { NEW_FILE, useDocument } from './stores/document.ts';
import { useNotices } from './stores/notices.ts';
import { usePreferences } from './stores/preferences.ts';
import { useSession } from './stores/session.ts';
import './ui/tokens.css';
import './ui/base.css';

const app = createApp(App).use(createPinia()).use(i18n);
const preferences = usePreferences();
watch(
  () => [preferences.locale, preferences.shownTheme] as const,
  ([locale, theme]) => {
    i18n.global.locale.value = locale;
    document.documentElement.lang = locale;
    document.documentElement.dataset['theme'] = theme;
  },
  { immediate: true, flush: 'sync' },
);

/** Joins the window to its host and puts the first project on screen. */
async function begin(): Promise<void> {
  const drawing = useDocument();
  try {
    const host = await connectHost();
    useSession().start(host);
    const hello = await host.call('host.hello', {});
    useCapabilities().hello = hello;
    if (hello.project && (await drawing.open(hello.project.text, hello.project.name))) return;
  } catch (refused) {
    const known = typeof refused === 'object' && refused !== null && 'parameters' in refused;
    useNotices().tell(known ? (refused as never) : { name: 'no-host', parameters: { message: String(refused) } });
  }
  const starter = starterDocument();
  const title = sentenceOf('app', 'starter-title');
  await drawing.open(writeDocument({ ...starter, title }), NEW_FILE);
}

await begin();
app.mount('#app');
