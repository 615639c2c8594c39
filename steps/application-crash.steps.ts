import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('{system} is killed in the middle of writes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('kill-application', instance);
});

When('{system} hangs in the middle of writes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-application', instance);
});

When('a bad configuration of {system} is rolled out', function (this: DrillWorld, instance: string) {
  return this.drill.inject('change-configuration', instance);
});

When('the sshd of {instance} hangs', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-sshd', instance);
});

When('the index of {system} is damaged on disk', function (this: DrillWorld, instance: string) {
  return this.drill.inject('damage-index', instance);
});

When('{system} is killed and started again at once', function (this: DrillWorld, instance: string) {
  return this.drill.inject('restart-after-crash', instance);
});

When('a defective version of {system} is installed', function (this: DrillWorld, instance: string) {
  return this.drill.inject('install-bad-version', instance);
});

When(
  'a session that was left open locks the table {word} of the database {word}',
  function (this: DrillWorld, table: string, database: string) {
    return this.drill.inject('lock-table', 'mysql', { database, table });
  },
);

When('idle sessions take every connection of {instance}', function (this: DrillWorld, instance: string) {
  return this.drill.inject('exhaust-connections', instance);
});

When(
  '{int} processes take {int} % of the memory of {instance}',
  function (this: DrillWorld, workers: number, percent: number, instance: string) {
    const parameters = { Percent: String(percent), Workers: String(workers), DurationSeconds: '600' };
    return this.drill.inject('memory-stress', instance, parameters);
  },
);

When('{system} is started before {system}', function (this: DrillWorld, instance: string, database: string) {
  return this.drill.inject('start-too-early', instance, { database });
});
