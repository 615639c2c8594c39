import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('the instance of {instance} loses its power', function (this: DrillWorld, instance: string) {
  return this.drill.inject('cut-power', instance);
});

When('the instance of {instance} is lost', function (this: DrillWorld, instance: string) {
  return this.drill.inject('terminate-instance', instance);
});

When('the instance of {instance} is stopped by mistake', function (this: DrillWorld, instance: string) {
  return this.drill.inject('stop-instance', instance);
});

When('the data volume of {instance} is detached by force', function (this: DrillWorld, instance: string) {
  return this.drill.inject('detach-volume', instance);
});

When(
  'the instances of {instance} and {instance} are lost at once',
  function (this: DrillWorld, instance: string, other: string) {
    return this.drill.inject('terminate-instance', instance, { with: other });
  },
);

When(
  'the instance of {instance} is lost, and the one in its place has no metadata service',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('run-without-metadata', instance);
  },
);

When('the data volume of {instance} is lost for good', function (this: DrillWorld, instance: string) {
  return this.drill.inject('delete-volume', instance);
});

When(
  'the instance of {instance} is rebooted and does not come up',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('break-boot', instance);
  },
);

When('the instance of {instance} hangs', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-instance', instance);
});

When(
  'every access to the data volume of {instance} ends in an I\\/O error',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('shut-down-file-system', instance);
  },
);

When(
  'the I\\/O of the data volume of {instance} is paused for {int} minutes',
  function (this: DrillWorld, instance: string, minutes: number) {
    return this.drill.inject('pause-volume-io', instance, { minutes: String(minutes) });
  },
);
