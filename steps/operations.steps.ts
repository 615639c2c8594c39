import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When(
  'the instances of {instances} are deleted with all that was kept of them',
  function (this: DrillWorld, [first = '', ...others]: readonly string[]) {
    return this.drill.inject('delete-with-backups', first, { and: others.join(' ') });
  },
);

When(
  'the monitor is told to ask {device} at port {int}',
  function (this: DrillWorld, device: string, port: number) {
    return this.drill.inject('change-monitor-map', 'monitor', { device, port: String(port) });
  },
);

When('the configuration of {system} is changed by hand', function (this: DrillWorld, instance: string) {
  return this.drill.inject('drift-configuration', instance);
});

When(
  'the package {word} is installed on {system} by hand',
  function (this: DrillWorld, name: string, instance: string) {
    return this.drill.inject('install-package', instance, { name });
  },
);

When('no copy was stored off site for {int} hours', function (this: DrillWorld, hours: number) {
  return this.drill.inject('age-off-site-copy', 'offsite', { hours: String(hours) });
});
