import { useCapabilities } from '../stores/capabilities.ts';
import { useKernelLab } from '../stores/kernelLab.ts';
import { command } from './command.ts';

/** Opens the kernel lab: real sockets beside simulated ones. */
export const viewKernelLab = command({
  id: 'view.kernel-lab',
  title: 'commands.view.kernel-lab',
  shortcut: 'Mod+Shift+K',
  enabled: () => useCapabilities().has('kernel-lab') || 'commands.why.no-kernel-lab',
  perform: () => useKernelLab().show(),
});
