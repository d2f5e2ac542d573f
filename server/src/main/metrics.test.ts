import { expect, test } from 'vitest';
import { mergePages } from './metrics.ts';

const page = (role: string, value: number) =>
  `# HELP cpu Time used.\n# TYPE cpu counter\ncpu{role="${role}"} ${value}\n\n# HELP ${role}_only Its own.\n# TYPE ${role}_only gauge\n${role}_only{role="${role}"} 7\n`;

test('pages become one: each metric’s lines together, its head once, and who did not answer is down', () => {
  expect(mergePages({ http: page('http', 1), radius: page('radius', 2), worker: null }).split('\n')).toEqual([
    '# HELP isp_role_up 1 when the process of a role answers.',
    '# TYPE isp_role_up gauge',
    'isp_role_up{role="http"} 1',
    'isp_role_up{role="radius"} 1',
    'isp_role_up{role="worker"} 0',
    '# HELP cpu Time used.',
    '# TYPE cpu counter',
    'cpu{role="http"} 1',
    'cpu{role="radius"} 2',
    '# HELP http_only Its own.',
    '# TYPE http_only gauge',
    'http_only{role="http"} 7',
    '# HELP radius_only Its own.',
    '# TYPE radius_only gauge',
    'radius_only{role="radius"} 7',
    '',
  ]);
});
