import { When } from '@cucumber/cucumber';
import type { Application } from '../support/drill/history';
import type { DrillWorld } from './world';

When(
  '{application} is killed in the middle of writes',
  function (this: DrillWorld, application: Application) {
    return this.drill.inject('kill-application', application);
  },
);

When('the data volume of {instance} fills to the last byte', function (this: DrillWorld, instance: string) {
  return this.drill.inject('fill-volume', instance);
});

When("{int} files of Alfresco's content store change on disk", function (this: DrillWorld, files: number) {
  return this.drill.inject('corrupt-files', 'alfresco', { files: String(files) });
});

When(
  'the network from {instance} to {instance} is blocked',
  function (this: DrillWorld, from: string, to: string) {
    return this.drill.inject('block-network', to, { from });
  },
);

When('the instance of {instance} loses its power', function (this: DrillWorld, instance: string) {
  return this.drill.inject('cut-power', instance);
});

When('the instance of {application} is lost', function (this: DrillWorld, application: Application) {
  return this.drill.inject('terminate-instance', application);
});
