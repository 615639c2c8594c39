import { Then, When } from '@cucumber/cucumber';
import { milliseconds, type Milliseconds } from '../support/drill/time';
import { healthCheckDevice } from '../support/monitoring/health-checks';
import { statusCheckDevice } from '../support/monitoring/status-checks';
import type { DrillWorld } from './world';

Then('InterMapper raises the alarm for {device}', function (this: DrillWorld, device: string) {
  return this.drill.awaitDetection(device);
});

Then("EC2's status checks raise the alarm for {instance}", function (this: DrillWorld, instance: string) {
  return this.drill.awaitDetection(statusCheckDevice(instance));
});

Then('the health check raises the alarm for {instance}', function (this: DrillWorld, instance: string) {
  return this.drill.awaitDetection(healthCheckDevice(instance));
});

When('the runbook {runbook} is followed', function (this: DrillWorld, title: string) {
  return this.drill.follow(title);
});

When('the runbook {runbook} fails and goes back', function (this: DrillWorld, title: string) {
  return this.drill.follow(title, true);
});

When('what is due meanwhile fails by it', function (this: DrillWorld) {
  return this.drill.meetDue();
});

Then(
  '{systems} is/are back within {duration}',
  function (this: DrillWorld, systems: readonly string[], limit: Milliseconds) {
    return this.drill.awaitRestored(systems, limit);
  },
);

Then('it is seen that {outcome}', function (this: DrillWorld, that: string) {
  return this.drill.assertOutcome(that);
});

Then('no acknowledged write is lost', function (this: DrillWorld) {
  return this.drill.assertVerified('no-acknowledged-write-lost');
});

Then('no earlier content is lost', function (this: DrillWorld) {
  return this.drill.assertVerified('seed-content-intact');
});

Then('no write from before the archive is lost', function (this: DrillWorld) {
  return this.drill.assertVerified('no-acknowledged-write-lost');
});

Then('people are interrupted for at most {duration}', function (this: DrillWorld, limit: Milliseconds) {
  return this.drill.awaitServing(limit);
});

Then('it is refused because of {reason}', function (this: DrillWorld, reason: string) {
  this.drill.assertRefused(reason);
});

Then('what only the old host had is there', function (this: DrillWorld) {
  return this.drill.assertVerified('migrated-content-intact');
});

Then('people can work from then on', function (this: DrillWorld) {
  return this.drill.awaitServing(milliseconds(0));
});

Then('people are not interrupted', function (this: DrillWorld) {
  return this.drill.awaitServing(milliseconds(0));
});
